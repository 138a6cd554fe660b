"""AttachFile, DetachFile, SendMediaMessage and DownloadMedia: what they do, on every side.

A file is named by its path. One message carries its text and all of its files; whichever of
them cannot be sent, the message stays visible as failed and can be sent again. Whatever goes
wrong with a file is said to the person once, in a notice, since these actions are mostly invoked
by gestures that nobody awaits.
"""

import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from webchat.actions import ActionsManager
from webchat.chat.channels import OpenChannels, check_active, failed_message
from webchat.chat.client import ChatClient
from webchat.chat.media_checks import Fault, Texts, file_fault, policy_fault
from webchat.chat.media_delivery import MediaDelivery, SendingCancelledError
from webchat.chat.media_files import examine, unexamined
from webchat.chat.payloads import attributes_of, caption_of, file_of, files_of, media_of
from webchat.config import FileAttachment
from webchat.errors import CentreError, ConnectionLostError
from webchat.model import Attachment
from webchat.state import ChannelState, Store, changes
from webchat.tasks import in_thread


class MediaActions:
    """The actions of one side that are about files."""

    def __init__(
        self,
        actions: ActionsManager,
        channels: OpenChannels,
        delivery: MediaDelivery,
        *,
        store: Store,
        texts: Texts,
        notify: Callable[[Exception], None],
        announce: Callable[[BaseException], None],
    ) -> None:
        """Register them.

        Args:
            actions: Where.
            channels: The side's.
            delivery: The side's.
            store: The side's.
            texts: Renders the sentences about files.
            notify: Shows a failure to the person.
            announce: Notes that the person sees a failure already.
        """
        self._channels = channels
        self._delivery = delivery
        self._store = store
        self._texts = texts
        self._notify, self._announce = notify, announce
        self._numbers = itertools.count(1)
        self._order: dict[Path | None, int] = {}
        actions.register_action("AttachFile", self._attach_file, channels.fill)
        actions.register_action("DetachFile", self._detach_file, channels.fill)
        actions.register_action("SendMediaMessage", self._send_media_message, channels.fill)
        actions.register_action("DownloadMedia", self._download_media, channels.fill)

    async def _attach_file(self, payload: Any) -> Attachment:
        """Choose a file for the next message; the result is what there is to know of it."""
        _client, shown = self._channels.opened("AttachFile", payload)
        path, number = file_of("AttachFile", payload), next(self._numbers)
        async with self._noticed():
            self._refuse(policy_fault(self._rules, sending=True))
            check_active(shown)
            examined = await in_thread(examine, path, self._rules, "AttachFile")
            self._refuse(examined.fault)
            _client, shown = self._channels.opened("AttachFile", payload)
            check_active(shown)  # it may have ended meanwhile
        self._attach(shown, examined.file, number)
        return examined.file

    def _attach(self, shown: ChannelState, file: Attachment, number: int) -> None:
        """Put a file among the others, in the order of choosing, not of looking at them."""
        if file in shown.attached_files:
            return
        others = [one for one in shown.attached_files if one.path != file.path]
        kept = {one.path: self._order.get(one.path, 0) for one in others}
        self._order = {**kept, file.path: number}
        files = sorted([*others, file], key=lambda one: self._order[one.path])
        self._store.dispatch(changes.AttachedFilesSet(shown.sid, tuple(files)))

    def _detach_file(self, payload: Any) -> None:
        """Choose a file no longer; one that was not chosen is no error."""
        _client, shown = self._channels.opened("DetachFile", payload)
        self._detach(shown, [file_of("DetachFile", payload)])

    def _detach(self, shown: ChannelState, paths: Sequence[Path]) -> None:
        kept = tuple(one for one in shown.attached_files if one.path not in paths)
        self._store.dispatch(changes.AttachedFilesSet(shown.sid, kept))

    async def _send_media_message(self, payload: Any) -> int:
        """Send a text with files, showing the message at once; the result is its index."""
        client, shown = self._channels.opened("SendMediaMessage", payload)
        paths, body = files_of("SendMediaMessage", payload), caption_of(payload)
        attributes = attributes_of(payload, "SendMediaMessage")
        instead_of = failed_message(payload, shown)
        kept: list[Attachment] = []
        files = _known(shown, paths, instead_of)

        async def upload(message_sid: str) -> Sequence[Attachment]:
            kept.extend(await self._delivery.upload(client, shown.sid, message_sid, files))
            return kept

        async with self._noticed():
            self._refuse(policy_fault(self._rules, sending=True))
            check_active(shown)
            if instead_of is None:
                self._channels.clear_input(shown, body)
                self._detach(shown, paths)
            try:
                return await client.deliver(
                    shown.sid, body, attributes, instead_of=instead_of, media=files, upload=upload
                )
            except CentreError as error:
                if isinstance(error, ConnectionLostError):
                    self._announce(error)  # by the message and the banner, which both say so
                await self._delivery.let_go(client.centre, shown.sid, kept)
                raise

    async def _download_media(self, payload: Any) -> tuple[Path, ...]:
        """Return files of this machine that hold a message's files, for reading only."""
        client, shown = self._channels.opened("DownloadMedia", payload)
        media = media_of(payload)
        async with self._noticed():
            if media:
                self._refuse(policy_fault(self._rules, sending=False))
                self._refuse(_membership_fault(client, shown))
            for one in media:
                self._refuse(file_fault(one, self._rules, "DownloadFile"))
            return tuple([await self._file(client, shown.sid, one) for one in media])

    async def _file(self, client: ChatClient, sid: str, one: Attachment) -> Path:
        if one.sid or one.path is None:
            return await client.centre.media_file(sid, one)
        examined = await in_thread(examine, one.path, self._rules, "DownloadFile")
        self._refuse(examined.fault)
        return one.path

    @property
    def _rules(self) -> FileAttachment:
        return self._store.state.config.file_attachment

    def _refuse(self, fault: Fault | None) -> None:
        if fault is not None:
            raise fault.error(self._texts)

    @asynccontextmanager
    async def _noticed(self) -> AsyncIterator[None]:
        """Tell the person of a failure, unless it is what the person wanted."""
        try:
            yield
        except SendingCancelledError:
            raise
        except CentreError as error:
            self._notify(error)
            raise


def _known(
    shown: ChannelState, paths: Sequence[Path], instead_of: str | None
) -> tuple[Attachment, ...]:
    """Return what is known of files before anybody has looked at them (again)."""
    failed = next((one.media for one in shown.messages if one.sid == instead_of), ())
    known = {one.path: one for one in (*failed, *shown.attached_files)}
    return tuple(replace(known.get(path) or unexamined(path), sid="") for path in paths)


def _membership_fault(client: ChatClient, shown: ChannelState) -> Fault | None:
    mine = shown.members.get(client.identity)
    return None if mine is not None and mine.online else Fault("DownloadFileNotParticipant", {})
