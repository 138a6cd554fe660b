import gc
import weakref
from typing import Any

import pytest

from ui.chat.props import Props
from webchat.config import Config
from webchat.side.notifications import Notifications
from webchat.side.strings import Strings


def read(**components):
    """Return the properties of a configuration, and the notices that it gave."""
    notices = Notifications()
    props = Props(Config(component_props=components), Strings(), notices)
    return props, [one.text for one in notices.active]


def test_without_a_configuration_the_documented_defaults_hold():
    props, notices = read()
    assert (props.height, props.width, props.bottom, props.right) == (548, 276, 74, 20)
    assert (props.message_style, props.area_style, props.char_limit) == ("Rounded", "Bubble", 32768)
    assert (props.tagline, props.title_text, props.image_url) == (None, None, "")
    assert props.show_tray_on_inactive
    assert not props.hide_footer_on_inactive
    assert not props.markdown
    assert notices == []


@pytest.mark.parametrize(
    ("component", "name", "value", "attribute", "read_as"),
    [
        ("EntryPoint", "tagline", "Ask us", "tagline", "Ask us"),
        ("EntryPoint", "tagline", False, "tagline", ""),
        ("EntryPoint", "iconClosed", "Headset", "icon_closed", "headset"),
        ("EntryPoint", "openedIconAriaProps", {"ariaLabel": "Away"}, "opened_label", "Away"),
        ("MainContainer", "height", "600px", "height", 600),
        ("MainContainer", "width", 320.0, "width", 320),
        ("MainHeader", "showImage", False, "show_image", False),
        ("MessagingCanvas", "messageStyle", "Wide", "message_style", "Wide"),
        ("MessagingCanvas", "charLimit", 500, "char_limit", 500),
        ("MessagingCanvas", "predefinedMessage", None, "predefined_message", None),
        (
            "MessagingCanvas",
            "memberDisplayOptions",
            {"theirDefaultName": "Support", "theirFriendlyNameOverride": False},
            "their_default_name",
            "Support",
        ),
        ("MessageBubble", "useFriendlyName", False, "use_friendly_name", False),
        ("WelcomeMessage", "welcomeMessageText", "Hi", "welcome_message_text", "Hi"),
        ("MessageInput", "returnKeySendsMessage", False, "return_key_sends_message", False),
        ("MessageCanvasTray", "showButton", False, "show_tray_button", False),
    ],
)
def test_a_documented_property_is_read(component, name, value, attribute, read_as):
    props, notices = read(**{component: {name: value}})
    assert getattr(props, attribute) == read_as
    assert notices == []


@pytest.mark.parametrize(
    ("component", "name", "value", "sentence"),
    [
        ("MainHeader", "titleText", 5, "MainHeader.titleText must be a text, but 5 came"),
        ("MainHeader", "showTitle", "yes", "MainHeader.showTitle must be true or false, but 'yes'"),
        ("MainContainer", "height", "80%", "MainContainer.height must be pixels"),
        ("MainContainer", "width", True, "MainContainer.width must be pixels"),
        ("MainContainer", "width", float("nan"), "MainContainer.width must be pixels"),
        ("MessagingCanvas", "charLimit", 40000, "a whole number from 1 to 32768, but 40000"),
        ("MessagingCanvas", "messageStyle", "Round", "one of Rounded, Squared, Minimal, Wide"),
        ("MessagingCanvas", "memberDisplayOptions", 1, "memberDisplayOptions must be an object"),
        ("MessagingCanvas", "predefinedMessage", "Hi", "must be an object, or false for none"),
        ("EntryPoint", "iconClosed", "Nonesuch", "EntryPoint.iconClosed must be one of Message"),
    ],
)
def test_a_value_of_another_kind_is_named_once_and_the_default_holds(
    component, name, value, sentence
):
    props, notices = read(**{component: {name: value}})
    assert len(notices) == 1
    assert sentence in notices[0]
    assert (props.height, props.width, props.message_style) == (548, 276, "Rounded")
    assert (props.title_text, props.char_limit) == (None, 32768)


def test_unknown_properties_are_named_in_one_notice_and_meaningless_ones_are_not():
    _, notices = read(
        MainHeader={"titletext": "x", "closeCallback": "f"}, Sidebar={"width": 3, "side": "left"}
    )
    assert len(notices) == 1
    assert notices[0].endswith("over: MainHeader.titletext, Sidebar.width, Sidebar.side.")


def test_the_predefined_message_is_looked_up_among_the_strings_first():
    strings = Strings()
    config = Config(component_props={"MessagingCanvas": {"predefinedMessage": {"body": "Moin"}}})
    props = Props(config, strings, Notifications())
    assert props.predefined_message == ("Bot", "Moin", False)
    strings["PredefinedChatMessageAuthorName"] = "Robbi"
    assert props.predefined_message.author_name == "Robbi"


def test_what_the_person_chooses_goes_before_the_configuration_and_is_told_once():
    props, _ = read(MessagingCanvas={"messageStyle": "Wide"})
    told = []
    props.changed.connect(lambda: told.append((props.message_style, props.markdown)))
    props.set_message_style("Minimal")
    props.set_message_style("Minimal")
    props.set_markdown(True)
    props.set_message_style(None)
    props.set_markdown(None)
    assert told == [("Minimal", False), ("Minimal", True), ("Wide", True), ("Wide", False)]
    with pytest.raises(ValueError, match="Rounded, Squared"):
        props.set_message_style("Oval")


async def test_a_side_has_one_set_of_properties(chat):
    assert Props.of(chat.side) is Props.of(chat.side)


def test_the_properties_keep_no_side_alive():
    class OddSide:
        def __init__(self):
            self.strings, self.notifications = Strings(), Notifications()
            self.store = type("Store", (), {"state": type("State", (), {"config": Config()})})

    side: Any = OddSide()
    props = weakref.ref(Props.of(side))
    del side
    gc.collect()
    assert props() is None
