import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part, parts, texts

FIELD = "PreEngagementCanvas.Field."
SUBMIT = "PreEngagementCanvas.SubmitButton"
EVERYTHING = {
    "description": "Who are <you>?",
    "message": "Tell us.",
    "submitLabel": "Go & chat",
    "footerLabel": 'By chatting you accept the <a href="https://example.com">terms</a>.<br>Really.',
    "fields": [
        {
            "type": "InputItem",
            "label": "Name",
            "attributes": {"name": "friendlyName", "value": "Ada", "required": True},
        },
        {"type": "InputItem", "label": "Mail", "attributes": {"name": "mail", "type": "email"}},
        {
            "type": "InputItem",
            "label": "I agree",
            "attributes": {"name": "agree", "type": "checkbox", "required": True},
        },
        {
            "type": "SelectItem",
            "label": "About",
            "attributes": {"name": "about"},
            "options": [
                {"value": "a", "label": "Orders"},
                {"value": "b", "label": "Returns", "selected": True},
            ],
        },
        {"type": "TextareaItem", "label": "More", "attributes": {"name": "more", "rows": 2}},
        {"type": "RadioItem", "label": "Yes", "attributes": {"name": "old", "value": "yes"}},
        {"type": "RadioItem", "label": "No", "attributes": {"name": "old", "value": "no"}},
        {"type": "StarsItem", "attributes": {"name": "stars", "value": "3"}},
    ],
}


@pytest.fixture
async def form(chat, qtbot):
    """The default form: friendlyName required, email, query."""
    click(qtbot, chat.root, "EntryPoint")
    assert not part(chat.root, SUBMIT).isEnabled()
    return chat


@pytest.fixture
async def whole(make_chat, qtbot):
    """A form with a field of each type."""
    chat = await make_chat(pre_engagement_config=EVERYTHING)
    click(qtbot, chat.root, "EntryPoint")
    return chat


def field(chat, name):
    return part(chat.root, FIELD + name)


def error(chat, name):
    found = parts(chat.root, f"{FIELD}{name}.Error")
    return found[0].text() if found else None


async def test_submit_starts_the_engagement_with_the_forms_values(form, qtbot):
    qtbot.keyClicks(field(form, "friendlyName"), "Ada")
    qtbot.keyClicks(field(form, "email"), "ada@example.com")
    qtbot.keyClicks(field(form, "query"), "Hello")
    click(qtbot, form.root, SUBMIT)
    (record,) = form.invoked("StartEngagement")
    assert record.origin == "PreEngagementCanvas"
    assert record.payload == {
        "formData": {"friendlyName": "Ada", "email": "ada@example.com", "query": "Hello"}
    }
    await until(lambda: form.session.channel_sid)


async def test_enter_in_a_line_submits(form, qtbot):
    qtbot.keyClicks(field(form, "friendlyName"), "Ada")
    qtbot.keyClick(field(form, "friendlyName"), Qt.Key.Key_Return)
    await until(lambda: form.session.channel_sid)


async def test_enter_in_lines_of_text_makes_a_new_one_and_with_control_submits(form, qtbot):
    qtbot.keyClicks(field(form, "friendlyName"), "Ada")
    qtbot.keyClick(field(form, "query"), Qt.Key.Key_Return)
    assert field(form, "query").toPlainText() == "\n"
    qtbot.keyClick(field(form, "query"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: form.session.channel_sid)


async def test_enter_with_something_missing_leads_there(form, qtbot):
    field(form, "email").setFocus()
    qtbot.keyClick(field(form, "email"), Qt.Key.Key_Return)
    assert form.invoked("StartEngagement") == []
    assert field(form, "friendlyName").hasFocus()
    assert error(form, "friendlyName") == "Field required"


async def test_nobody_is_scolded_before_leaving_the_field(form, qtbot):
    mail = field(form, "email")
    mail.setFocus()
    qtbot.keyClicks(mail, "ada@")
    assert error(form, "email") is None
    qtbot.keyClick(mail, Qt.Key.Key_Tab)
    assert error(form, "email") == "Please provide a valid email address"
    assert mail.property("invalid") == "true"
    qtbot.keyClicks(mail, "example.com")
    assert error(form, "email") is None
    assert error(form, "friendlyName") == "Field required"


async def test_submit_is_disabled_until_everything_is_valid(form, qtbot):
    submit = part(form.root, SUBMIT)
    qtbot.keyClicks(field(form, "friendlyName"), "   ")
    assert not submit.isEnabled()
    qtbot.keyClicks(field(form, "friendlyName"), "Ada")
    assert submit.isEnabled()
    qtbot.keyClicks(field(form, "email"), "x")
    assert not submit.isEnabled()


async def test_tab_goes_through_the_fields_to_submit(form, qtbot):
    qtbot.keyClicks(field(form, "friendlyName"), "Ada")
    order = []
    for _ in range(3):
        qtbot.keyClick(form.root.window().focusWidget(), Qt.Key.Key_Tab)
        order.append(form.root.window().focusWidget().objectName())
    assert order == [f"{FIELD}email", f"{FIELD}query", SUBMIT]


async def test_every_type_of_field_gives_its_value(whole, qtbot):
    qtbot.mouseClick(field(whole, "agree"), Qt.MouseButton.LeftButton)
    field(whole, "about").setCurrentIndex(0)
    qtbot.keyClicks(field(whole, "more"), "text")
    qtbot.mouseClick(field(whole, "old.yes"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(field(whole, "friendlyName"), Qt.Key.Key_Return)
    assert whole.invoked("StartEngagement")[0].payload["formData"] == {
        "friendlyName": "Ada",
        "mail": "",
        "agree": True,
        "about": "a",
        "more": "text",
        "old": "yes",
        "stars": "3",
    }
    await until(lambda: whole.session.channel_sid)


async def test_fields_begin_with_what_the_configuration_says(whole):
    assert field(whole, "friendlyName").text() == "Ada"
    assert field(whole, "about").currentText() == "Returns"
    assert [field(whole, f"old.{one}").isChecked() for one in ("yes", "no")] == [False, True]
    assert not field(whole, "agree").isChecked()


async def test_texts_are_shown_as_they_are_written_and_the_footer_without_its_tags(whole):
    seen = texts(whole.root)
    assert "Who are <you>?" in seen
    assert "Name *" in seen
    assert "By chatting you accept the terms.\nReally." in seen
    assert part(whole.root, SUBMIT).text() == "Go && chat"


async def test_the_submit_label_is_written_in_capitals(form):
    submit = part(form.root, SUBMIT)
    assert submit.text() == "Start chat"
    assert submit.font().capitalization() == QFont.Capitalization.AllUppercase


async def test_a_form_that_is_too_long_scrolls(make_chat):
    fields = [
        {"type": "TextareaItem", "label": f"Question {n}", "attributes": {"name": f"q{n}"}}
        for n in range(12)
    ]
    chat = await make_chat(pre_engagement_config={"fields": fields})
    await chat.toggle()
    canvas = part(chat.root, "PreEngagementCanvas")
    canvas.grab()
    assert canvas.verticalScrollBar().maximum() > 0
    assert canvas.horizontalScrollBar().maximum() == 0


async def test_messages_of_the_form_follow_the_strings(form, qtbot):
    field(form, "friendlyName").setFocus()
    qtbot.keyClick(field(form, "friendlyName"), Qt.Key.Key_Tab)
    form.side.strings["FieldValidationRequiredField"] = "Bitte ausfüllen"
    assert error(form, "friendlyName") == "Bitte ausfüllen"


async def test_a_start_that_is_refused_by_a_plugin_keeps_the_form(form, qtbot):
    form.side.actions.add_listener("beforeStartEngagement", lambda _payload, cancel: cancel())
    qtbot.keyClicks(field(form, "friendlyName"), "Ada")
    click(qtbot, form.root, SUBMIT)
    assert field(form, "friendlyName").text() == "Ada"
    assert not is_seen(form.root, "NotificationBar.Item")


async def test_enter_presses_the_submit_button_that_has_the_focus(form, qtbot):
    qtbot.keyClicks(field(form, "friendlyName"), "Ada")
    submit = part(form.root, SUBMIT)
    submit.setFocus()
    qtbot.keyClick(submit, Qt.Key.Key_Return)
    assert len(form.invoked("StartEngagement")) == 1
    await until(lambda: form.session.channel_sid)


async def test_tab_leads_to_the_radio_button_that_is_chosen(whole, qtbot):
    field(whole, "more").setFocus()
    qtbot.keyClick(field(whole, "more"), Qt.Key.Key_Tab)
    assert field(whole, "old.no").hasFocus()
