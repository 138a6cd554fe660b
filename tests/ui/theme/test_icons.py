import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from ui.resources import asset
from ui.theme.tokens import SHELL_DARK, SHELL_LIGHT

ICONS = sorted(path.stem for path in asset("icons").glob("*.svg"))


def colours(icon, mode=QIcon.Mode.Normal):
    image = icon.pixmap(QSize(16, 16), 2.0, mode).toImage()
    pixels = (image.pixelColor(x, y) for x in range(32) for y in range(32))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_an_icon_has_the_colour_of_its_role(theme):
    assert colours(theme.icon("square", role="failed")) == {SHELL_LIGHT.failed}


def test_a_disabled_icon_is_pale(theme):
    assert colours(theme.icon("square"), QIcon.Mode.Disabled) == {SHELL_LIGHT.text_disabled}


def test_an_icon_asked_for_after_a_change_has_the_new_colour(theme):
    theme.icon("square")
    theme.set_scheme("dark")
    assert colours(theme.icon("square")) == {SHELL_DARK.text}


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_an_icon_has_one_pixel_for_each_of_the_screen(theme, ratio):
    pixmap = theme.icon("x", 20).pixmap(QSize(20, 20), ratio)
    assert pixmap.size() == QSize(20, 20) * ratio


def test_the_same_icon_is_drawn_once(theme):
    assert theme.icon("x") is theme.icon("x")


def test_an_unknown_icon_is_named(theme):
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        theme.icon("no-such-icon")


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_takes_its_only_colour_from_the_theme(name):
    root = ET.parse(asset(f"icons/{name}.svg")).getroot()  # noqa: S314  a file of ours
    assert root.get("stroke") == "currentColor"
    assert root.get("fill") == "none"


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_marks_of_the_style_sheet_have_the_colours_of_its_tokens(look):
    tokens = {"light": SHELL_LIGHT, "dark": SHELL_DARK}[look]
    folder = asset(f"icons/marks/{look}")
    assert tokens.accent_text in (folder / "check.svg").read_text()
    assert tokens.text_muted in (folder / "chevron-down.svg").read_text()


def test_the_licence_stands_beside_the_icons():
    assert "ISC" in asset("icons/LICENSE").read_text()
