"""What a handler returns arrives as it is, or is refused with a sentence."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from webchat.errors import FunctionAppError, HandlerError
from webchat.functions.app import FunctionApp, Source

SEED = Path(__file__).parents[3] / "data" / "functions" / "seed_example"
BOTH = pytest.mark.parametrize("language", ["python", "node"])
ECHO = {
    "python": """
        async def handler(parameters):
            return {'output': parameters}
    """,
    "node": "exports.handler = async function (parameters) { return { output: parameters } }\n",
}


@BOTH
async def test_an_answer_arrives_as_it_was_given(hosts, app_of, language):
    given = {"text": "Grüße, 世界 🙂", "number": 1.5, "big": 2**53, "list": [1, None, True, {}]}
    app = app_of(ECHO[language], language)
    assert await hosts.call(app, "action", given) == {"output": given}
    assert await hosts.call(app, "action", {}) == {"output": {}}


async def test_the_example_of_the_seed_runs_unmodified(hosts, printed):
    app = FunctionApp("seed", "Seed", "action", {"action": Source("node", SEED / "index.js")}, SEED)
    parameters = {
        "credential": {"custom": {"key": "value"}},
        "input": {"order": "1"},
        "callback": {"redirect": "http://127.0.0.1/a b", "token": "T"},
    }
    answer = await hosts.call(app, "action", parameters)
    url = "https://xxx?redirect_uri=http%3A%2F%2F127.0.0.1%2Fa%20b"
    assert answer["output"]["events"] == [
        {"type": "send_message", "options": {"text": "xxx"}},
        {"type": "open_url", "options": {"url": url}},
    ]
    await hosts.let_go("seed")
    (line,) = printed("stdout")
    assert json.loads(line.removeprefix("parameters: ")) == parameters


@pytest.mark.parametrize(
    ("language", "code"),
    [
        (
            "python",
            """
            def handler(parameters):
                return {'output': parameters['a'] + 1}
        """,
        ),
        ("node", "exports.handler = (parameters) => ({ output: parameters.a + 1 })\n"),
        ("node", "module.exports = { handler(p) { return { output: p.a + this.one } }, one: 1 }\n"),
    ],
)
async def test_a_plain_function_is_a_handler_too(hosts, app_of, language, code):
    assert await hosts.call(app_of(code, language), "action", {"a": 1}) == {"output": 2}


async def test_an_esm_module_is_read_where_its_package_says_so(hosts, app_of):
    code = """
        import { one } from './one.js'
        export async function handler() { return one }
    """
    app = app_of(code, "node")
    (app.folder / "package.json").write_text('{"type": "module"}')
    (app.folder / "one.js").write_text("export const one = 1\n")
    assert await hosts.call(app, "action", {}) == 1


async def test_packages_beside_a_node_function_are_found(hosts, app_of):
    app = app_of("exports.handler = async () => require('shape').name\n", "node")
    package = app.folder / "node_modules" / "shape"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"main": "lib/main.js"}')
    (package / "lib").mkdir()
    (package / "lib" / "main.js").write_text("exports.name = 'square'\n")
    assert await hosts.call(app, "action", {}) == "square"


async def test_modules_beside_a_python_function_come_before_installed_ones(hosts, app_of):
    code = """
        import aiohttp
        import shapes
        async def handler(p):
            return [aiohttp.name, shapes.x]
    """
    app = app_of(code)
    (app.folder / "aiohttp.py").write_text("name = 'mine'\n")
    (app.folder / "shapes.py").write_text("x = 1\n")
    assert await hosts.call(app, "action", {}) == ["mine", 1]
    assert not list(app.folder.rglob("__pycache__"))


async def test_an_app_sees_nothing_of_ours(hosts, app_of):
    code = """
        import sys
        async def handler(p):
            names = [name for name in sys.modules if name.startswith('webchat')]
            return [sys.argv[1:], names, [path for path in sys.path if 'hosts' in path]]
    """
    assert await hosts.call(app_of(code), "action", {}) == [[], [], []]


@pytest.mark.parametrize("name", ["ein Ordner", "日本 {x} %s", "quo'te\"s", "- dash"])
@BOTH
async def test_folders_may_be_called_anything(hosts, app_of, tmp_path, language, name):
    code = {
        "python": """
            import os
            async def handler(p):
                return os.path.basename(os.getcwd())
        """,
        "node": "exports.handler = async () => require('path').basename(process.cwd())\n",
    }
    app = app_of(code[language], language, name=name, folder=tmp_path / name)
    assert await hosts.call(app, "action", {}) == name


@pytest.mark.parametrize(
    ("language", "code"),
    [
        (
            "python",
            """
            async def handler(p):
                pass
        """,
        ),
        ("node", "exports.handler = async () => {}\n"),
        ("node", "exports.handler = async () => null\n"),
    ],
)
async def test_nothing_is_none(hosts, app_of, language, code):
    assert await hosts.call(app_of(code, language), "action", {}) is None


@pytest.mark.parametrize(
    ("language", "answer", "sentence"),
    [
        ("python", "{'output': {'x': [1, float('nan')]}}", "is no JSON: output.x[1] is nan."),
        ("python", "{'output': {'at': __import__('datetime').date.min}}",
         "is no JSON: output.at is a date."),
        ("python", "{'output': {(1, 2): 1}}", "is no JSON: a key in output is a tuple."),
        ("python", "{1, 2}", "is no JSON: the answer is a set."),
        ("python", "(lambda x: (x.append(x), {'a': x})[1])([])", "is no JSON: a[0] holds itself."),
        ("python", "functools.reduce(lambda x, _: [x], range(201), 1)",
         "is no JSON: it is nested deeper than 200 levels."),
        ("python", "functools.reduce(lambda x, _: {'a': x}, range(50_000), 1)",
         "is no JSON: it is nested deeper than 200 levels."),
        ("node", "Array(201).fill().reduce((x) => [x], 1)",
         "is no JSON: it is nested deeper than 200 levels."),
        ("node", "Array(50_000).fill().reduce((a) => ({ a }), 1)",
         "is no JSON: Maximum call stack size exceeded."),
        ("node", "(() => { const a = {}; a.b = a; return a })()",
         "is no JSON: Converting circular structure to JSON"),
        ("node", "({ output: 1n })", "is no JSON: Do not know how to serialize a BigInt."),
        ("python", "'x' * 9_000_000", "is too long: 9.0 MB, and 8 MB are taken."),
        ("node", "'x'.repeat(9_000_000)", "is too long: 9.0 MB, and 8 MB are taken."),
    ],
)  # fmt: skip
async def test_what_is_no_json_is_refused(hosts, app_of, language, answer, sentence):
    code = {
        "python": f"import functools\nasync def handler(p):\n    return {answer}\n",
        "node": f"exports.handler = async () => {answer}\n",
    }
    with pytest.raises(HandlerError) as caught:
        await hosts.call(app_of(code[language], language), "action", {})
    whole = f"What the action function of “orders” returned {sentence}"
    assert str(caught.value).startswith(whole[:-1])
    assert hosts.processes["orders"].calls == 0


@BOTH
async def test_two_hundred_levels_are_taken(hosts, app_of, language):
    code = {
        "python": """
            async def handler(p):
                answer = ['[{"' * 1000]
                for _ in range(199):
                    answer = [answer]
                return answer
        """,
        "node": """
            exports.handler = async () =>
              Array(199).fill().reduce((answer) => [answer], ['[{"\\\\'.repeat(1000)])
        """,
    }
    answer = await hosts.call(app_of(code[language], language), "action", {})
    for _ in range(199):
        (answer,) = answer
    assert answer[0].startswith('[{"')


async def test_nan_is_null_in_javascript(hosts, app_of):
    app = app_of("exports.handler = async () => [NaN, undefined, 1 / 0]\n", "node")
    assert await hosts.call(app, "action", {}) == [None, None, None]


@BOTH
async def test_an_answer_just_below_the_limit_is_taken(hosts, app_of, language):
    code = {
        "python": """
            async def handler(p):
                return 'ä' * 3_999_000
        """,
        "node": "exports.handler = async () => 'ä'.repeat(3_999_000)\n",
    }
    assert len(await hosts.call(app_of(code[language], language), "action", {})) == 3_999_000


@BOTH
async def test_half_a_surrogate_pair_becomes_a_question_mark(hosts, app_of, language):
    code = {
        "python": r"""
            async def handler(p):
                return ['a\ud83d', '\\ud83d', '\\\ud83d']
        """,
        "node": "exports.handler = async () => ['a\\ud83d', '\\\\ud83d', '\\\\\\ud83d']\n",
    }
    answer = await hosts.call(app_of(code[language], language), "action", {})
    assert answer == ["a?", "\\ud83d", "\\?"]


@BOTH
async def test_fifty_calls_run_at_once_and_each_gets_its_own_answer(hosts, app_of, language):
    code = {
        "python": """
            import asyncio
            waiting = set()
            async def handler(p):
                waiting.add(p['n'])
                while len(waiting) < 50:
                    await asyncio.sleep(0.001)
                return p['n']
        """,
        "node": """
            const waiting = new Set()
            exports.handler = async (p) => {
              waiting.add(p.n)
              while (waiting.size < 50) await new Promise((done) => setTimeout(done, 1))
              return p.n
            }
        """,
    }
    app = app_of(code[language], language)
    answers = await asyncio.gather(*(hosts.call(app, "action", {"n": n}) for n in range(50)))
    assert answers == list(range(50))
    assert len(hosts.processes) == 1


async def test_an_app_that_mixes_languages_has_a_process_for_each(hosts, app_of):
    python, node = (app_of(ECHO[one], one) for one in ("python", "node"))
    app = replace(python, sources={**python.sources, "webhook": node.sources["action"]})
    assert await hosts.call(app, "action", {"a": 1}) == {"output": {"a": 1}}
    assert await hosts.call(app, "webhook", {"a": 2}) == {"output": {"a": 2}}
    assert {key: one.language for key, one in hosts.processes.items()} == {
        "orders": "python",
        "orders (node)": "node",
    }


async def test_functions_of_one_app_share_its_process_but_no_names(hosts, app_of, tmp_path):
    app = app_of("""
        import os
        x = 1
        async def handler(p):
            return [os.getpid(), x]
    """)
    other = app.folder / "webhook" / "index.py"
    other.parent.mkdir()
    other.write_text(
        "import os\nfrom near import x\nasync def handler(p):\n    return [os.getpid(), x]\n"
    )
    (other.parent / "near.py").write_text("x = 2\n")
    app = FunctionApp(
        "orders", "Orders", "action",
        {**app.sources, "webhook": Source("python", other)}, app.folder,
    )  # fmt: skip
    first, second = await hosts.call(app, "action", {}), await hosts.call(app, "webhook", {})
    assert first[0] == second[0] == hosts.processes["orders"].pid
    assert (first[1], second[1]) == (1, 2)


async def test_a_function_that_is_not_there_is_named(hosts, app_of):
    with pytest.raises(FunctionAppError) as caught:
        await hosts.call(app_of(ECHO["python"]), "redirect", {})
    assert str(caught.value) == "“orders” has no redirect function; its functions: action."
    assert not hosts.processes


async def test_a_button_s_input_may_be_any_mapping(hosts, app_of):
    from types import MappingProxyType  # noqa: PLC0415  only here

    given = {"input": MappingProxyType({"a": MappingProxyType({})})}
    answer = await hosts.call(app_of(ECHO["python"]), "action", given)
    assert answer == {"output": {"input": {"a": {}}}}


async def test_parameters_that_are_no_json_harm_nobody(hosts, app_of):
    app = app_of(ECHO["python"])
    with pytest.raises(TypeError, match="object cannot be a parameter"):
        await hosts.call(app, "action", {"x": object()})
    assert await hosts.call(app, "action", {"x": 1}) == {"output": {"x": 1}}
    assert hosts.processes["orders"].calls == 0


async def test_settings_reach_the_environment_of_the_process(hosts, app_of):
    code = {
        "python": """
            import os
            async def handler(p):
                return os.environ['ORDER_API']
        """,
        "node": "exports.handler = async () => process.env.ORDER_API\n",
    }
    for language, text in code.items():
        app = app_of(text, language, name=language, env={"ORDER_API": "http://x"})
        assert await hosts.call(app, "action", {}) == "http://x"
