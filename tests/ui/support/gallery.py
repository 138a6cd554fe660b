"""Pictures of the widget in every theme, style, direction and scale, to be looked at by people.

``python -m tests.ui.support.gallery OUT`` writes one sheet for each theme, direction and scale: the
four styles of messages side by side, the other canvases, and action cards with a form.
``--theme``, ``--scale`` and ``--window`` ask for less or for another window around the widget.
Nothing is judged here.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.support.clock import ManualClock
from tests.support.simulation import channel, companion, simulation, start
from tests.support.waiting import until
from ui.chat import RootContainer
from ui.chat.props import MESSAGE_STYLES, Props
from ui.loop import make_loop
from ui.theme import Theme, WidgetTheme
from ui.theme.widget_themes import THEME_NAMES
from webchat.functions.cards import card_in, posted, to_attributes
from webchat.functions.contract.forms import to_json
from webchat.functions.contract.records import Assignee, Button, Card, FormInput, Option, Step
from webchat.model import Attachment
from webchat.state import CardRunState, changes

SIZE = (340, 660)
TALL = (340, 1500)
SCALES = ("1", "1.5")
DIRECTIONS = {"ltr": Qt.LayoutDirection.LeftToRight, "rtl": Qt.LayoutDirection.RightToLeft}
TURNS = 12
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2
ARABIC = "مرحبا، أحتاج إلى مساعدة مع الطلب رقم 12345 من فضلك."
PLEASE = "Please sign the contract; we file it afterwards."
AWAY = "The signing service is away"
LATER = "It did not answer within 30 s. Your contract is kept; please try again in a few minutes."
TEAS = (Option("Black", "black"), Option("Green, of the late harvest in the mountains", "green"))
QUESTIONS = (
    FormInput("heading", "head", title="Before you sign", description="Who are you?"),
    FormInput("string", "name", "Name", tip="As in your passport", placeholder="Ada Lovelace"),
    FormInput("text", "remark", "Remarks", required=False),
    FormInput("number", "rooms", "How many rooms"),
    FormInput("date", "day", "First day"),
    FormInput("date-time", "moment", "Handing over of the keys", default="2026-03-04T10:30"),
    FormInput("select", "tea", "Tea", options=TEAS),
    FormInput("multi-select", "teas", "Other teas", options=TEAS, default=["green"]),
    FormInput("file", "passport", "Passport", required=False),
)
MARKDOWN = "**Two things**, please:\n\n1. the `order` number\n2. [our terms](https://example.com)"


async def settle():
    """Let queued signals, animations without motion and loaded pictures come."""
    for _ in range(TURNS):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        await asyncio.sleep(0.02)


async def attach(sim, sid, who, path, kind):
    """Send a file as somebody else."""
    size = path.stat().st_size
    file = Attachment("", path.name, kind, size, "", path)
    kept = await sim.centre.upload(sid, who, file)
    await sim.centre.send_message(sid, who, "", media=(kept,))


def picture(folder):
    """Write a picture to send."""
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(QColor("#dfe9f3"))
    painter = QPainter(image)
    for row in range(6):
        painter.fillRect(40, 40 + row * 50, 560 - row * 70, 26, QColor.fromHsv(row * 50, 120, 210))
    painter.end()
    path = folder / "A screenshot of the order overview.png"
    image.save(str(path))
    return path


async def mid_chat(stack, folder):
    """Return the widget in the middle of a chat with everything in it."""
    clock = ManualClock()
    tall = {"MainContainer": {"height": TALL[1] - 100}}
    sim = await stack.enter_async_context(
        simulation(data_dir=folder / "chat", component_props=tall, clock=clock)
    )
    side, root = sim.webchat, shown(sim.webchat, TALL)
    await side.actions.invoke_action("ToggleChatVisibility")
    sid = await start(side, friendlyName="Ada Lovelace")
    grace = await companion(sim, sid, "Grace Hopper of the Department of Long Names")
    say = grace.channel(sid).send_message
    await send(side, sid, "Hello! My order 12345 has not come, see https://example.com/12345")
    await say("Hi Ada, let me have a look.")
    await say(MARKDOWN)
    await say(LONG)
    await send(side, sid, ARABIC)
    await say(ARABIC)
    await send(side, sid, "Here is what I see 🙂")
    await attach(sim, sid, grace.identity, picture(folder), "image/png")
    notes = folder / "Terms and conditions of delivery, 2024 edition.pdf"
    notes.write_bytes(b"%PDF-1.4\n" + bytes(40_000))
    await attach(sim, sid, grace.identity, notes, "application/pdf")
    await send(side, sid, "Thank you.")
    await until(lambda: len(channel(side).messages) >= 10)
    newest = channel(side).messages[-1].index
    await grace.channel(sid).consume(0 if newest is None else newest)
    sim.webchat.line.cut()
    failing = side.actions.invoke_action(
        "SendMessage", {"body": "Are you there?", "channelSid": sid}
    )
    await asyncio.gather(failing, return_exceptions=True)
    sim.webchat.line.restore()
    await clock.advance(5)
    await side.actions.invoke_action("MinimizeChat")
    await say("One moment, please.")
    await until(lambda: channel(side).unconsumed_messages)
    await side.actions.invoke_action("ToggleChatVisibility")
    await settle()
    await grace.channel(sid).typing()
    await settle()
    return root, side, sid


def signing(key, *statuses):
    """Return the attributes of a card with two steps that are so far."""
    sign = (Button("Sign it", "branding"), Button("Ask somebody who knows more about this first"))
    steps = (Step(1, sign, Assignee(role="the tenant")), Step(2, (Button("File it"),)))
    card = posted(Card("Rental contract", PLEASE, steps), key=key, app="signature")
    for number, status in enumerate(statuses, start=1):
        card = card.with_step(number, status)
    return to_attributes(card)


def _has_messages(side, count):
    return len(channel(side).messages) >= count


async def cards(stack):
    """Return the widget and its side with action cards in every state, and with a form as well."""
    tall = {"MainContainer": {"height": TALL[1] - 100}}
    shown_to = []
    for is_asked in (False, True):
        sim = await stack.enter_async_context(simulation(component_props=tall))
        side, root = sim.webchat, shown(sim.webchat, TALL)
        await side.actions.invoke_action("ToggleChatVisibility")
        sid = await start(side, friendlyName="Ada")
        grace = (await companion(sim, sid, "Grace Hopper")).channel(sid)
        for key, status in (("waits", "waiting"), ("next", "completed"), ("over", "cancelled")):
            await grace.send_message("Rental contract", signing(key, status))
        for key in ("runs", "fails", "asks")[: 3 if is_asked else 2]:
            await grace.send_message("Rental contract", signing(key))
        await until(partial(_has_messages, side, 5))
        run(side, sid, "runs", phase="running", progress=0.4)
        run(side, sid, "fails", phase="failed", error_title=AWAY, error_description=LATER)
        if is_asked:
            run(side, sid, "asks", phase="form", form=tuple(to_json(QUESTIONS)))
        shown_to.append((root, side))
    await settle()
    return shown_to


def run(side, sid, key, **how):
    """Let a side do something with one of its cards."""
    messages = channel(side).messages
    sid_of = {card.key: one.sid for one in messages if (card := card_in(one.attributes))}
    place = {"message_sid": sid_of[key], "channel_sid": sid}
    state = CardRunState(**place, step=1, button=0, token="t", **how)
    side.store.dispatch(changes.CardRunSet(sid_of[key], state))


async def send(side, sid, body):
    await side.actions.invoke_action("SendMessage", {"body": body, "channelSid": sid})


def shown(side, size=SIZE):
    """Show the widget of a side."""
    root = RootContainer(side)
    root.resize(*size)
    root.show()
    return root


async def others(stack, folder):
    """Return the widget closed, with its form, waiting, misconfigured, failed and ended."""
    del folder
    roots = []
    sim = await stack.enter_async_context(simulation())
    roots.append(shown(sim.webchat))
    sim = await stack.enter_async_context(simulation())
    roots.append(shown(sim.webchat))
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    sim = await stack.enter_async_context(simulation(start_engagement_delay=600))
    roots.append(shown(sim.webchat))
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    sim.webchat.actions.invoke_action("StartEngagement", {"formData": {"friendlyName": "Ada"}})
    sim = await stack.enter_async_context(simulation(pre_engagement_config={}))
    roots.append(shown(sim.webchat))
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    sim.webchat.notifications.show("Nothing was sent.", "error", action_label="Try again")
    sim.webchat.notifications.show("Back again.", "success")
    url = "http://127.0.0.1:9/start"
    sim = await stack.enter_async_context(
        simulation(start_engagement_on_init=True, start_engagement_url=url)
    )
    roots.append(shown(sim.webchat))
    opening = sim.webchat.actions.invoke_action("ToggleChatVisibility")
    await asyncio.gather(opening, return_exceptions=True)
    sim = await stack.enter_async_context(simulation())
    roots.append(shown(sim.webchat))
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    sid = await start(sim.webchat, friendlyName="Ada")
    await send(sim.webchat, sid, "That was all, thank you.")
    await sim.webchat.chat_client.channel(sid).close()
    await settle()
    return roots


def sheet(images):
    """Put pictures side by side."""
    first = images[0]
    whole = QImage(first.width() * len(images), first.height(), QImage.Format.Format_RGB32)
    painter = QPainter(whole)
    for at, image in enumerate(images):
        image.setDevicePixelRatio(1)
        painter.drawImage(QPoint(at * first.width(), 0), image)
    painter.end()
    return whole


async def hang_cards(acting, path):
    """Write one sheet of action cards: the styles of messages, and a form."""
    (plain, side), (asking, _side) = acting
    images = []
    for style in MESSAGE_STYLES:
        Props.of(side).set_message_style(style)
        await settle()
        images.append(plain.grab().toImage())
    images.append(asking.grab().toImage())
    sheet(images).save(str(path))


async def hang(options):
    """Write every sheet of one scale."""
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        async with AsyncExitStack() as stack:
            chat, side, _sid = await mid_chat(stack, Path(name))
            pages = await others(stack, Path(name))
            acting = await cards(stack)
            for direction, value in DIRECTIONS.items():
                QGuiApplication.setLayoutDirection(value)
                for theme in options.theme or THEME_NAMES:
                    WidgetTheme.instance().choose(theme)
                    end = f"{theme}-{direction}-{options.scale}-{options.window}.png"
                    styles = []
                    for style in MESSAGE_STYLES:
                        Props.of(side).set_message_style(style)
                        Props.of(side).set_markdown(is_on=True)
                        await settle()
                        styles.append(chat.grab().toImage())
                    await hang_cards(acting, options.out / f"cards-{end}")
                    sheet(styles).save(str(options.out / f"chat-{end}"))
                    await settle()
                    sheet([one.grab().toImage() for one in pages]).save(
                        str(options.out / f"pages-{end}")
                    )
            for root in (chat, *pages, *(root for root, _side in acting)):
                root.close()
                root.deleteLater()
            await settle()


def main():
    """Write the sheets, each scale in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", action="append", choices=THEME_NAMES)
    parser.add_argument("--scale", choices=SCALES)
    parser.add_argument("--window", choices=("light", "dark"), default="light")
    options = parser.parse_args()
    if options.scale is None:
        for scale in SCALES:
            given = [*sys.argv[1:], "--scale", scale]
            subprocess.run([sys.executable, "-m", "tests.ui.support.gallery", *given], check=True)
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = options.scale
    app = QApplication([])
    Theme.instance().set_scheme(options.window)
    Theme.instance().apply(app)
    with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
        runner.run(hang(options))


if __name__ == "__main__":
    main()
