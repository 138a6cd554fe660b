"""The walk: a whole engagement, step by step, each with a picture.

It goes the way of a first-time user: the launcher, the form, the wait, a chat with the concierge, a
plugin that is loaded and seen working, the minimised chat with its badge, the end and the next
chat. Every step is a gesture, and waits for the state that the gesture should lead to.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.demo.hand import DemoError, Hand
from ui.shell.export import write_actions
from ui.shell.main_window import MainWindow
from webchat.simulator import Simulator
from webchat.state import ChannelState, EngagementStage, MessageState

PLUGIN = "mask_card_numbers"
CARD = "4111 1111 1111 1111"
_FIELD = "PreEngagementCanvas.Field"
_AREA = "MessageInput.TextArea"


class Walk:
    """One walk through one window.

    Attributes:
        folder: Where the pictures and ``actions.jsonl`` go.
    """

    def __init__(self, sim: Simulator, window: MainWindow, folder: Path) -> None:
        """Stand at the start.

        Args:
            sim: A simulation in which nothing has happened yet.
            window: Its window.
            folder: Exists.
        """
        self.folder = folder
        self._sim = sim
        self._side = sim.webchat
        self._window = window
        self._hand = Hand(window)
        self._pictures = 0

    async def go(self) -> None:
        """Walk the whole way; what was invoked is written down even if it ends early.

        Raises:
            DemoError: A step could not be done.
        """
        steps = (
            self._open,
            self._start,
            self._talk,
            self._load_plugin,
            self._mask_card,
            self._minimise,
            self._end,
            self._again,
            self._darken,
        )
        try:
            with self._hand.watching(
                lambda changed: self._side.store.subscribe(lambda state: state, changed),
                self._sim.plugins.subscribe,
            ):
                for step in steps:
                    await step()
        finally:
            write_actions(self._side.actions.history, self.folder / "actions.jsonl")

    async def _open(self) -> None:
        await self._hand.seen("EntryPoint")
        await self._picture("launcher")
        await self._hand.click("EntryPoint")
        await self._hand.seen(f"{_FIELD}.friendlyName")
        await self._picture("form")

    async def _start(self) -> None:
        await self._hand.type(f"{_FIELD}.friendlyName", "Ada Lovelace")
        await self._hand.type(f"{_FIELD}.email", "ada@example.com")
        await self._hand.type(f"{_FIELD}.query", "When are you open?")
        await self._picture("form-filled")
        # The wait may be over at once, so its picture is taken the moment it begins.
        undo = self._side.store.subscribe(lambda state: state.session.engagement_stage, self._wait)
        try:
            await self._hand.click("PreEngagementCanvas.SubmitButton")
            await self._hand.until(
                lambda: self._stage is EngagementStage.IN_ENGAGEMENT, "the engagement to begin"
            )
        finally:
            undo()
        await self._answered(1)
        await self._picture("greeted")

    async def _talk(self) -> None:
        await self._say("Hello!\nWhat can you do?")
        await self._hand.seen("TypingIndicator")
        await self._picture("typing")
        await self._answered(2)
        await self._say("help")
        await self._answered(3)
        await self._picture("conversation")

    async def _load_plugin(self) -> None:
        await self._hand.choose(f"Plugins.Samples.{PLUGIN}")
        await self._hand.until(
            lambda: PLUGIN in self._sim.plugins and self._sim.plugins[PLUGIN].state == "active",
            f"the plugin {PLUGIN} to be active",
        )
        await self._hand.seen("PluginsDock.List")
        await self._picture("plugin-loaded")

    async def _mask_card(self) -> None:
        await self._say(f"My card is {CARD}")
        message = self._own_messages[-1]
        if CARD in message.body or not message.body.endswith(CARD[-4:]):
            raise DemoError(f"The plugin did not mask the card number in {message.body!r}.")
        await self._answered(4)
        await self._picture("card-masked")

    async def _minimise(self) -> None:
        await self._say("What does it cost?")
        await self._hand.click("MainHeader.CloseButton")
        await self._hand.until(lambda: self._channel.unconsumed_messages, "an unread message")
        badge = await self._hand.seen("EntryPoint.Badge")
        await self._hand.until(
            lambda: isinstance(badge, QLabel) and badge.text() == "1", "a badge that says 1"
        )
        await self._picture("minimised-unread")
        await self._hand.click("EntryPoint")
        await self._hand.until(lambda: not self._channel.unconsumed_messages, "all to be read")
        await self._picture("restored")

    async def _end(self) -> None:
        await self._say("Thanks, bye")
        await self._hand.seen("MessageCanvasTray.Button")
        await self._picture("ended")

    async def _again(self) -> None:
        await self._hand.click("MessageCanvasTray.Button")
        await self._hand.seen(f"{_FIELD}.friendlyName")
        await self._picture("new-chat")
        await self._hand.type(f"{_FIELD}.friendlyName", "Grace Hopper")
        await self._hand.click("PreEngagementCanvas.SubmitButton")
        await self._hand.until(
            lambda: self._stage is EngagementStage.IN_ENGAGEMENT, "the next engagement to begin"
        )
        await self._answered(1)
        await self._picture("next-engagement")

    async def _darken(self) -> None:
        await self._hand.choose("View.Appearance.dark")
        await self._picture("dark")
        await self._hand.choose("View.Appearance.system")

    # What the steps are made of

    async def _say(self, text: str) -> None:
        before = len(self._own_messages)
        await self._hand.type(_AREA, text)
        await self._hand.press(_AREA, Qt.Key.Key_Return)
        await self._hand.until(
            lambda: len(self._own_messages) > before and self._own_messages[-1].status == "sent",
            f"{text!r} to be sent",
        )

    async def _answered(self, count: int) -> None:
        await self._hand.until(
            lambda: len([one for one in self._messages if not one.is_from_me]) >= count,
            "the concierge to answer",
        )

    def _wait(self, stage: EngagementStage) -> None:
        if stage is EngagementStage.WAITING_ENGAGEMENT:
            self._take("waiting")

    async def _picture(self, stage: str) -> None:
        await self._hand.linger()
        self._take(stage)

    def _take(self, stage: str) -> None:
        self._pictures += 1
        path = self.folder / f"{self._pictures:02}-{stage}.png"
        if not self._window.grab().save(str(path)):
            raise DemoError(f"The picture {path} could not be written.")
        sys.stdout.write(f"{path.name}\n")
        sys.stdout.flush()

    @property
    def _stage(self) -> EngagementStage:
        return self._side.store.state.session.engagement_stage

    @property
    def _channel(self) -> ChannelState:
        state = self._side.store.state
        sid = state.session.channel_sid
        if sid is None or sid not in state.chat.channels:
            raise DemoError("The demo is in no conversation.")
        return state.chat.channels[sid]

    @property
    def _messages(self) -> tuple[MessageState, ...]:
        return tuple(self._channel.messages)

    @property
    def _own_messages(self) -> tuple[MessageState, ...]:
        return tuple(one for one in self._messages if one.is_from_me)
