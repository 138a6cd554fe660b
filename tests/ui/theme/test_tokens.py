"""Contrast is computed, not guessed: 4.5 to 1 for text, 3 to 1 for marks."""

import dataclasses
import re

import pytest

from ui.theme.tokens import DARK, LIGHT

OUTCOMES = ("completed", "cancelled", "replaced", "failed", "refused", "running")
NOTICES = ("notice_information", "notice_success", "notice_warning", "notice_error")
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
    ("bubble_own_text", "bubble_own"),
    ("bubble_own_meta", "bubble_own"),
    ("bubble_other_text", "bubble_other"),
    ("bubble_other_meta", "bubble_other"),
    ("widget_header_text", "widget_window"),
    ("widget_text", "widget_window"),
    ("widget_text_muted", "widget_window"),
    ("widget_text", "widget_input"),
    ("widget_text_muted", "widget_input"),
    ("widget_text", "widget_input_bar"),
    ("button_text", "button"),
    ("error", "widget_window"),
    *(("notice_text", notice) for notice in NOTICES),
]
MARK_PAIRS = [
    *(("focus", ground) for ground in ("panel", "input", "hover", "widget_window", "selection")),
    *((mark, "panel") for mark in ("accent", *OUTCOMES)),
    ("button", "widget_window"),
    ("focus_on_accent", "accent"),
]
LOOKS = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


def luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_the_one_of_wcag():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


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


def test_the_documented_colours_of_the_widget_stand():
    assert {LIGHT.bubble_own, DARK.bubble_own, LIGHT.button, LIGHT.accent} == {"#1976d2"}
    assert LIGHT.notice_error == "#feced3"
