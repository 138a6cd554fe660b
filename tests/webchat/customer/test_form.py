import pytest

from webchat.config import DEFAULT_FORM
from webchat.customer.form import (
    INVALID_EMAIL,
    REQUIRED,
    Form,
    InputItem,
    Option,
    RadioItem,
    SelectItem,
    TextareaItem,
    UnknownItem,
    is_email,
    parse_form,
)


def form(*fields, **more) -> Form:
    parsed = parse_form({"fields": list(fields), **more})
    assert parsed is not None
    return parsed


def field(kind, name="x", /, label="", **attributes):
    options = attributes.pop("options", None)
    return {
        "type": kind,
        "label": label,
        "attributes": {"name": name, **attributes},
        "options": options,
    }


def test_the_default_form_asks_for_name_address_and_question():
    default = parse_form(DEFAULT_FORM)
    assert default is not None
    assert [one.name for one in default.fields] == ["friendlyName", "email", "query"]
    assert default.submit_label == "PreEngagementSubmitButton"
    assert default.errors(default.initial_values()) == {"friendlyName": REQUIRED}


@pytest.mark.parametrize("raw", [None, 7, "form", [], {}, {"fields": None}, {"fields": []}])
def test_what_no_form_can_be_made_of_is_no_form(raw):
    assert parse_form(raw) is None


def test_every_documented_field_is_read():
    options = [{"value": "a", "label": "A"}, {"value": "b", "selected": True}]
    fields = form(
        field("InputItem", "i", "I", type="email", value="v", placeholder="p", required=True),
        field("SelectItem", "s", "S", readOnly=True, options=options),
        field("TextareaItem", "t", "T", value=5, rows=9),
        field("RadioItem", "r", "R", value="1"),
        field("ThumbsUpOrDownItem", "u", value="up"),
    ).fields
    assert fields == (
        InputItem("i", "I", "email", "v", "p", required=True),
        SelectItem("s", "S", (Option("a", "A"), Option("b", "b")), "b", read_only=True),
        TextareaItem("t", "T", "5", rows=9),
        RadioItem("r", "R", "1"),
        UnknownItem("u", "ThumbsUpOrDownItem", "up"),
    )


def test_a_checkbox_begins_unticked_and_a_select_without_choice_empty():
    one = form(field("InputItem", "c", type="checkbox", value="on"), field("SelectItem", "s"))
    assert one.initial_values() == {"c": False, "s": ""}


def test_the_last_of_several_radio_buttons_begins_selected():
    one = form(field("RadioItem", "r", value="a"), field("RadioItem", "r", value="b"))
    assert one.initial_values() == {"r": "b"}


def test_the_data_holds_every_field_and_nothing_else():
    one = form(field("InputItem", "a", value="1"), field("Odd", "b", value="2"))
    assert one.form_data({"a": "x", "stranger": "y"}) == {"a": "x", "b": "2"}


def test_blanks_do_not_fill_in_a_required_field():
    one = form(field("InputItem", "a", required=True))
    assert one.errors({"a": "  \n"}) == {"a": REQUIRED}
    assert one.errors({"a": "Ada"}) == {}


def test_a_required_checkbox_must_be_ticked():
    one = form(field("InputItem", "a", type="checkbox", required=True))
    assert one.errors({"a": False}) == {"a": REQUIRED}
    assert one.errors({"a": True}) == {}


def test_an_address_is_only_checked_where_there_is_one():
    one = form(field("InputItem", "a", type="email"))
    assert one.errors({"a": ""}) == {}
    assert one.errors({"a": "ada"}) == {"a": INVALID_EMAIL}


def test_a_field_that_is_not_drawn_cannot_keep_the_form_from_being_sent():
    assert form(field("Odd", "a", required=True)).errors({}) == {}


@pytest.mark.parametrize(
    "good",
    ["a@b.de", "a.b+c@mail.example.co", '"odd name"@x.org', "ada@[127.0.0.1]", " ada@x.org "],
)
def test_addresses_of_every_usual_form_are_taken(good):
    assert is_email(good)


@pytest.mark.parametrize("bad", ["", "a", "a@", "@b.de", "a@b", "a@b.c", "a b@c.de", "a@b..de"])
def test_what_is_no_address_is_refused(bad):
    assert not is_email(bad)


def test_a_field_that_cannot_be_used_is_left_out_and_named():
    one = form(7, {"attributes": 1}, field("InputItem", ""), field("InputItem", "a"))
    assert [f.name for f in one.fields] == ["a"]
    assert len(one.warnings) == 3
    assert one.warnings[0] == (
        "Field 1 of the pre-engagement form was left out: it must be an object, but is 7."
    )


def test_texts_around_the_fields_have_their_defaults():
    one = form(field("InputItem"), description="D", message="M", footerLabel="<b>F</b>")
    assert (one.description, one.message, one.submit_label) == (
        "D",
        "M",
        "PreEngagementSubmitLabel",
    )
    assert one.footer_label == "<b>F</b>"
