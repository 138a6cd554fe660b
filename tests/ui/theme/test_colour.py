import pytest

from tests.support.found import found
from ui.theme.colour import Colour, contrast, parse, shaded, text_on


@pytest.mark.parametrize(
    ("text", "solid", "alpha"),
    [
        ("#1976d2", "#1976d2", 1),
        ("#19F", "#1199ff", 1),
        ("#19f8", "#1199ff", 0x88 / 255),
        ("#1976D280", "#1976d2", 0x80 / 255),
        ("rgb(25, 118, 210)", "#1976d2", 1),
        ("rgb(25 118 210 / 50%)", "#1976d2", 0.5),
        ("rgba(0,0,0,.2)", "#000000", 0.2),
        ("RGB(100%, 0%, 0%)", "#ff0000", 1),
        (" Teal ", "#008080", 1),
        ("transparent", "#000000", 0),
    ],
)
def test_a_colour_is_read_as_style_sheets_of_the_web_write_it(text, solid, alpha):
    colour = found(parse(text))
    assert colour.solid == solid
    assert colour.alpha == pytest.approx(alpha)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#12345",
        "#gggggg",
        "1976d2",
        "rgb(1, 2)",
        "rgb(300, 0, 0)",
        "rgba(0, 0, 0, 2)",
        "rgb(1; 2; 3)",
        "url(x)",
        "red; } * { color: blue",
        "no-such-colour",
        "hsl(1, 2%, 3%)",
    ],
)
def test_what_is_no_colour_is_none(text):
    assert parse(text) is None


def test_a_translucent_colour_is_mixed_with_its_ground():
    assert Colour("#000000", 0.2).over("#ffffff") == "#cccccc"
    assert Colour("#123456", 0).over("#abcdef") == "#abcdef"


def test_contrast_is_the_one_of_wcag():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ground", ["#000000", "#ffffff", "#777777", "#ff0000", "#1976d2"])
def test_black_or_white_is_readable_on_any_ground_also_under_the_pointer(ground):
    text = text_on(ground)
    assert contrast(text, ground) >= 4.5
    assert contrast(text, shaded(ground, text, 0.24)) >= contrast(text, ground)
