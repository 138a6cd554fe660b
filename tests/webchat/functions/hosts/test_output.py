"""What handlers print stands in the log; however much that is, nobody waits for it."""

import asyncio
import resource
import time

import pytest

from tests.support.waiting import until
from tests.webchat.functions.hosts.conftest import SECRET
from webchat.errors import FunctionTimeoutError, HostError
from webchat.functions.hosts.output import LINES_PER_SECOND

BOTH = pytest.mark.parametrize("language", ["python", "node"])


@BOTH
async def test_what_is_printed_is_in_the_log_line_by_line(hosts, app_of, printed, language):
    code = {
        "python": r"""
            import sys
            print('loaded')
            async def handler(p):
                print('one', {'a': 1}, 'zwei ✓')
                print('a\n\nb')
                print('wrong', file=sys.stderr)
        """,
        "node": r"""
            console.log('loaded')
            exports.handler = async () => {
            console.log('one', { a: 1 }, 'zwei ✓')
            console.log('a\n\nb')
            console.error('wrong') }
        """,
    }
    await hosts.call(app_of(code[language], language), "action", {})
    await hosts.let_go("orders")
    one = "one {'a': 1} zwei ✓" if language == "python" else "one { a: 1 } zwei ✓"
    assert printed("stdout") == ["loaded", one, "a", "", "b"]
    assert printed("stderr") == ["wrong"]


@BOTH
async def test_lines_are_shown_while_the_handler_still_runs(hosts, app_of, printed, language):
    code = {
        "python": """
            print('loaded')
            async def handler(p):
                print('begun')
                while True:
                    pass
        """,
        "node": "exports.handler = async () => { console.log('begun'); while (true) {} }\n",
    }
    with pytest.raises(FunctionTimeoutError):
        await hosts.call(app_of(code[language], language), "action", {}, timeout=0.5)
    assert printed("stdout")[-1] == "begun"


@BOTH
async def test_the_beginning_of_a_line_is_shown_too(hosts, app_of, printed, language):
    code = {
        "python": """
            async def handler(p):
                print('Name: ', end='')
                return 1
        """,
        "node": "exports.handler = async () => { process.stdout.write('Name: '); return 1 }\n",
    }
    await hosts.call(app_of(code[language], language), "action", {})
    await until(lambda: printed("stdout") == ["Name: "])


async def test_a_line_in_two_pieces_is_one(hosts, app_of, printed):
    code = r"""
        import os, time
        async def handler(p):
            for part in (b'Gr\xc3', b'\xbc\xc3\x9fe', b'!\n'):
                os.write(1, part)
                time.sleep(0.02)
    """
    await hosts.call(app_of(code), "action", {})
    await until(lambda: printed("stdout") == ["Grüße!"])


async def test_what_is_written_to_the_descriptor_itself(hosts, app_of, printed):
    code = r"""
        import os, subprocess
        async def handler(p):
            os.write(1, b'raw \xff\x00\n')
            os.write(2, b'\x1b[31mred\x1b[0m\r\n')
            subprocess.run(['echo', 'child'])
    """
    await hosts.call(app_of(code), "action", {})
    await until(lambda: printed("stdout") == ["raw \ufffd", "child"])
    await until(lambda: printed("stderr") == ["red"])


@pytest.mark.parametrize(
    ("language", "close"),
    [
        ("python", "sys.stdout.close()"),
        ("python", "os.close(1)"),
        ("python", "sys.stdout = None"),
        ("python", "sys.stdout = open(os.devnull, 'w')"),
        ("node", "process.stdout.destroy()"),
        ("node", "require('fs').closeSync(1)"),
        ("node", "process.stdout.end()"),
    ],
)
async def test_a_handler_may_close_its_output(hosts, app_of, printed, language, close):
    code = {
        "python": f"import os, sys\nasync def handler(p):\n    {close}\n    return os.getpid()\n",
        "node": f"exports.handler = async () => {{ {close}; return process.pid }}\n",
    }
    app = app_of(code[language], language)
    assert await hosts.call(app, "action", {}) == hosts.processes["orders"].pid


async def test_nobody_can_read_from_the_terminal(hosts, app_of):
    app = app_of("""
        import sys
        async def handler(p):
            return sys.stdin.read()
    """)
    assert await hosts.call(app, "action", {}, timeout=5) == ""


async def test_secrets_are_masked_in_the_log(hosts, app_of, printed):
    app = app_of("""
        async def handler(p):
            print('token', p['token'])
    """)
    await hosts.call(app, "action", {"token": SECRET})
    await until(lambda: printed("stdout") == ["token ••••••"])


async def test_a_secret_across_the_cut_of_a_long_line_is_masked(hosts, app_of, log):
    app = app_of(
        r"""
            import sys
            async def handler(p):
                sys.stdout.write('x' * 15_995 + p['token'] + 'y' * 100_000 + '\nnext\n')
        """
    )
    await hosts.call(app, "action", {"token": SECRET})
    await hosts.let_go("orders")
    cut, following = [one.text for one in log if one.stream == "stdout"]
    assert cut == "x" * 15_995 + "•••••" + " … (cut)"
    assert following == "next"
    assert "84 kB more of a line were not kept." in [one.text for one in log]


HUNDRED_MB = {
    "lines in python": ("python", "for n in range(1_250_000):\n        print('x' * 79)"),
    "one line in python": ("python", "for n in range(1000):\n        os.write(2, b'x' * 100_000)"),
    "empty lines": ("python", "for n in range(100):\n        os.write(1, b'\\n' * 1_000_000)"),
    "lines in node": (
        "node",
        "for (let n = 0; n < 1000; n++) process.stdout.write(`${'x'.repeat(99)}\\n`.repeat(1000))",
    ),
}


@pytest.mark.parametrize(("language", "flood"), HUNDRED_MB.values(), ids=HUNDRED_MB)
async def test_a_hundred_megabytes_are_read_counted_and_forgotten(
    hosts, app_of, log, language, flood
):
    code = {
        "python": f"import os\nasync def handler(p):\n    {flood}\n    return 'done'\n",
        "node": f"exports.handler = async () => {{ {flood}\nreturn 'done' }}\n",
    }
    app = app_of(code[language], language)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    answer, held = await with_longest_hold(hosts.call(app, "action", {}))
    seconds = time.monotonic() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    await hosts.let_go("orders")
    lines = [one for one in log if one.stream in {"stdout", "stderr"}]
    assert answer == "done"
    assert held < 0.1, "the loop stood still"
    assert grown < 40
    assert len(lines) <= (seconds + 2) * LINES_PER_SECOND
    assert any("more" in one.text for one in log if one.stream == "host")


async def with_longest_hold(call):
    """Await *call*; return its result, and by how much a moment was longer than it should be."""
    running, longest = asyncio.ensure_future(call), 0.0
    while not running.done():
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - began - 0.001)
    return await running, longest


@BOTH
async def test_what_was_printed_before_a_crash_is_not_lost(hosts, app_of, printed, language):
    code = {
        "python": """
            import os
            async def handler(p):
                for n in range(900):
                    print(n, 'x' * 1000)
                os._exit(1)
        """,
        "node": """
            exports.handler = async () => {
              for (let n = 0; n < 900; n++) console.log(n, 'x'.repeat(1000))
              process.exit(1)
            }
        """,
    }
    with pytest.raises(HostError):
        await hosts.call(app_of(code[language], language), "action", {})
    assert [line.split()[0] for line in printed("stdout")] == [str(n) for n in range(900)]


async def test_what_was_left_out_is_counted(hosts, app_of, printed):
    code = """
        async def handler(p):
            for n in range(5000):
                print('line', n)
    """
    await hosts.call(app_of(code), "action", {})
    await hosts.let_go("orders")
    assert printed("stdout") == [f"line {n}" for n in range(LINES_PER_SECOND)]
    assert "4,000 more lines (40 kB) came too fast to be kept." in printed("host")


async def test_after_a_flood_lines_are_shown_again(hosts, app_of, printed):
    code = r"""
        import asyncio
        async def handler(p):
            print('x\n' * 5000, end='flood')
            await asyncio.sleep(1.3)
            print('\nafterwards')
    """
    await hosts.call(app_of(code), "action", {})
    await until(lambda: printed("stdout")[-1] == "afterwards")


async def test_last_words_are_kept_though_the_flood_is_not(hosts, app_of):
    code = r"""
        import os, sys
        async def handler(p):
            print('x\n' * 100_000, file=sys.stderr)
            print('The end', file=sys.stderr)
            os._exit(1)
    """
    with pytest.raises(HostError, match=r"The end$"):
        await hosts.call(app_of(code), "action", {})
