import pytest

from tests.support.found import found
from ui.theme.colour import contrast
from ui.theme.overrides import BRANCHES, Overrides, made_readable, read_palette
from ui.theme.widget_themes import theme_file
from ui.theme.widget_tokens import COLOURS, TEXT_ON

PLAIN = found(theme_file("BlueMediumTheme")).colours()


def tree(branch, key, value):
    result = {key: value}
    for name in reversed(branch.split(".")):
        result = {name: result}
    return result


def laid(given):
    overrides = Overrides(given)
    assert overrides.problems == []
    return made_readable(overrides.over(PLAIN), overrides.given)


@pytest.mark.parametrize(
    ("branch", "key", "token"),
    [(branch, key, token) for branch, keys in BRANCHES.items() for key, token in keys.items()],
)
def test_every_documented_branch_reaches_its_token(branch, key, token):
    assert token in COLOURS
    assert laid(tree(branch, key, "#123456"))[token] == "#123456"


@pytest.mark.parametrize("ground", ["#ffff00", "#001122", "#777777", "#ff69b4", "rgb(0 0 0 / 80%)"])
@pytest.mark.parametrize(
    ("branch", "keys"), [(one, keys) for one, keys in BRANCHES.items() if "background" in keys]
)
def test_text_on_a_ground_of_ones_own_can_be_read(branch, keys, ground):
    colours = laid(tree(branch, "background", ground))
    assert contrast(colours["widget_text"], colours["hover"]) >= 4.5
    for text, on in TEXT_ON.items():
        if keys["background"] in on:
            assert contrast(colours[text], colours[keys["background"]]) >= 4.5


def test_a_text_colour_that_is_given_stays():
    colours = laid({"EntryPoint": {"Container": {"background": "#ffff00", "color": "#eeee00"}}})
    assert colours["entry_point_text"] == "#eeee00"


def test_what_has_the_panels_ground_follows_it_unless_it_has_its_own():
    colours = laid(
        {
            "MainContainer": {"background": "#102030"},
            "MainHeader": {"Container": {"background": "#ff0000"}},
        }
    )
    assert colours["form"] == colours["pending"] == colours["cancel_button"] == "#102030"
    assert colours["widget_header"] == "#ff0000"
    assert colours["bubble_other"] == PLAIN["bubble_other"]


def test_the_text_area_has_the_ground_of_its_container():
    colours = laid({"Chat": {"MessageInput": {"Container": {"background": "#102030"}}}})
    assert colours["input_area"] == colours["widget_input_bar"] == "#102030"
    assert contrast(colours["input_text"], "#102030") >= 4.5


def test_a_translucent_colour_is_seen_over_what_is_below():
    colours = laid({"MainHeader": {"Container": {"background": "rgba(0, 0, 0, 0.2)"}}})
    assert colours["widget_header"] == "#cccccc"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"Sidebar": {"background": "#fff"}}, "Sidebar is not known"),
        ({"Chat": {"Sidebar": {"background": "#fff"}}}, "Chat.Sidebar is not known"),
        ({"Modal": {"padding": "4px"}}, "Modal.padding is not known"),
        ({"Modal": {"color": {"a": 1}}}, "Modal.color must be a colour"),
        ({"Modal": "#fff"}, "Modal is not known"),
        ({"Chat": 3}, "Chat is not known"),
        ({"Modal": {"color": "reddish"}}, "Modal.color must be a colour, such as #1976d2"),
        ({"Modal": {"color": 5}}, "but '5' came"),
        ({"EntryPoint": {"Container": {"background": "url(x)"}}}, "but 'url(x)' came"),
    ],
)
def test_what_cannot_be_used_is_named_once_and_changes_nothing(given, named):
    overrides = Overrides(given)
    (problem,) = overrides.problems
    assert named in problem
    assert overrides.over(PLAIN) == PLAIN


def test_a_wrong_branch_takes_no_other_one_along():
    overrides = Overrides({"Nonsense": {"a": {"b": 1}}, "Modal": {"color": "red"}})
    assert len(overrides.problems) == 1
    assert overrides.given == {"modal_text": "red"}


def test_entries_of_the_palette_are_replaced_and_odd_ones_named():
    known = {"base1": "#ffffff", "defaultButtonColor": "#1976d2"}
    replaced, problems = read_palette({"base1": "#fee", "base12": "#000", "base2": 1}, known)
    assert replaced == {"base1": "#ffeeee"}
    assert ["base12 is not an entry" in problems[0], "base2 is not an entry" in problems[1]] == [
        True,
        True,
    ]
    assert "must be a colour" in read_palette({"base1": "none"}, known)[1][0]


def test_a_dark_palette_under_a_light_theme_is_still_readable():
    dark = {"base1": "#101010", "base2": "#202020", "base3": "#303030"}
    colours = made_readable(found(theme_file("BlueMediumTheme")).colours(dark))
    for text, on in TEXT_ON.items():
        for ground in on:
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
