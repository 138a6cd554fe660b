"""View > Theme, Message style, Markdown and Appearance, by the gestures of a person."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.support.waiting import until
from tests.ui.support.gestures import part
from ui.chat.props import Props
from ui.shell.settings import Settings
from ui.theme import Theme, WidgetTheme
from webchat.config import ColorTheme

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
TEAL = ColorTheme(overrides={"MainContainer": {"background": "#d0f0f0"}})


def ground(shell):
    """Return the colour of the open panel."""
    image = part(shell.window, "MainContainer").grab().toImage()
    return image.pixelColor(6, image.height() - 60).name()


def checked(shell, prefix):
    return [
        one.objectName().rpartition(".")[2]
        for one in shell.window.findChildren(object)
        if one.objectName().startswith(f"View.{prefix}.") and one.isChecked()
    ]


async def popped_up(shell, qtbot):
    """Open the menu of themes, with nothing chosen yet."""
    menu = shell.part("Menu.Theme")
    menu.popup(shell.window.mapToGlobal(QPoint(20, 20)))
    await until(menu.isVisible)
    return menu


async def test_there_are_the_four_themes_and_what_the_window_is(shell, qtbot):
    menu = await popped_up(shell, qtbot)
    texts = [one.text() for one in menu.actions()]
    menu.close()
    assert texts[0] == "&Follow the system"
    assert [text.split("\t")[1] for text in texts[1:]] == [
        "MediumTheme",
        "DarkTheme",
        "BlueMediumTheme",
        "BlueDarkTheme",
    ]
    assert checked(shell, "Theme") == ["system"]


async def test_a_theme_that_is_pointed_at_is_worn_and_given_back(shell, qtbot):
    await shell.actions.invoke_action("ToggleChatVisibility")
    assert ground(shell) == "#ffffff"
    menu = await popped_up(shell, qtbot)
    for _ in range(3):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    await until(lambda: ground(shell) == "#000000")
    assert checked(shell, "Theme") == ["system"]
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    await until(lambda: ground(shell) == "#ffffff")


async def test_the_mouse_previews_as_well(shell, qtbot):
    await shell.actions.invoke_action("ToggleChatVisibility")
    menu = await popped_up(shell, qtbot)
    place = menu.actionGeometry(shell.part("View.Theme.BlueDarkTheme")).center()
    qtbot.mouseMove(menu, place - QPoint(3, 0))
    qtbot.mouseMove(menu, place)
    await until(lambda: ground(shell) == "#000000")
    menu.close()
    await until(lambda: ground(shell) == "#ffffff")


async def test_a_theme_that_is_chosen_stays_and_no_other_is_worn_between(shell, qtbot):
    await shell.actions.invoke_action("ToggleChatVisibility")
    menu, worn = await popped_up(shell, qtbot), []
    for _ in range(3):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    await until(lambda: WidgetTheme.instance().choice == "DarkTheme")
    WidgetTheme.instance().changed.connect(lambda: worn.append(WidgetTheme.instance().choice))
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    await until(lambda: checked(shell, "Theme") == ["DarkTheme"])
    assert (ground(shell), worn) == ("#000000", [])


async def test_what_was_chosen_comes_back_at_the_next_start(make_shell, tmp_path):
    first = await make_shell(settings=Settings.in_folder(tmp_path))
    first.part("View.Theme.DarkTheme").trigger()
    first.part("View.MessageStyle.Wide").trigger()
    first.part("View.Markdown").trigger()
    WidgetTheme.instance().choose(None)

    second = await make_shell(settings=Settings.in_folder(tmp_path))
    assert checked(second, "Theme") == ["DarkTheme"]
    assert checked(second, "MessageStyle") == ["Wide"]
    assert second.part("View.Markdown").isChecked()
    assert WidgetTheme.instance().chosen == "DarkTheme"
    assert (Props.of(second.side).message_style, Props.of(second.side).markdown) == ("Wide", True)


async def test_settings_of_an_older_version_keep_their_look(make_shell, tmp_path):
    (tmp_path / "window.json").write_text(json.dumps({"scheme": "dark"}))
    shell = await make_shell(settings=Settings.in_folder(tmp_path))
    assert checked(shell, "Appearance") == ["dark"]
    assert WidgetTheme.instance().tokens.bubble_other == "#202125"


async def test_a_theme_that_this_version_does_not_have_is_forgotten(make_shell, tmp_path):
    values = {"widget_theme": "PinkTheme", "message_style": "Oval", "device": "phone"}
    (tmp_path / "window.json").write_text(json.dumps(values))
    shell = await make_shell(settings=Settings.in_folder(tmp_path))
    assert (checked(shell, "Theme"), checked(shell, "MessageStyle")) == (["system"], ["configured"])
    assert checked(shell, "Device") == ["phone"]


async def test_a_configuration_has_an_entry_of_its_own_and_holds_at_first(make_shell):
    shell = await make_shell(color_theme=TEAL)
    await shell.actions.invoke_action("ToggleChatVisibility")
    assert (checked(shell, "Theme"), ground(shell)) == (["configuration"], "#d0f0f0")
    shell.part("View.Theme.BlueMediumTheme").trigger()
    assert ground(shell) == "#ffffff"
    shell.part("View.Theme.configuration").trigger()
    assert ground(shell) == "#d0f0f0"


async def test_the_widget_follows_the_appearance_of_the_window_until_a_theme_is_chosen(shell):
    await shell.actions.invoke_action("ToggleChatVisibility")
    shell.part("View.Appearance.dark").trigger()
    assert (Theme.instance().is_dark, ground(shell)) == (True, "#000000")
    shell.part("View.Theme.MediumTheme").trigger()
    assert (Theme.instance().is_dark, ground(shell)) == (True, "#ffffff")
    shell.part("View.Theme.system").trigger()
    assert ground(shell) == "#000000"


@pytest.mark.parametrize("style", ["Rounded", "Squared", "Minimal", "Wide"])
async def test_a_style_of_messages_is_chosen(shell, style):
    shell.part(f"View.MessageStyle.{style}").trigger()
    assert Props.of(shell.side).message_style == style
    assert checked(shell, "MessageStyle") == [style]


async def test_the_configured_style_and_markdown_hold_until_somebody_chooses(make_shell):
    shell = await make_shell(
        component_props={"MessagingCanvas": {"messageStyle": "Minimal"}},
        markdown_support={"enabled": True},
    )
    assert (Props.of(shell.side).message_style, shell.part("View.Markdown").isChecked()) == (
        "Minimal",
        True,
    )
    shell.part("View.MessageStyle.Wide").trigger()
    shell.part("View.MessageStyle.configured").trigger()
    assert Props.of(shell.side).message_style == "Minimal"
    shell.part("View.Markdown").trigger()
    assert not Props.of(shell.side).markdown
