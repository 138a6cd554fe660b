import re
from pathlib import Path

import pytest

from ui.theme.qss import stylesheet
from ui.theme.tokens import SHELL_DARK, SHELL_LIGHT

LOOKS = [pytest.param(SHELL_LIGHT, False, id="light"), pytest.param(SHELL_DARK, True, id="dark")]


@pytest.mark.parametrize(("tokens", "is_dark"), LOOKS)
def test_every_picture_of_the_sheet_is_there_and_quoted(tokens, is_dark):
    sheet = stylesheet(tokens, is_dark=is_dark)
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert len(pictures) == sheet.count("url(") > 0
    assert all(Path(picture).is_file() for picture in pictures)


@pytest.mark.parametrize(("tokens", "is_dark"), LOOKS)
def test_the_braces_of_the_sheet_match(tokens, is_dark):
    sheet = stylesheet(tokens, is_dark=is_dark)
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("control", ["QPushButton", "QLineEdit", "QTabBar::tab", "QCheckBox"])
def test_what_takes_the_focus_shows_it(control):
    sheet = stylesheet(SHELL_LIGHT, is_dark=False)
    rules = re.findall(r"([^{}]+)\{([^}]*)\}", sheet)
    focused = [body for names, body in rules if control in names and ":focus" in names]
    assert any(SHELL_LIGHT.focus in body for body in focused)
