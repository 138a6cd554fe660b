import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication

import ui.chat
from tests.ui.support.gestures import part
from ui.chat.style import dress, sheet
from ui.theme import DARK, LIGHT, Theme, WidgetTheme
from ui.theme.tokens import SHELL_DARK

RULE = "#MainHeader\\.CloseButton { background: #ff0000; }"


def colour_of(chat, name, at=(4, 14)):
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    return part(chat.root, name).grab().toImage().pixelColor(QPoint(*at)).name()


@pytest.fixture
def whole_sheet(qapp):
    """The application's style sheet, as it was when the test is over."""
    before = qapp.styleSheet()
    yield before
    qapp.setStyleSheet(before)


async def test_a_rule_for_a_component_by_its_name_wins_from_the_applications_sheet(
    chat, qapp, whole_sheet
):
    await chat.toggle()
    assert colour_of(chat, "MainHeader.CloseButton") != "#ff0000"
    qapp.setStyleSheet(f"{whole_sheet}\n{RULE}")
    assert colour_of(chat, "MainHeader.CloseButton") == "#ff0000"


async def test_a_rule_for_a_component_by_its_name_wins_from_around_the_widget(chat):
    await chat.toggle()
    chat.root.setStyleSheet(RULE)
    assert colour_of(chat, "MainHeader.CloseButton") == "#ff0000"


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_colours_come_from_the_tokens(tokens):
    assert tokens.button in sheet(tokens)
    assert tokens.notice_error in sheet(tokens)
    assert "{" not in sheet(tokens).replace("{ ", "").replace("{\n", "")


def test_no_part_of_the_widget_asks_for_the_look_of_the_window():
    folder = Path(ui.chat.__file__).parent
    allowed = {"style.py", "root_container.py"}  # what stands on the window, and its shadow
    asking = re.compile(r"(?<!Widget)Theme\.instance\(\)")
    texts = {path.name: path.read_text() for path in folder.rglob("*.py")}
    assert {name for name, text in texts.items() if asking.search(text)} <= allowed


async def test_a_dark_widget_in_a_light_window_brings_its_own_scroll_bars_and_menus(chat, qapp):
    before = qapp.styleSheet()
    assert "RootContainer QScrollBar" not in before
    WidgetTheme.instance().choose("BlueDarkTheme")
    assert f"RootContainer QScrollBar::handle {{ background: {SHELL_DARK.input_border};" in (
        " ".join(qapp.styleSheet().split())
    )
    WidgetTheme.instance().choose(None)
    assert qapp.styleSheet() == before


async def test_in_a_program_without_the_theme_the_widget_brings_its_look_along(chat, monkeypatch):
    assert chat.root.styleSheet() == ""
    monkeypatch.setattr(Theme, "is_applied", False)
    dress(chat.root)
    assert LIGHT.button in chat.root.styleSheet()
