"""Whatever tells of a failure, it is shown at the plugin whose code it was."""

import sys

from tests.support.plugins import fail_in_slot, toggle
from tests.support.waiting import until


async def test_all_three_end_up_at_the_plugin(host, files, sim, caplog):
    host.watchdog.threshold = 0.1
    text = (
        "import time\n"
        "def init(app):\n"
        "    app.webchat.actions.on('beforeToggleChatVisibility', lambda payload: 1 / 0)\n"
        "    app.webchat.actions.on('afterToggleChatVisibility', lambda p: time.sleep(0.3))\n"
        "def slot():\n"
        "    [][1]\n"
    )
    plugin = await host.load(files.write("one.py", text))
    lines = []
    host.subscribe(lambda: lines.append(plugin.error.line))
    await toggle(sim)
    await until(lambda: len(lines) == 2)
    module = next(sys.modules[name] for name in sys.modules if "webchat_plugin_one_" in name)
    fail_in_slot(module.slot)
    assert lines == [3, 4, 6]


async def test_the_hook_is_there_only_while_there_are_plugins(host, files):
    before = sys.excepthook
    await host.load(files.listening("one.py"))
    assert sys.excepthook != before
    assert host.watchdog.is_running
    await host.unload("one")
    assert sys.excepthook == before
    assert not host.watchdog.is_running
