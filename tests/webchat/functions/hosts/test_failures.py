"""What a handler or its file raises becomes a sentence, and a trace with the app's own lines."""

import asyncio
import textwrap

import pytest

from tests.webchat.functions.hosts.conftest import SECRET
from webchat.errors import FunctionAppError, HandlerError

IN_PYTHON = """\
from inner import broken


async def handler(parameters):
    return broken(parameters)
"""
INNER_PYTHON = """\
def broken(parameters):
    try:
        return parameters["input"]
    except KeyError as error:
        raise ValueError("no input") from error
"""
IN_NODE = """\
const { broken } = require("./inner")

exports.handler = async function (parameters) {
  return broken(parameters)
}
"""
INNER_NODE = """\
exports.broken = (parameters) => {
  throw new TypeError("no input", { cause: new Error("the cause") })
}
"""
OURS = ("python_child", "node_child", "in_loop", "asyncio", "node:", "importlib")


async def failure(hosts, app, kind=HandlerError, parameters=None):
    with pytest.raises(kind) as caught:
        await hosts.call(app, "action", parameters or {})
    return caught.value


async def test_python_tells_the_line_and_the_way_to_it(hosts, app_of):
    app = app_of(IN_PYTHON)
    (app.folder / "inner.py").write_text(INNER_PYTHON)
    error = await failure(hosts, app)
    assert str(error) == (
        "The action function of “orders” failed with ValueError: no input (inner.py:5)."
    )
    assert f'File "{app.folder}/index.py", line 5, in handler' in error.trace
    assert "KeyError: 'input'" in error.trace
    assert error.trace.rstrip().endswith("ValueError: no input")
    assert not any(word in error.trace for word in OURS)


async def test_node_tells_the_line_and_the_way_to_it(hosts, app_of):
    app = app_of(IN_NODE, "node")
    (app.folder / "inner.js").write_text(INNER_NODE)
    error = await failure(hosts, app)
    assert str(error) == (
        "The action function of “orders” failed with TypeError: no input (inner.js:2)."
    )
    assert f"{app.folder}/index.js:4:" in error.trace
    assert "Caused by: Error: the cause" in error.trace
    assert not any(word in error.trace for word in OURS)


async def test_the_same_process_goes_on_after_a_failure(hosts, app_of):
    code = {
        "python": """
            import os
            async def handler(p):
                return os.getpid() if p else 1 / 0
        """,
        "node": "exports.handler = async (p) => { if (p.a) return process.pid; null.x }\n",
    }
    for language, text in code.items():
        app = app_of(text, language, name=language)
        first = await hosts.call(app, "action", {"a": 1})
        await failure(hosts, app)
        assert await hosts.call(app, "action", {"a": 1}) == first


@pytest.mark.parametrize(
    ("language", "raised", "sentence"),
    [
        ("python", "raise SystemExit(3)", "SystemExit: 3 (index.py:3)"),
        ("python", "sys.exit()", "SystemExit (index.py:3)"),
        ("python", "raise KeyboardInterrupt", "KeyboardInterrupt (index.py:3)"),
        ("python", "raise asyncio.CancelledError", "CancelledError (index.py:3)"),
        ("python", "asyncio.current_task().cancel(); await asyncio.sleep(0)",
         "CancelledError (index.py:3)"),
        ("python", "raise TimeoutError('t')", "TimeoutError: t (index.py:3)"),
        ("python", "raise ExceptionGroup('g', [ValueError('v')])",
         "ExceptionGroup: g (1 sub-exception) (index.py:3)"),
        ("python", "raise type('Odd', (Exception,), {'__str__': lambda s: 1 / 0})",
         "Odd: (its text cannot be made: ZeroDivisionError) (index.py:3)"),
        ("python", "handler(p).send(None)", "RecursionError: maximum recursion depth exceeded"),
        ("python", "raise ValueError('No such order.')", "ValueError: No such order (index.py:3)."),
        ("node", "throw 'a text'", "'a text'"),
        ("node", "throw null", "null"),
        ("node", "throw { status: 401 }", "{ status: 401 }"),
        ("node", "undefined.x()",
         "TypeError: Cannot read properties of undefined (reading 'x') (index.js:2)"),
        ("node", "return await exports.handler(p).then(() => {}, () => { throw 1 })", "1"),
        ("node", "throw { get stack() { throw 1 }, get message() { throw 2 } }", ""),
        ("node", "throw Object.assign(new Error('x'), { stack: 5, cause: 7 })", "Error: x"),
    ],
)  # fmt: skip
async def test_anything_may_be_raised(hosts, app_of, language, raised, sentence):
    code = {
        "python": f"import asyncio, sys\nasync def handler(p):\n    {raised}\n",
        "node": f"exports.handler = async (p) => {{\n  {raised}\n}}\n",
    }
    error = await failure(hosts, app_of(code[language], language))
    assert str(error).startswith(f"The action function of “orders” failed with {sentence}")
    assert hosts.processes["orders"].calls == 0


async def test_a_long_text_and_a_deep_trace_are_shortened(hosts, app_of):
    code = """
        async def handler(p):
            raise ValueError('x' * 100_000)
    """
    error = await failure(hosts, app_of(code))
    assert len(str(error)) < 1200
    assert len(error.trace) <= 20_000


async def test_secrets_are_masked_where_they_are_raised(hosts, app_of):
    code = """
        async def handler(p):
            raise ValueError(f'401 for {p["token"]}')
    """
    error = await failure(hosts, app_of(code), parameters={"token": SECRET})
    assert "401 for ••••••" in str(error)
    assert SECRET not in str(error) + error.trace


@pytest.mark.parametrize(
    ("language", "code", "why", "trace"),
    [
        ("python", """
            x = 1
            async def handler(p)
                pass
        """,
         "SyntaxError: expected ':' (index.py:2)", "async def handler(p)"),
        ("python", "import not_there\n",
         "ModuleNotFoundError: No module named 'not_there' (index.py:1)", "import not_there"),
        ("python", "raise SystemExit(2)\n", "SystemExit: 2 (index.py:1)", "SystemExit"),
        ("python", "x = '\\x00'\ny = '\x00'\n",
         "Error: source code string cannot contain null bytes", ""),  # of either kind
        ("node", """
            const x = 1
            exports.handler = async function {
            }
        """,
         "SyntaxError: Unexpected token '{' (index.js:2)",
         "async function {"),
        ("node", "require('not-there')\n",
         "Error: Cannot find module 'not-there' (index.js:1).", "index.js:1"),
        ("node", "throw new Error('at once')\n", "Error: at once (index.js:1)", "index.js:1"),
    ],
)  # fmt: skip
async def test_a_file_that_cannot_be_loaded(  # noqa: PLR0917  all are needed
    hosts, app_of, language, code, why, trace
):
    app = app_of(code, language)
    error = await failure(hosts, app)
    whole = "“orders” cannot run its action function: loading it failed with "
    assert str(error).startswith(whole)
    assert why in str(error)
    assert trace in error.trace
    assert "_child" not in error.trace


@pytest.mark.parametrize("language", ["python", "node"])
async def test_a_file_that_could_not_be_loaded_is_tried_again(hosts, app_of, language):
    good = {
        "python": """
            async def handler(p):
                return 1
        """,
        "node": "exports.handler = async () => 1\n",
    }
    app = app_of("(", language)
    await failure(hosts, app)
    next(iter(app.sources.values())).path.write_text(textwrap.dedent(good[language]))
    assert await hosts.call(app, "action", {}) == 1


@pytest.mark.parametrize(
    ("language", "code", "why"),
    [
        ("python", """
            async def handle(p):
                pass
        """,
         "index.py has no handler; “async def handler(parameters):” was expected."),
        ("python", "handler = 'text'\n",
         "The handler in index.py should be a function, but it is a str."),
        ("node", "exports.handle = () => {}\n",
         "index.js exports no handler; “exports.handler = async function (parameters) {…}” was"),
        ("node", "exports.handler = {}\n",
         "The handler of index.js should be a function, but it is: object."),
        ("node", "exports.handler = null\n",
         "The handler of index.js should be a function, but it is: null."),
        ("node", "module.exports = null\n", "index.js exports no handler;"),
    ],
)  # fmt: skip
async def test_a_file_without_a_handler(hosts, app_of, language, code, why):
    error = await failure(hosts, app_of(code, language), FunctionAppError)
    assert str(error).startswith(f"“orders” cannot run its action function: {why}")


async def test_what_a_handler_left_running_fails_in_the_log_only(hosts, app_of, printed):
    code = """
        import asyncio, gc
        async def later():
            raise ValueError('left behind')
        async def handler(p):
            asyncio.create_task(later())
            await asyncio.sleep(0.01)
            gc.collect()
            return 1
    """
    app = app_of(code)
    assert await hosts.call(app, "action", {}) == 1
    await hosts.let_go("orders")
    assert any("left behind" in line for line in printed("stderr"))


async def test_many_failures_at_once_each_have_their_own_sentence(hosts, app_of):
    app = app_of("exports.handler = async ({ n }) => { throw new Error(`number ${n}`) }\n", "node")
    calls = (hosts.call(app, "action", {"n": n}) for n in range(20))
    errors = await asyncio.gather(*calls, return_exceptions=True)
    assert [str(error).split("Error: ")[1] for error in errors] == [
        f"number {n} (index.js:1)." for n in range(20)
    ]
