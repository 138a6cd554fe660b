import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.theme import Theme
from ui.theme.tokens import SHELL_DARK, SHELL_LIGHT


def test_there_is_one_theme():
    assert Theme.instance() is Theme.instance()


def test_a_chosen_scheme_gives_its_tokens_and_tells_once(theme, qtbot):
    changes = []
    theme.changed.connect(lambda: changes.append(theme.tokens))
    theme.set_scheme("dark")
    theme.set_scheme("dark")
    assert changes == [SHELL_DARK]
    assert theme.is_dark


def test_an_unknown_scheme_is_refused_with_the_known_ones(theme):
    with pytest.raises(ValueError, match="system, light, dark"):
        theme.set_scheme("purple")


def test_the_system_scheme_is_followed(theme):
    system = QGuiApplication.styleHints().colorScheme()
    theme.set_scheme("system")
    assert theme.is_dark == (system == Qt.ColorScheme.Dark)


def test_a_change_of_the_look_reaches_palette_and_style_sheet(theme, qapp):
    theme.set_scheme("dark")
    assert QApplication.palette().window().color().name() == SHELL_DARK.panel
    assert SHELL_DARK.hairline in qapp.styleSheet()
    assert SHELL_LIGHT.hairline not in qapp.styleSheet()


def test_the_application_writes_in_the_body_size(theme):
    assert QApplication.font().pixelSize() == SHELL_LIGHT.font_body


def test_rules_of_a_part_of_the_program_follow_the_look(theme, qapp):
    theme.extend(_rules)
    theme.extend(_rules)
    assert qapp.styleSheet().count(f"QDial {{ color: {SHELL_LIGHT.accent} }}") == 1
    theme.set_scheme("dark")
    assert f"QDial {{ color: {SHELL_DARK.accent} }}" in qapp.styleSheet()


def _rules(tokens):
    return f"QDial {{ color: {tokens.accent} }}"
