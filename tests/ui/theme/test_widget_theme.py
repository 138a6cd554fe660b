import pytest

from tests.support.found import found
from ui.theme import WidgetTheme
from ui.theme.tokens import SHELL_DARK, SHELL_LIGHT
from ui.theme.widget_themes import theme_file
from webchat.config import ColorTheme

PINK = {"MainContainer": {"background": "#ffc0cb"}}


@pytest.fixture
def look(theme):
    """The widget's theme, in a light window."""
    return WidgetTheme.instance()


def test_there_is_one():
    assert WidgetTheme.instance() is WidgetTheme.instance()


def test_it_follows_the_window_to_the_blue_themes(look, theme):
    assert (look.choice, look.tokens.bubble_other) == ("system", "#ecedf1")
    theme.set_scheme("dark")
    assert (look.tokens.bubble_other, look.is_dark) == ("#202125", True)


def test_a_chosen_theme_stays_whatever_the_window_is(look, theme):
    look.choose("DarkTheme")
    assert (look.tokens.bubble_other, look.is_like_window) == ("#222222", False)
    theme.set_scheme("dark")
    assert (look.tokens.bubble_other, look.is_like_window) == ("#222222", True)


def test_the_ground_around_a_dark_widget_is_that_of_its_light_window(look):
    look.choose("BlueDarkTheme")
    assert look.tokens.stage == SHELL_LIGHT.stage
    assert look.tokens.text == SHELL_DARK.text


def test_a_preview_goes_back_to_what_was_chosen(look):
    look.choose("MediumTheme")
    look.preview("BlueDarkTheme")
    assert (look.tokens.widget_window, look.chosen) == ("#000000", "MediumTheme")
    look.preview(None)
    assert (look.choice, look.tokens.bubble_other) == ("MediumTheme", "#eeeeee")


def test_each_look_is_told_once(look, theme):
    told = []
    look.changed.connect(lambda: told.append(look.tokens.widget_window))
    look.choose("DarkTheme")
    look.choose("DarkTheme")
    look.preview("DarkTheme")
    assert told == ["#000000"]


def test_rules_are_made_anew_for_each_look(look, qapp):
    look.extend(_rules)
    look.extend(_rules)
    look.choose("MediumTheme")
    assert qapp.styleSheet().count("QDial { color: #eeeeee }") == 1


def test_an_unknown_choice_is_refused_with_the_known_ones(look):
    with pytest.raises(ValueError, match="system, MediumTheme"):
        look.choose("PinkTheme")
    with pytest.raises(ValueError, match="system, MediumTheme"):
        look.preview("PinkTheme")


def test_a_configuration_holds_until_somebody_chooses(look):
    assert look.configure(ColorTheme(base_name="DarkTheme", overrides=PINK)) == ()
    assert (look.choice, look.tokens.widget_window) == ("configuration", "#ffc0cb")
    look.choose("BlueMediumTheme")
    assert look.tokens.widget_window == "#ffffff"
    look.choose("configuration")
    assert look.tokens.widget_window == "#ffc0cb"


def test_the_lightness_is_that_of_the_ground_that_is_seen(look):
    look.configure(ColorTheme(base_name="DarkTheme", overrides=PINK))
    assert not look.is_dark
    assert look.tokens.text == SHELL_LIGHT.text


def test_without_a_configuration_its_choice_follows_the_window(look):
    look.choose("configuration")
    assert look.choice == "system"


def test_overrides_alone_lie_over_the_theme_that_is_followed(look, theme):
    look.configure(ColorTheme(overrides={"EntryPoint": {"Container": {"background": "teal"}}}))
    assert (look.tokens.entry_point, look.tokens.bubble_other) == ("#008080", "#ecedf1")
    theme.set_scheme("dark")
    assert (look.tokens.entry_point, look.tokens.bubble_other) == ("#008080", "#202125")


def test_an_unknown_base_is_named_and_the_documented_one_used(look, caplog):
    (problem,) = look.configure(ColorTheme(base_name="PinkTheme"))
    assert "there is no theme 'PinkTheme', so MediumTheme is used" in problem
    assert problem in caplog.text
    assert look.tokens.bubble_other == "#eeeeee"


def test_the_light_flag_turns_the_text(look):
    look.configure(
        ColorTheme(base_name="BlueMediumTheme", light=False, colors={"base1": "#333333"})
    )
    assert look.tokens.widget_text == "#ffffff"


def test_a_replaced_colour_is_what_the_person_wants_also_where_the_shipped_one_was_mended(look):
    look.configure(ColorTheme(base_name="BlueMediumTheme", colors={"errorColor": "#880000"}))
    assert look.tokens.error == "#880000"


def test_every_problem_of_a_configuration_is_said(look):
    problems = look.configure(
        ColorTheme(base_name="X", colors={"base1": "?"}, overrides={"Y": {"color": "red"}})
    )
    assert [one.split(":")[0] for one in problems] == [
        "colorTheme",
        "colorTheme.overrides",
        "colorTheme.colors",
    ]


def test_icons_have_the_widgets_colours(look):
    look.choose("DarkTheme")
    image = look.icon("square", 16).pixmap(16, 16).toImage()
    names = {image.pixelColor(x, y).name() for x in range(16) for y in range(16)}
    assert found(theme_file("DarkTheme")).shared["lightTextColor"] in names


def _rules(tokens):
    return f"QDial {{ color: {tokens.bubble_other} }}"
