"""Handlers in our own loop: what they raise and how long they wait is contained, and no more."""

import asyncio
import sys
import traceback

import pytest

from tests.webchat.functions.hosts.conftest import SECRET
from webchat.errors import FunctionAppError, FunctionTimeoutError, HandlerError
from webchat.functions.app import FunctionApp, Source


def of(handler, **more):
    return FunctionApp(
        "orders", "Orders", "action", {"action": Source("handler", handler=handler)}, **more
    )


async def echo(parameters):
    return {"output": parameters}


async def test_a_plugin_s_handler_runs_here(hosts, processes):
    here = []

    async def handler(parameters):
        here.append(asyncio.current_task())
        return {"output": {"a": parameters["a"]}}

    assert await hosts.call(of(handler), "action", {"a": 1}) == {"output": {"a": 1}}
    assert here == [asyncio.current_task()]
    assert not hosts.processes
    assert processes() == []


async def test_a_handler_can_change_neither_its_parameters_nor_its_answer_afterwards(hosts):
    kept = {}

    async def handler(parameters):
        parameters["input"]["a"] = 2
        kept["answer"] = {"output": {}}
        return kept["answer"]

    given = {"input": {"a": 1}}
    answer = await hosts.call(of(handler), "action", given)
    kept["answer"]["output"]["late"] = True
    assert given == {"input": {"a": 1}}
    assert answer == {"output": {}}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"output": {"x": float("inf")}}, "is no JSON: output.x is inf."),
        ({"output": {"x": {1, 2}}}, "is no JSON: output.x is a set."),
        ("x" * 8_000_001, "is too long: 8.0 MB, and 8 MB are taken."),
    ],
)
async def test_answers_obey_the_same_rules(hosts, answer, sentence):
    async def handler(_parameters):
        return answer

    with pytest.raises(HandlerError) as caught:
        await hosts.call(of(handler), "action", {})
    assert str(caught.value) == f"What the action function of “orders” returned {sentence}"


@pytest.mark.parametrize(
    "error",
    [ValueError("no"), SystemExit(3), asyncio.CancelledError(), TimeoutError(), MemoryError()],
)
async def test_whatever_is_raised_fails_the_call_only(hosts, error):
    async def handler(_parameters):
        raise error

    with pytest.raises(HandlerError) as caught:
        await hosts.call(of(handler), "action", {})
    assert "The action function of “orders” " in str(caught.value)
    assert "(test_in_loop.py:" in str(caught.value)
    assert "in_loop.py" not in caught.value.trace.replace("test_in_loop.py", "")
    assert await hosts.call(of(echo), "action", {}) == {"output": {}}


async def test_a_request_to_end_the_program_is_no_failure_of_a_handler(hosts):
    def handler(_parameters):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await hosts.call(of(handler), "action", {})


async def test_secrets_are_masked(hosts):
    async def handler(parameters):
        raise ValueError(parameters["token"])

    with pytest.raises(HandlerError, match="ValueError: ••••••"):
        await hosts.call(of(handler), "action", {"token": SECRET})


async def test_a_handler_that_waits_too_long_is_cancelled(hosts):
    seen = []

    async def handler(_parameters):
        try:
            await asyncio.sleep(100)
        finally:
            seen.append("cleaned up")

    with pytest.raises(FunctionTimeoutError, match=r"“orders” did not answer within 0\.05 s"):
        await hosts.call(of(handler), "action", {}, timeout=0.05)
    assert seen == ["cleaned up"]


async def test_cancelling_the_call_cancels_the_handler(hosts):
    begun, ended = asyncio.Event(), []

    async def handler(_parameters):
        begun.set()
        try:
            await asyncio.sleep(100)
        finally:
            ended.append(True)

    call = asyncio.ensure_future(hosts.call(of(handler), "action", {}))
    await begun.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert ended == [True]


async def test_python_that_is_trusted_runs_here_too(hosts, app_of, processes, monkeypatch):
    monkeypatch.setattr(
        sys, "dont_write_bytecode", False
    )  # what was saved twice in a second counts
    before = list(sys.path)
    app = app_of(
        """
            import inner
            async def handler(p):
                return [inner.x, __name__]
        """,
        in_loop=True,
    )
    (app.folder / "inner.py").write_text("x = 1\n")
    assert await hosts.call(app, "action", {}) == [1, "function_orders_action"]
    assert processes() == []
    (app.folder / "inner.py").write_text("x = 2\n")
    assert await hosts.call(app, "action", {}) == [1, "function_orders_action"]
    await hosts.let_go("orders")
    assert sys.path == before
    assert await hosts.call(app, "action", {}) == [2, "function_orders_action"]
    await hosts.let_go("orders")
    assert not {"inner", "function_orders_action"} & set(sys.modules)
    assert not (app.folder / "__pycache__").exists()


async def test_what_lies_beside_a_trusted_app_hides_nothing_of_ours(hosts, app_of):
    app = app_of(
        """
        import json
        async def handler(p):
            return json.dumps(p)
    """,
        in_loop=True,
    )
    (app.folder / "traceback.py").write_text("raise ValueError('mine')\n")
    assert await hosts.call(app, "action", {}) == "{}"
    assert sys.modules["traceback"] is traceback
    await hosts.let_go("orders")


async def test_in_loop_changes_nothing_for_node(hosts, app_of):
    app = app_of("exports.handler = () => process.pid\n", "node", in_loop=True)
    assert await hosts.call(app, "action", {}) == hosts.processes["orders"].pid


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        ("async def handler(", HandlerError, "loading it failed with SyntaxError:"),
        ("1 / 0", HandlerError, "failed with ZeroDivisionError: division by zero (index.py:1)."),
        ("x = 1", FunctionAppError, "index.py has no handler;"),
    ],
)
async def test_a_file_that_cannot_be_loaded_here(hosts, app_of, code, kind, sentence):
    with pytest.raises(kind) as caught:
        await hosts.call(app_of(code, in_loop=True), "action", {})
    assert sentence in str(caught.value)
    assert "function_orders_action" not in sys.modules
    await hosts.let_go("orders")


async def test_fifty_at_once(hosts):
    async def handler(parameters):
        await asyncio.sleep(0.01)
        return parameters["n"]

    app = of(handler)
    calls = (hosts.call(app, "action", {"n": n}) for n in range(50))
    assert await asyncio.gather(*calls) == list(range(50))
