"""What each shipped theme gives the widget; contrast is computed."""

import json
import re
from dataclasses import asdict

import pytest

from tests.support.found import found as there
from ui.resources import asset
from ui.theme.colour import contrast
from ui.theme.overrides import made_readable
from ui.theme.tokens import SHELL_LIGHT
from ui.theme.widget_themes import (
    THEME_NAMES,
    Change,
    WidgetThemeFile,
    default_tokens,
    theme_file,
    title_of,
)
from ui.theme.widget_tokens import MARK_ON, TEXT_ON, on_shell, plain

TEXT_PAIRS = [(text, ground) for text, on in TEXT_ON.items() for ground in on]
TEXT_PAIRS += [("widget_text", "hover")]
MARK_PAIRS = [(mark, ground) for mark, on in MARK_ON.items() for ground in on]
MARK_PAIRS += [
    (icon, "hover") for icon in ("widget_text_muted", "widget_header_muted", "input_muted")
]
DOCUMENTED = {
    "MediumTheme": ("GreyLight", "#ffffff", "#eeeeee", "#666666"),
    "DarkTheme": ("GreyDark", "#000000", "#222222", "#cccccc"),
    "BlueMediumTheme": ("FlexLight", "#ffffff", "#ecedf1", "#606471"),
    "BlueDarkTheme": ("FlexDark", "#000000", "#202125", "#c6cad7"),
}
every_theme = pytest.mark.parametrize("name", THEME_NAMES)


def tokens_of(name):
    found = there(theme_file(name))
    return on_shell(found.colours(), SHELL_LIGHT, is_light=found.light)


@every_theme
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_of_the_widget_can_be_read_on_its_ground(name, text, ground):
    look = tokens_of(name)
    assert contrast(getattr(look, text), getattr(look, ground)) >= 4.5


@every_theme
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_a_mark_of_the_widget_stands_out_from_its_ground(name, mark, ground):
    look = tokens_of(name)
    assert contrast(getattr(look, mark), getattr(look, ground)) >= 3


@every_theme
def test_every_text_of_the_widget_is_measured(name):
    texts = {token for token in there(theme_file(name)).tokens if token.endswith(("text", "meta"))}
    assert texts <= set(TEXT_ON)


@every_theme
def test_a_theme_has_its_documented_palette_and_colours(name):
    found, look = there(theme_file(name)), tokens_of(name)
    palette = found.palette
    entries = palette["base1"], palette["base2"], palette["base8"]
    assert (found.palette_name, *entries) == DOCUMENTED[name]
    assert look.widget_window == palette["base1"]
    assert {look.bubble_other, look.widget_input_bar, look.tray} == {palette["base2"]}
    assert {look.bubble_own, look.send_button, look.entry_point} == {"#1976d2"}
    assert {look.bubble_own_text, look.entry_point_text} == {"#ffffff"}
    assert look.date_line == palette["base4"]
    assert look.widget_text == ("#222222" if found.light else "#ffffff")
    assert (look.notice_success, look.notice_error) == ("#d0f4d1", "#feced3")


@every_theme
def test_a_documented_colour_is_changed_only_where_it_does_not_do(name):
    found, look = there(theme_file(name)), tokens_of(name)
    changes = {token: one for token, one in found.tokens.items() if isinstance(one, Change)}
    assert changes
    for token, change in changes.items():
        least = 4.5 if token in TEXT_ON else 3
        on = TEXT_ON.get(token) or MARK_ON[token]
        worst = min(contrast(found.shared[change.documented], getattr(look, one)) for one in on)
        assert worst < least
        assert f"{worst:.2f}:1" in change.because


@every_theme
def test_a_shipped_theme_needs_no_mending(name):
    colours = there(theme_file(name)).colours()
    assert made_readable(colours) == colours


@every_theme
def test_every_colour_of_a_theme_is_six_hexadecimal_digits(name):
    colours = there(theme_file(name)).colours().values()
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)


def test_a_theme_that_is_not_shipped_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="MediumTheme, DarkTheme"):
        theme_file("PinkTheme")


def test_the_followed_themes_are_the_blue_ones():
    assert default_tokens(is_dark=False).widget_window == "#ffffff"
    assert default_tokens(is_dark=True).bubble_other == "#202125"


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """Return a function that lets every theme be read from a file with other contents."""
    path = tmp_path / "theme.json"

    with monkeypatch.context() as patch:
        patch.setattr("ui.theme.widget_themes.asset", lambda _name: path)
        theme_file.cache_clear()
        yield path.write_text
    theme_file.cache_clear()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda one: one["palette"].pop("base4"), "palette: missing base4"),
        (lambda one: one["palette"].update(base1="white-ish"), "white-ish"),
        (lambda one: one["tokens"].pop("focus"), "tokens: missing focus"),
        (lambda one: one["tokens"].update(sidebar="base1"), "tokens: unknown sidebar"),
        (lambda one: one["tokens"].update(tray="base99"), "tray comes from 'base99'"),
        (lambda one: one.pop("light"), "light"),
    ],
)
def test_a_wrong_file_is_named_and_set_aside(damaged, caplog, change, named):
    contents = json.loads(asset("themes/MediumTheme.json").read_text())
    change(contents)
    damaged(json.dumps(contents))
    assert theme_file("MediumTheme") is None
    assert "The theme MediumTheme cannot be used and is set aside" in caplog.text
    assert named in caplog.text
    assert title_of("MediumTheme") == "MediumTheme"


def test_a_file_that_is_no_json_is_set_aside(damaged, caplog):
    damaged("{")
    assert theme_file("DarkTheme") is None
    assert "DarkTheme" in caplog.text


def test_without_any_theme_the_widget_wears_the_windows_colours():
    look = plain(SHELL_LIGHT)
    assert (look.widget_window, look.bubble_own) == (SHELL_LIGHT.panel, SHELL_LIGHT.accent)
    colours = [value for value in asdict(look).values() if isinstance(value, str)]
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
    assert isinstance(theme_file("MediumTheme"), WidgetThemeFile)


@every_theme
def test_bubbles_of_others_stand_out_from_the_panel(name):
    colours = there(theme_file(name)).colours()
    assert contrast(colours["bubble_other"], colours["widget_window"]) >= 1.15
