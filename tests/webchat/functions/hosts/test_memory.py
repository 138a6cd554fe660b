"""A process that needs more memory than its app may use."""

import pytest

from webchat.errors import HandlerError, HostError

LIMIT = "than the 128 MB that “memory” among the app's settings allows."
EATING = {
    "bytes": ("python", "held.append(bytearray(10_000_000))"),
    "lists": ("python", "held.append([n * 1.5 for n in range(100_000)])"),
    "buffers": ("node", "held.push(Buffer.alloc(10_000_000, 1))"),
    "objects": ("node", "held.push(Array.from({ length: 1e5 }, (_, n) => ({ n })))"),
    "maps": ("node", "held.push(new Map(Array.from({ length: 1e4 }, (_, n) => [n, { n }])))"),
    "strings": ("node", "held.push(Array.from({ length: 1e4 }, () => 'x' + Math.random()))"),
}
CODE = {
    "python": """
        import os
        held = []
        async def handler(p):
            while p.get('eat'):
                {eat}
            return os.getpid()
    """,
    "node": """
        const held = []
        exports.handler = async (p) => {{
          while (p.eat) {{ {eat} }}
          return process.pid
        }}
    """,
}


@pytest.mark.parametrize(("language", "eat"), EATING.values(), ids=EATING)
async def test_the_limit_is_named_and_the_next_call_has_a_fresh_process(
    hosts, app_of, language, eat
):
    app = app_of(CODE[language].format(eat=eat), language, memory=128)
    first = await hosts.call(app, "action", {})
    with pytest.raises((HandlerError, HostError)) as caught:
        await hosts.call(app, "action", {"eat": True})
    assert "needed more memory" in str(caught.value)
    assert LIMIT in str(caught.value)
    assert await hosts.call(app, "action", {}) != first


async def test_the_line_that_used_it_up_is_told(hosts, app_of):
    app = app_of(CODE["python"].format(eat=EATING["bytes"][1]), memory=128)
    with pytest.raises(HandlerError) as caught:
        await hosts.call(app, "action", {"eat": True})
    assert str(caught.value) == (
        f"The action function of “orders” needed more memory (index.py:5) {LIMIT}"
    )
    assert 'index.py", line 5, in handler' in caught.value.trace


@pytest.mark.parametrize("language", ["python", "node"])
async def test_what_is_allowed_can_be_used(hosts, app_of, language):
    code = {
        "python": """
            async def handler(p):
                return len(bytearray(b'x' * 40_000_000) * 2)
        """,
        "node": "exports.handler = async () => Buffer.alloc(100_000_000, 1).length\n",
    }
    app = app_of(code[language], language, memory=128)
    assert await hosts.call(app, "action", {}) >= 80_000_000


async def test_node_has_room_for_what_its_libraries_need(hosts, app_of):
    """``fetch`` is WebAssembly, which reserves gigabytes that it never touches."""
    code = """
        const http = require('http')
        exports.handler = async () => {
        const server = http.createServer((_, answer) => answer.end('hello'))
        await new Promise((done) => server.listen(0, '127.0.0.1', done))
        const answer = await fetch(`http://127.0.0.1:${server.address().port}/`)
        const text = await answer.text()
        server.close()
        return text }
    """
    assert await hosts.call(app_of(code, "node", memory=64), "action", {}) == "hello"


async def test_how_much_a_process_uses_is_told(hosts, app_of):
    app = app_of("""
        held = []
        async def handler(p):
            held.append(b'x' * p['size'])
    """)
    await hosts.call(app, "action", {"size": 1})
    before = hosts.processes["orders"].memory_mb
    await hosts.call(app, "action", {"size": 50_000_000})
    assert 40 < hosts.processes["orders"].memory_mb - before < 60
