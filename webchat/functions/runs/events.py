"""Carrying out what a function wants to happen: its events, in order, through the action layer.

``send_message`` is a SendMessage of the side that runs the card, ``upload_attachment`` a
SendMediaMessage, ``open_url`` an OpenUrl; so plugins hear, change and forbid them like any other
(reference: action-functions, section 8). The first that fails ends it: what follows may rest on
it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from webchat.actions import ActionCancelledError
from webchat.errors import DownloadError, FunctionCancelledError, FunctionError, WebChatError
from webchat.functions.contract.records import (
    Event,
    OpenUrlEvent,
    SendMessageEvent,
    UploadAttachmentEvent,
)
from webchat.functions.runs.attachments import Attachments
from webchat.functions.runs.records import Run
from webchat.model import display_name
from webchat.side.side import Side

ORIGIN = "function"
"""What the record of actions names as the origin of an event; its owner is the app."""


class Teller(NamedTuple):
    """Who is told how it goes.

    Attributes:
        note: Called with a sentence after each event.
        progress: Called with the bytes of a file fetched so far, and of how many or None.
    """

    note: Callable[[str], object]
    progress: Callable[[int, int | None], object]


class Events:
    """Carries out events for one run."""

    def __init__(
        self,
        side: Side,
        channel_sid: str,
        run: Run,
        *,
        attachments: Attachments,
        teller: Teller,
    ) -> None:
        """Do nothing yet.

        Args:
            side: Who acts.
            channel_sid: In which conversation.
            run: For which run; its app owns what is invoked.
            attachments: Fetches the files.
            teller: Is told how it goes.
        """
        self._side = side
        self._channel_sid = channel_sid
        self._run = run
        self._attachments = attachments
        self._teller = teller

    async def carry_out(self, events: Sequence[Event]) -> None:
        """Carry out *events*, one after the other.

        Raises:
            FunctionError: One of them failed; the sentence says how many had been carried out.
            FunctionCancelledError: That was what the person wanted.
        """
        for number, event in enumerate(events):
            try:
                self._teller.note(await self._carry_out(event))
            except FunctionCancelledError:
                raise
            except WebChatError as error:
                before = _done_before(number, len(events))
                raise FunctionError(f"{_failure(event, error)}{before}") from error

    async def _carry_out(self, event: Event) -> str:
        if isinstance(event, SendMessageEvent):
            # Attributes of its own: two runs may say the same at once, and both are meant.
            await self._invoke("SendMessage", {"body": event.text, "messageAttributes": {}})
            return "A message was sent."
        if isinstance(event, UploadAttachmentEvent):
            return await self._send_file(event)
        return await self._open(event)

    async def _send_file(self, event: UploadAttachmentEvent) -> str:
        fetched = self._attachments.fetched(
            event.file, self._side, self._channel_sid, progress=self._teller.progress
        )
        async with fetched as path:
            await self._invoke("SendMediaMessage", {"file": str(path)})
        return f"The file {display_name(event.file.file_name)} was sent."

    async def _open(self, event: OpenUrlEvent) -> str:
        payload = {"url": event.url, "openType": event.open_type, "token": self._run.token}
        sentence = await self._invoke("OpenUrl", payload, is_in_chat=False)
        return sentence if isinstance(sentence, str) else "An address was opened."

    async def _invoke(
        self, action: str, payload: Mapping[str, Any], *, is_in_chat: bool = True
    ) -> Any:
        where = {"channelSid": self._channel_sid} if is_in_chat else {}
        actions = self._side.actions
        with actions.as_origin(ORIGIN):
            invoked = actions.invoke_action(action, {**where, **payload}, owner=self._run.app)
        return await invoked


def _failure(event: Event, error: WebChatError) -> str:
    if isinstance(error, DownloadError):
        return str(error)
    reason = str(error)
    if isinstance(error, ActionCancelledError):
        reason = f"{error.cancelled_by} has forbidden it."
    return f"{_what(event)}: {reason}"


def _what(event: Event) -> str:
    if isinstance(event, SendMessageEvent):
        return "The message was not sent"
    if isinstance(event, UploadAttachmentEvent):
        return f"The file {display_name(event.file.file_name)} was not sent"
    return "The address was not opened"


def _done_before(number: int, total: int) -> str:
    if not number:
        return ""
    were = "was" if number == 1 else "were"
    return f" Before that, {number} of its {total} events {were} carried out."
