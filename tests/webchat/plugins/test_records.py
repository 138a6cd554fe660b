"""A plugin and its fault read as one line."""

from pathlib import Path

from webchat.plugins.records import Plugin, PluginFault


def test_a_fault_names_file_and_line():
    assert str(PluginFault("Oh no.", Path("/a/one.py"), 3)) == "one.py:3: Oh no."
    assert str(PluginFault("Oh no.", Path("/a/one.py"))) == "one.py: Oh no."


def test_a_plugin_shows_state_and_error():
    plugin = Plugin("one", Path("/a/one.py"), lambda: (("listener", "beforeX"),))
    assert repr(plugin) == "<Plugin one: loading>"
    assert plugin.registrations == (("listener", "beforeX"),)
    plugin.error = PluginFault("Oh no.", plugin.path, 3)
    assert repr(plugin) == "<Plugin one: loading, one.py:3: Oh no.>"
