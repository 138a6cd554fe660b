"""Contrast is computed, not guessed: 4.5 to 1 for text, 3 to 1 for marks."""

import dataclasses
import re

import pytest

from ui.theme.colour import contrast
from ui.theme.tokens import SHELL_DARK, SHELL_LIGHT

OUTCOMES = ("completed", "cancelled", "replaced", "failed", "refused", "running")
TEXT_PAIRS = [
    *((text, "selection") for text in ("text", "text_muted", "link", *OUTCOMES)),
    *((text, "hover") for text in ("text", "text_muted")),
    *((text, "panel_alt") for text in ("text", "text_muted", "text_faint", "link")),
    *((text, "panel") for text in ("text", "text_muted", "text_faint", "link", *OUTCOMES)),
    *((text, "window") for text in ("text", "text_muted", "failed")),
    *((text, "input") for text in ("text", "text_faint")),
    ("accent_text", "accent"),
    ("accent_text", "link"),
    ("text_muted", "stage"),
    ("text_muted", "page"),
]
MARK_PAIRS = [
    *(("focus", ground) for ground in ("panel", "input", "hover", "selection")),
    *((mark, "panel") for mark in ("accent", *OUTCOMES)),
    ("focus_on_accent", "accent"),
]
LOOKS = [pytest.param(SHELL_LIGHT, id="light"), pytest.param(SHELL_DARK, id="dark")]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(look, text, ground):
    assert contrast(getattr(look, text), getattr(look, ground)) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_a_mark_stands_out_from_its_ground(look, mark, ground):
    assert contrast(getattr(look, mark), getattr(look, ground)) >= 3


@pytest.mark.parametrize("look", LOOKS)
def test_every_colour_is_six_hexadecimal_digits(look):
    colours = [value for value in dataclasses.astuple(look) if isinstance(value, str)]
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
