"""The feature table of the reference as a checklist: each row's behaviour, by gestures.

``row N`` is the row of section 8 in the notes on the reference widget; this module has the frame
and the engagement (1 to 46, and 102, 103), ``test_checklist_messages`` the conversation (47 to 80,
and 95 to 98, 101), ``test_checklist_files`` the files (81 to 94). Where a row names a defect, the
behaviour is what a person would expect. Rows without a test, and why:

- 15, 16, 17 are the action layer's, which ``tests/conformance`` checks scenario by scenario.
- 23: a pattern for names is an option of the reference's third version only.
- 27: Enter in the text area of the form, in ``test_pre_engagement_canvas``.
- 42, 100: a token's refresh and mail go through a server of the vendor's.
- 46, 104, 105: not offered by the reference; restarting leaves the chat (row 45), and a rating is
  a sample plugin.
- 68: notices of the desktop belong to the window: ``tests/ui/shell``.
- 69: the reference has a sound in its interface and plays none.
- 99: the transcript belongs to the window: ``tests/ui/shell/test_transcripts``.
"""

import json
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from tests.support.simulation import online
from tests.support.starts import json_answer, start_server, text_answer
from tests.support.waiting import until
from tests.ui.support.checklist import FIELD, SUBMIT, widget
from tests.ui.support.widget import SIZE
from ui.theme import WidgetTheme
from webchat.config import load_config
from webchat.customer.engagement import TOKEN_LIFETIME
from webchat.side.languages import find
from webchat.state import EngagementStage

FORM = {
    "description": "Who are you?",
    "footerLabel": 'See our <a href="https://example.com">terms</a>.',
    "fields": [
        {
            "type": "InputItem",
            "label": "Name",
            "attributes": {"name": "friendlyName", "value": "Ada", "required": True},
        },
        {"type": "InputItem", "label": "Mail", "attributes": {"name": "mail", "type": "email"}},
        {
            "type": "SelectItem",
            "label": "About",
            "attributes": {"name": "about"},
            "options": [{"value": "a", "label": "Orders"}, {"value": "b", "label": "Returns"}],
        },
        {"type": "TextareaItem", "label": "More", "attributes": {"name": "more"}},
        {"type": "RadioItem", "label": "Yes", "attributes": {"name": "old", "value": "yes"}},
    ],
}


@pytest.fixture
async def chat(qtbot):
    async with widget(qtbot) as one:
        yield one


@pytest.fixture
def look(theme):
    """The widget's theme, afterwards as it was."""
    one = WidgetTheme.instance()
    before = one.chosen
    yield one
    one.choose(before)


def place(chat, name):
    one = chat.part(name)
    return QRect(one.mapTo(chat.root, QPoint(0, 0)), one.size())


async def test_row_1_and_8_the_launcher_and_the_panel_stand_at_the_bottom_right(chat):
    assert place(chat, "EntryPoint").bottomRight() == QPoint(SIZE[0] - 25, SIZE[1] - 17)
    chat.toggle()
    assert place(chat, "MainContainer").right() == SIZE[0] - 21
    assert chat.part("EntryPoint").width() == chat.part("EntryPoint").height() == 44


async def test_row_2_the_launcher_says_its_tagline_while_the_chat_is_closed(chat):
    assert chat.part("EntryPoint.Tagline").text() == "Chat with us"
    chat.side.strings["EntryPointTagline"] = "Need help?"
    assert chat.part("EntryPoint.Tagline").text() == "Need help?"
    chat.toggle()
    assert not chat.is_seen("EntryPoint.Tagline")


async def test_row_3_without_availability_nothing_is_there(qtbot):
    async with widget(qtbot, available=False) as chat:
        assert [one for one in chat.root.findChildren(QWidget) if one.isVisible()] == []


async def test_row_5_the_launcher_invokes_the_action_both_ways(chat):
    chat.toggle()
    assert chat.session.is_entry_point_expanded
    chat.toggle()
    assert not chat.is_seen("MainContainer")
    assert [one.origin for one in chat.invoked("ToggleChatVisibility")] == ["EntryPoint"] * 2


async def test_row_6_the_header_minimises_and_never_opens(chat):
    chat.toggle()
    chat.click("MainHeader.CloseButton")
    assert not chat.session.is_entry_point_expanded
    await chat.side.actions.invoke_action("MinimizeChat")
    assert not chat.session.is_entry_point_expanded


async def test_row_7_and_11_the_panel_has_the_size_that_is_set(qtbot):
    async with widget(qtbot, component_props={"MainContainer": {"width": 300}}) as chat:
        chat.toggle()
        assert place(chat, "MainContainer").size().toTuple() == (300, 548)
        chat.root.resize(420, 500)
        assert place(chat, "MainContainer").height() <= 400


async def test_row_9_the_header_shows_the_title_that_is_set(qtbot):
    async with widget(qtbot, component_props={"MainHeader": {"titleText": "Help"}}) as chat:
        chat.toggle()
        assert chat.part("MainHeader.Title").text() == "Help"
        assert chat.is_seen("MainHeader.Logo")
    async with widget(qtbot, component_props={"MainHeader": {"showImage": False}}) as chat:
        chat.toggle()
        assert not chat.is_seen("MainHeader.Logo")
        assert chat.is_seen("MainHeader.CloseButton")


@pytest.mark.parametrize("name", ["MediumTheme", "DarkTheme", "BlueMediumTheme", "BlueDarkTheme"])
async def test_row_10_each_theme_is_seen(chat, look, name):
    look.choose(name)
    await chat.begin()
    seen = chat.root.grab().toImage().pixelColor(place(chat, "MainHeader").center())
    assert seen.name() == look.tokens.widget_header


async def test_row_12_every_string_can_be_another_one(qtbot):
    async with widget(qtbot, strings={"MainHeaderTitle": "Ask us"}) as chat:
        chat.toggle()
        assert chat.part("MainHeader.Title").text() == "Ask us"


async def test_row_13_the_widget_speaks_another_language_at_once(chat):
    chat.toggle()
    german = find("de")
    assert german is not None
    chat.side.strings.speak(german)
    assert chat.part("MainHeader.Title").text() == german.strings["MainHeaderTitle"]


async def test_row_14_parts_are_added_replaced_and_removed(chat):
    chat.toggle()
    components = chat.side.components
    components.add("MainHeader", lambda _side, parent: QLabel("more", parent), key="mine")
    components.replace("EntryPoint", lambda _side, parent: QLabel("open", parent), key="other")
    components.remove("MainHeader.Logo")
    assert {"more", "open"} <= set(chat.texts)
    assert not chat.is_seen("MainHeader.Logo")


async def test_row_18_each_stage_has_its_canvas(chat):
    chat.toggle()
    assert chat.is_seen("PreEngagementCanvas")
    chat.fill("friendlyName", "Ada")
    chat.click(SUBMIT)
    await until(lambda: chat.is_seen("MessagingCanvas"))
    assert chat.session.engagement_stage is EngagementStage.IN_ENGAGEMENT


async def test_row_19_a_chat_without_a_form_starts_on_the_first_opening(qtbot):
    async with widget(qtbot, start_engagement_on_init=True) as chat:
        assert chat.session.channel_sid is None
        chat.toggle()
        await until(lambda: chat.is_seen("MessageInput"))


async def test_row_20_21_and_25_the_form_is_built_from_its_schema(qtbot):
    async with widget(qtbot, pre_engagement_config=FORM) as chat:
        chat.toggle()
        kinds = ["friendlyName", "mail", "about", "more", "old.yes"]
        assert [chat.is_seen(FIELD + one) for one in kinds] == [True] * 5
        assert {"Who are you?", "Name *", "Mail"} <= set(chat.texts)
        assert "See our terms." in chat.texts


async def test_row_22_required_fields_and_addresses_are_checked_when_left(chat):
    chat.toggle()
    assert not chat.part(SUBMIT).isEnabled()
    chat.fill("friendlyName", "Ada")
    chat.fill("email", "nonsense")
    assert "Please provide a valid email address" not in chat.texts
    chat.qtbot.keyClick(chat.part(FIELD + "email"), Qt.Key.Key_Tab)
    assert "Please provide a valid email address" in chat.texts
    assert not chat.part(SUBMIT).isEnabled()


async def test_row_24_a_field_begins_with_its_value(qtbot):
    async with widget(qtbot, pre_engagement_config=FORM) as chat:
        chat.toggle()
        assert chat.part(FIELD + "friendlyName").text() == "Ada"


@pytest.mark.parametrize("form", [None, {}, {"fields": []}, {"fields": "none"}])
async def test_row_26_a_form_that_is_none_says_so(qtbot, form):
    async with widget(qtbot, pre_engagement_config=form) as chat:
        chat.toggle()
        assert chat.is_seen("InvalidPreEngagementCanvas")
        assert any("have not been set" in one for one in chat.texts)


async def test_row_28_and_29_the_waiting_says_what_for_and_can_be_left(qtbot):
    async with widget(qtbot, start_engagement_delay=600.0) as chat:
        chat.submit()
        assert any("Please wait" in one for one in chat.texts)
        chat.click("PendingEngagementCanvas.CancelButton")
        await until(lambda: chat.is_seen("PreEngagementCanvas"))


async def test_row_30_and_33_a_start_from_the_launcher_that_fails_can_be_tried_again(qtbot):
    async with start_server(text_answer("no", 500)) as server:
        more = {"start_engagement_on_init": True, "start_engagement_url": server.url}
        async with widget(qtbot, **more) as chat:
            chat.toggle()
            await until(lambda: chat.is_seen("ErrorPage"))
            assert "Unable to start the chat" in chat.texts
            server.answer = json_answer({"token": "t", "channelSid": "CHx"})
            chat.click("ErrorPage.Button")
            await until(lambda: chat.is_seen("MessageInput"))
            assert chat.session.is_entry_point_expanded


async def test_row_31_a_start_from_the_form_that_fails_keeps_what_was_filled_in(qtbot):
    async with (
        start_server(text_answer("no", 500)) as server,
        widget(qtbot, start_engagement_url=server.url) as chat,
    ):
        chat.submit("Ada")
        await until(lambda: chat.is_seen("NotificationBar"))
        assert chat.part(FIELD + "friendlyName").text() == "Ada"
        assert any("could not be started" in one for one in chat.texts)


async def test_row_32_the_launcher_is_harmless_while_a_start_is_under_way(qtbot):
    clock = ManualClock()
    more = {"start_engagement_on_init": True, "start_engagement_delay": 5.0, "clock": clock}
    async with widget(qtbot, **more) as chat:
        chat.toggle()
        chat.toggle()
        assert not chat.is_seen("MainContainer")
        chat.toggle()
        assert chat.is_seen("PendingEngagementCanvas")
        assert not chat.is_seen("ErrorPage")
        await clock.advance(6)
        await until(lambda: chat.is_seen("MessageInput"))


@pytest.mark.parametrize(("name", "shown"), [("Ada", "Ada"), ("", "Grace")])
async def test_row_34_the_name_is_the_forms_else_the_contexts(qtbot, name, shown):
    optional = {"fields": [{"type": "InputItem", "attributes": {"name": "friendlyName"}}]}
    settings = {"pre_engagement_config": optional, "context": {"friendlyName": "Grace"}}
    async with widget(qtbot, **settings) as chat:
        chat.submit(name)
        await until(lambda: chat.session.channel_sid)
        assert await online(chat.sim, chat.session.channel_sid) == [shown]


async def test_row_35_the_contexts_data_goes_along_and_the_form_wins(qtbot):
    async with start_server(json_answer({"token": "t", "channelSid": "CHx"})) as server:
        context = {"friendlyName": "Anonymous", "page": "/shop"}
        async with widget(qtbot, start_engagement_url=server.url, context=context) as chat:
            chat.submit("Ada")
            await until(lambda: chat.session.channel_sid)
            (asked,) = server.requests
            assert asked["formData"]["friendlyName"] == "Ada"
            assert asked["context"]["page"] == "/shop"


async def test_row_36_the_configuration_comes_from_a_file_with_the_documented_keys(qtbot, tmp_path):
    path = tmp_path / "webchat.json"
    path.write_text(json.dumps({"startEngagementOnInit": True, "context": {"friendlyName": "Eve"}}))
    config = load_config(path).config
    settings = {name: getattr(config, name) for name in ("start_engagement_on_init", "context")}
    async with widget(qtbot, **settings) as chat:
        chat.toggle()
        await until(lambda: chat.is_seen("MessageInput"))
        assert await online(chat.sim, chat.session.channel_sid) == ["Eve"]


async def chatted(qtbot, **settings):
    """Have a chat in a first run."""
    async with widget(qtbot, **settings) as chat:
        chat.submit()
        await until(lambda: chat.is_seen("MessageInput"))
        await chat.say("Hello")
        return chat


@pytest.fixture
def kept(tmp_path):
    """Settings of runs on one data folder, in which ids and time go on."""
    return {"data_dir": tmp_path, "clock": ManualClock(), "ids": CountingIds()}


async def test_row_4_37_and_39_a_chat_goes_on_at_the_next_start_and_is_open(qtbot, kept):
    await chatted(qtbot, **kept)
    async with widget(qtbot, **kept) as chat:
        await until(lambda: chat.is_seen("MessageInput"))
        assert chat.rows() == ["Hello"]


async def test_row_38_a_chat_is_not_resumed_where_nothing_is_to_be_kept(qtbot, kept):
    await chatted(qtbot, **kept, disable_local_storage=True)
    async with widget(qtbot, **kept) as chat:
        assert not chat.is_seen("MainContainer")
        chat.toggle()
        assert chat.is_seen("PreEngagementCanvas")


async def test_row_40_an_ended_chat_is_not_resumed(qtbot, kept):
    async with widget(qtbot, **kept) as chat:
        await chat.begin()
        await chat.end()
    async with widget(qtbot, **kept) as chat:
        chat.toggle()
        assert chat.is_seen("PreEngagementCanvas")


async def test_row_41_a_token_that_is_too_old_leads_to_the_form(qtbot, kept):
    await chatted(qtbot, **kept)
    await kept["clock"].advance((TOKEN_LIFETIME + timedelta(seconds=1)).total_seconds())
    async with widget(qtbot, **kept) as chat:
        chat.toggle()
        assert chat.is_seen("PreEngagementCanvas")


async def test_row_43_44_and_45_after_the_end_a_new_chat_is_another_visitors(chat):
    await chat.begin()
    first, identity = chat.session.channel_sid, chat.session.identity
    await chat.end()
    assert chat.is_seen("MessageCanvasTray")
    assert not chat.is_seen("MessageInput")
    chat.click("MessageCanvasTray.Button")
    await until(lambda: chat.is_seen("PreEngagementCanvas"))
    chat.fill("friendlyName", "Ada")
    chat.click(SUBMIT)
    await until(lambda: chat.is_seen("MessageInput"))
    assert first != chat.session.channel_sid
    assert identity != chat.session.identity


async def test_row_102_whatever_takes_the_keyboard_has_a_name(chat):
    await chat.begin()
    nameless = [
        one.objectName()
        for one in chat.root.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() and not one.accessibleName()
    ]
    assert [one for one in nameless if one != "qt_scrollarea_viewport"] == []


async def test_row_103_the_state_has_the_documented_shape(chat):
    await chat.begin()
    state = chat.state
    assert state.session.engagement_stage == "CF_IN_ENGAGEMENT"
    assert state.chat.channels[state.session.channel_sid].input_text == ""
    assert state.chat.session.connection_state == "connected"
