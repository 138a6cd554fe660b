import pytest
from PySide6.QtGui import QPalette

from ui.theme.palette import palette
from ui.theme.tokens import SHELL_DARK, SHELL_LIGHT


@pytest.mark.parametrize("tokens", [SHELL_LIGHT, SHELL_DARK], ids=["light", "dark"])
def test_the_palette_has_the_colours_of_its_tokens(tokens):
    colours = palette(tokens)
    assert colours.color(QPalette.ColorRole.WindowText).name() == tokens.text
    assert colours.color(QPalette.ColorRole.Window).name() == tokens.panel
    assert colours.color(QPalette.ColorRole.PlaceholderText).name() == tokens.text_faint


def test_disabled_text_is_paler():
    role, group = QPalette.ColorRole.Text, QPalette.ColorGroup.Disabled
    assert palette(SHELL_LIGHT).color(group, role).name() == SHELL_LIGHT.text_disabled
