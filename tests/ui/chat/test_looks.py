"""Colours and properties of a configuration, seen in the real widget."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from tests.support.clock import ManualClock
from tests.support.simulation import notices
from tests.support.waiting import until
from tests.ui.support.gestures import is_seen, part
from tests.ui.support.widget import SIZE
from ui.theme import WidgetTheme
from ui.theme.colour import contrast
from webchat.config import ColorTheme


def rect(chat, name):
    one = part(chat.root, name)
    return QRect(one.mapTo(chat.root, QPoint(0, 0)), one.size())


def pixel(chat, name, at=(6, -6)):
    """Return the colour of a part at a point; negative counts from its end."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    image = part(chat.root, name).grab().toImage()
    x, y = (at[0] % image.width(), at[1] % image.height())
    return image.pixelColor(x, y).name()


def colours(chat):
    """Return every colour in the open panel."""
    image = part(chat.root, "MainContainer").grab().toImage()
    width, height = image.size().toTuple()
    return {image.pixelColor(x, y).name() for x in range(width) for y in range(height)}


def is_pink(colour):
    """Return whether a pixel is, also at the soft edge of a letter."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red > 200 and blue > 200 and green < 120


def branch(path, **keys):
    for name in reversed(path.split(".")):
        keys = {name: keys}
    return {"color_theme": ColorTheme(overrides=keys)}


# Colours


@pytest.mark.parametrize(
    ("theme_name", "ground"), [("DarkTheme", "#000000"), ("MediumTheme", "#ffffff")]
)
async def test_the_configured_theme_is_worn(make_chat, theme_name, ground):
    chat = await make_chat(color_theme=theme_name)
    await chat.toggle()
    assert pixel(chat, "MainContainer", (40, 300)) == ground


@pytest.mark.parametrize(
    ("path", "name", "at"),
    [
        ("MainContainer", "MainContainer", (4, -20)),
        ("MainHeader.Container", "MainHeader", (6, 6)),
        ("EntryPoint.Container", "EntryPoint", (22, 4)),
        ("PreEngagementCanvas.Container", "PreEngagementCanvas", (4, 60)),
        ("PreEngagementCanvas.Form.SubmitButton", "PreEngagementCanvas.SubmitButton", (10, 6)),
    ],
)
async def test_a_background_is_seen_on_the_closed_and_open_widget(make_chat, path, name, at):
    chat = await make_chat(
        **branch(path, background="#7b1fa2"), pre_engagement_config=FORM, agent="none"
    )
    await chat.toggle()
    assert pixel(chat, name, at) == "#7b1fa2"


FORM = {"fields": [{"type": "InputItem", "label": "Name", "attributes": {"name": "friendlyName"}}]}


async def test_grounds_of_the_waiting_and_its_way_out_are_seen(make_chat):
    overrides = {
        "PendingEngagementCanvas": {
            "Container": {"background": "#7b1fa2"},
            "CancelButton": {"background": "#ffd600"},
        }
    }
    chat = await make_chat(
        color_theme=ColorTheme(overrides=overrides), start_engagement_delay=60, clock=ManualClock()
    )
    await chat.toggle()
    chat.side.actions.invoke_action("StartEngagement", {"formData": {"friendlyName": "Ada"}})
    await until(lambda: is_seen(chat.root, "PendingEngagementCanvas"))
    assert pixel(chat, "PendingEngagementCanvas", (4, 60)) == "#7b1fa2"
    assert pixel(chat, "PendingEngagementCanvas.CancelButton", (12, 6)) == "#ffd600"


async def test_the_ground_under_a_form_that_cannot_be_used_is_seen(make_chat):
    chat = await make_chat(
        **branch("InvalidPreEngagementCanvas", background="#7b1fa2"), pre_engagement_config={}
    )
    await chat.toggle()
    assert pixel(chat, "InvalidPreEngagementCanvas", (4, 60)) == "#7b1fa2"


async def test_the_button_of_the_error_page_is_seen_in_its_colour(make_chat):
    chat = await make_chat(
        **branch("ErrorPage.RefreshButton", background="#ffd600"),
        start_engagement_on_init=True,
        start_engagement_url="http://127.0.0.1:9/start",
    )
    await chat.toggle()
    await until(lambda: is_seen(chat.root, "ErrorPage"))
    assert pixel(chat, "ErrorPage.Button", (12, 6)) == "#ffd600"


async def test_a_background_is_seen_in_the_chat(make_chat):
    overrides = {
        "Chat": {
            "MessageInput": {"Container": {"background": "#7b1fa2"}},
            "MessageCanvasTray": {
                "Container": {"background": "#004d40"},
                "Button": {"background": "#ffd600"},
            },
        }
    }
    chat = await make_chat(color_theme=ColorTheme(overrides=overrides))
    sid = await chat.start()
    assert pixel(chat, "MessageInput", (40, 4)) == "#7b1fa2"
    await chat.side.chat_client.channel(sid).close()
    await until(lambda: is_seen(chat.root, "MessageCanvasTray"))
    assert pixel(chat, "MessageCanvasTray", (4, 20)) == "#004d40"
    assert pixel(chat, "MessageCanvasTray.Button", (12, 6)) == "#ffd600"


@pytest.mark.parametrize(
    "path",
    [
        "Chat.MessageListItem.FromMe.Bubble",
        "Chat.MessageListItem.FromOthers.Bubble",
        "Chat.MessageListItem.FromOthers.Avatar",
        "Chat.MessageInput.Button",
    ],
)
async def test_a_background_is_seen_in_the_conversation(make_chat, qtbot, path):
    chat = await make_chat(**branch(path, background="#7b1fa2"))
    sid = await chat.start()
    await chat.side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "Hello"})
    qtbot.keyClicks(part(chat.root, "MessageInput.TextArea"), "x")
    await until(lambda: "#7b1fa2" in colours(chat))


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("Chat.MessageListItem.FromMe.Header", "color"),
        ("Chat.WelcomeMessage", "color"),
        ("Chat.MessageList.DateSeparatorLine", "borderColor"),
        ("Chat.MessageList.DateSeparatorText", "color"),
    ],
)
async def test_a_colour_of_text_or_line_is_seen_in_the_conversation(make_chat, path, key):
    chat = await make_chat(**branch(path, **{key: "#ff00ff"}))
    sid = await chat.start()
    await chat.side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "Hello"})
    await until(lambda: any(is_pink(one) for one in colours(chat)))


async def test_the_ground_of_the_panel_is_that_of_the_conversation(make_chat):
    chat = await make_chat(**branch("MainContainer", background="#fdf6e3"))
    await chat.start()
    assert pixel(chat, "MessageList", (4, -40)) == "#fdf6e3"


async def test_the_cross_is_made_out_on_a_header_of_another_ground(make_chat):
    chat = await make_chat(**branch("MainHeader.Container", background="#073642"))
    await chat.toggle()
    image = part(chat.root, "MainHeader.CloseButton").grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(28) for y in range(28)}
    assert max(contrast(one, "#073642") for one in seen) >= 4.5


async def test_a_change_of_the_theme_is_seen_at_once(chat):
    await chat.toggle()
    WidgetTheme.instance().choose("BlueDarkTheme")
    assert pixel(chat, "MainContainer", (40, 300)) == "#000000"
    assert pixel(chat, "PreEngagementCanvas.Field.friendlyName", (8, 6)) == "#000000"


async def test_what_cannot_be_used_of_the_colours_is_said_in_a_notice(make_chat):
    chat = await make_chat(color_theme=ColorTheme(base_name="Pink", colors={"base1": "?"}))
    assert ["there is no theme 'Pink'" in notices(chat.side)[0], len(notices(chat.side))] == [
        True,
        2,
    ]


# Properties


async def test_the_tagline_and_its_hiding_are_configured(make_chat):
    props = {"tagline": "Ask us", "hideTaglineWhenExpanded": False}
    chat = await make_chat(component_props={"EntryPoint": props})
    assert part(chat.root, "EntryPoint.Tagline").text() == "Ask us"
    await chat.toggle()
    assert is_seen(chat.root, "EntryPoint.Tagline")


async def test_a_tagline_that_is_switched_off_leaves_a_circle_that_says_what_it_is(make_chat):
    chat = await make_chat(component_props={"EntryPoint": {"tagline": False}})
    launcher = part(chat.root, "EntryPoint")
    assert launcher.width() == launcher.height() == 44
    assert "Click here to open Web Chat" in launcher.toolTip()


async def test_icons_and_names_of_the_launcher_are_configured(make_chat, chat):
    props = {
        "iconClosed": "Bot",
        "collapsedIconAriaProps": {"ariaLabel": "Open"},
        "openedIconAriaProps": {"ariaLabel": "Away"},
    }
    other = await make_chat(component_props={"EntryPoint": props})
    pictures = [part(one.root, "EntryPoint.Icon").pixmap().toImage() for one in (chat, other)]
    assert pictures[0] != pictures[1]
    assert part(other.root, "EntryPoint").accessibleName() == "Open"
    await other.toggle()
    assert part(other.root, "EntryPoint").accessibleName() == "Away"


async def test_the_panel_has_its_configured_size_and_place(make_chat):
    props = {"width": 320, "height": "500px", "right": 40, "bottom": 90}
    chat = await make_chat(component_props={"MainContainer": props})
    await chat.toggle()
    width, height = SIZE
    assert rect(chat, "MainContainer") == QRect(width - 360, height - 590, 320, 500)


@pytest.mark.parametrize("props", [{"width": 0}, {"height": 0}, {"right": 4000, "bottom": 4000}])
async def test_an_odd_size_or_place_leaves_a_widget_that_can_be_closed(make_chat, props):
    chat = await make_chat(component_props={"MainContainer": props})
    await chat.toggle()
    assert is_seen(chat.root, "EntryPoint")
    if "right" in props:
        assert chat.root.rect().contains(rect(chat, "MainContainer"))


async def test_without_a_notification_bar_no_notice_is_seen(make_chat):
    chat = await make_chat(component_props={"MainContainer": {"showNotificationBar": False}})
    await chat.toggle()
    chat.side.notifications.show("Hello")
    assert not is_seen(chat.root, "NotificationBar.Item")


async def test_title_and_logo_of_the_header_are_configured(make_chat):
    props = {"titleText": "Support", "showImage": False}
    chat = await make_chat(component_props={"MainHeader": props})
    await chat.toggle()
    assert part(chat.root, "MainHeader.Title").text() == "Support"
    assert not is_seen(chat.root, "MainHeader.Logo")


async def test_without_a_title_the_cross_stays_at_the_end(make_chat):
    chat = await make_chat(component_props={"MainHeader": {"showTitle": False}})
    await chat.toggle()
    assert not is_seen(chat.root, "MainHeader.Title")
    assert rect(chat, "MainHeader.CloseButton").right() > rect(chat, "MainHeader").center().x()


async def test_without_title_and_logo_there_is_no_header(make_chat):
    props = {"showTitle": False, "showImage": False}
    chat = await make_chat(component_props={"MainHeader": props})
    await chat.toggle()
    assert not is_seen(chat.root, "MainHeader")


async def test_a_picture_of_ones_own_is_the_logo(make_chat, tmp_path):
    path = tmp_path / "logo.svg"
    path.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='30'>"
        "<rect width='60' height='30' fill='#7b1fa2'/></svg>"
    )
    chat = await make_chat(component_props={"MainHeader": {"imageUrl": str(path)}})
    await chat.toggle()
    await until(lambda: part(chat.root, "MainHeader.Logo").pixmap().width() == 60)
    assert pixel(chat, "MainHeader.Logo", (30, 12)) == "#7b1fa2"


async def test_a_picture_of_the_web_is_not_fetched_and_a_notice_says_so(make_chat):
    props = {"imageUrl": "https://example.com/logo.png"}
    chat = await make_chat(component_props={"MainHeader": props})
    await until(lambda: notices(chat.side))
    assert "nothing is fetched from the web" in notices(chat.side)[0]
    await chat.toggle()
    assert not part(chat.root, "MainHeader.Logo").pixmap().isNull()


async def test_the_button_of_the_tray_can_be_left_out(make_chat):
    chat = await make_chat(component_props={"MessageCanvasTray": {"showButton": False}})
    sid = await chat.start()
    await chat.side.chat_client.channel(sid).close()
    await until(lambda: is_seen(chat.root, "MessageCanvasTray"))
    assert not is_seen(chat.root, "MessageCanvasTray.Button")


async def test_a_property_of_a_wrong_kind_is_said_in_a_notice(make_chat):
    chat = await make_chat(component_props={"MainHeader": {"titleText": 7}})
    assert notices(chat.side) == [
        "componentProps: MainHeader.titleText must be a text, but 7 came."
    ]


# Directions


async def test_read_from_right_to_left_all_of_it_is_mirrored(chat):
    chat.root.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    await chat.toggle()
    assert rect(chat, "MainContainer").left() == 20
    assert rect(chat, "EntryPoint").left() == 24
    cross, logo = rect(chat, "MainHeader.CloseButton"), rect(chat, "MainHeader.Logo")
    assert cross.right() < logo.left()
    header = rect(chat, "MainHeader")
    assert (cross.left() - header.left(), header.right() - logo.right()) == (8, 12)
