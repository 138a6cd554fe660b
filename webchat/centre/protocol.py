"""What a contact centre can do, whoever runs it.

The embedded one (:mod:`webchat.centre.embedded`) keeps everything in SQLite on this machine. A
centre shared by a team is another implementation of the same protocol, so nothing above this
module may assume that the centre is in the same process: every request may take time and may
fail with a :class:`~webchat.errors.CentreError`, and events may come at any moment.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from webchat.centre.events import CentreEvent
from webchat.model import Activity, Attachment, Channel, Member, Message, Task, Worker
from webchat.model.task_life import AgentVerb
from webchat.undo import Undo


class ContactCentre(Protocol):
    """Channels, their members and what they say; tasks, and the workers who take them.

    A channel that is opened is a task from that moment on. It is offered to an available worker,
    to the next one when that one rejects it or does not answer, and waits while there is none.
    """

    @property
    def description(self) -> str:
        """A few words for the status bar, such as ``Embedded centre``."""

    async def open_channel(
        self, member: Member, *, sid: str | None = None, attributes: Mapping[str, Any] | None = None
    ) -> Channel:
        """Open a channel with its first member, who owns it.

        Args:
            member: Who opens it; becomes its first member.
            sid: The id it shall have; None makes one. A sid that exists is joined again when
                *member* owns it; one whose chat has ended is returned as it is.
            attributes: Free data kept with the channel, such as the pre-engagement answers.

        Raises:
            CentreError: The sid belongs to a channel that another identity owns, or is blank;
                or the attributes are not JSON.
        """

    async def channel(self, sid: str) -> Channel:
        """Return the channel as it is now.

        Raises:
            UnknownChannelError: There is none of this sid.
        """

    async def close_channel(self, sid: str) -> Channel:
        """End the chat: its status becomes ``inactive``; closing twice is harmless."""

    async def join(self, sid: str, member: Member) -> Member:
        """Add a member, or bring one that left back; its read horizon is kept.

        Raises:
            UnknownChannelError: There is no such channel.
            ChannelClosedError: The chat has ended.
        """

    async def leave(self, sid: str, identity: str) -> None:
        """Mark a member as gone; leaving twice, or without being a member, is harmless."""

    async def members(self, sid: str) -> tuple[Member, ...]:
        """Return everybody who is or was a member, in the order of joining."""

    async def send_message(
        self,
        sid: str,
        identity: str,
        body: str,
        attributes: Mapping[str, Any] | None = None,
        media: Sequence[Attachment] = (),
    ) -> Message:
        """Take a message; when this returns it survives a crash of the machine's power.

        Args:
            sid: The channel.
            identity: Who sends it.
            body: The text; may be blank when there are files.
            attributes: Free data of the sender, JSON.
            media: Files that :meth:`upload` has returned for this channel.

        Raises:
            UnknownChannelError: There is no such channel.
            ChannelClosedError: The chat has ended.
            NotAMemberError: *identity* is not a member, or has left.
            MessageRefusedError: The body is over ``MAX_BODY_LENGTH`` characters, or blank without
                files; or the attributes are not JSON.
            MediaError: A file is not kept here.
        """

    async def set_message_attributes(
        self, sid: str, message_sid: str, identity: str, attributes: Mapping[str, Any] | None
    ) -> Message:
        """Let a message carry other attributes from now on, kept as safely as the message itself.

        Whoever is or was a member may do so, also once the chat has ended: what is kept of it
        stays true. Of two at the same time the later one counts.

        Args:
            sid: The channel.
            message_sid: The message, whoever sent it.
            identity: Who wants it.
            attributes: All that it shall carry, JSON; None for nothing.

        Returns:
            The message as it is now.

        Raises:
            UnknownChannelError: There is no such channel.
            NotAMemberError: *identity* never was a member.
            UnknownMessageError: The channel has no message of this sid.
            MessageRefusedError: The attributes are not JSON.
        """

    async def upload(
        self,
        sid: str,
        identity: str,
        file: Attachment,
        *,
        progress: Callable[[int], object] | None = None,
    ) -> Attachment:
        """Keep the content of a file for a message that is about to be sent.

        Cancelling it leaves nothing behind, and a file that no message came to hold is let go of.

        Args:
            sid: The channel.
            identity: Who will send the message.
            file: What is to be kept; its ``path`` says where its content is read.
            progress: Called on the loop with the number of bytes taken so far.

        Returns:
            The attachment as the centre keeps it, with its sid and digest and without a path.

        Raises:
            UnknownChannelError: There is no such channel.
            ChannelClosedError: The chat has ended.
            NotAMemberError: *identity* is not a member, or has left.
            MediaError: The file cannot be read, is empty, has changed its size, or there is no
                room for it.
        """

    async def discard_upload(self, sid: str, attachment: Attachment) -> None:
        """Let go of a file whose message will not be sent; harmless once a message holds it.

        Args:
            sid: The channel.
            attachment: What :meth:`upload` has returned.
        """

    async def media_file(self, sid: str, attachment: Attachment) -> Path:
        """Return a file of this machine that holds an attachment's content, for reading only.

        Raises:
            UnknownChannelError: There is no such channel.
            MediaError: The content is missing, or is not what was sent.
        """

    async def messages(
        self, sid: str, *, before: int | None = None, limit: int | None = None
    ) -> tuple[Message, ...]:
        """Return messages in the order of their index.

        Args:
            sid: The channel.
            before: Only those of a lower index; None for the newest.
            limit: At most so many, the newest of them; None for all.
        """

    async def set_read_horizon(self, sid: str, identity: str, index: int) -> None:
        """Note that a member has read up to *index*.

        A horizon never moves back, nor past the last message.

        Raises:
            UnknownChannelError: There is no such channel.
            NotAMemberError: *identity* never was a member.
        """

    async def typing(self, sid: str, identity: str) -> None:
        """Signal that a member is typing; passed over when it cannot send here (any more).

        Raises:
            UnknownChannelError: There is no such channel.
        """

    async def tasks(self) -> tuple[Task, ...]:
        """Return the tasks on which something can still be done, the oldest first."""

    async def task(self, sid: str) -> Task:
        """Return a reservation (WR…), or the latest one of a task (WT…).

        Raises:
            UnknownTaskError: There is none of this sid.
        """

    async def change_task(
        self,
        sid: str,
        verb: AgentVerb,
        worker_sid: str,
        reason: str | None = None,
        target_sid: str | None = None,
    ) -> Task:
        """Do what a worker wants with a task; of two who want the same, one gets it.

        Accepting makes the worker a member of the task's channel. Wrapping up ends the chat.
        After a rejection or a transfer the work goes on under another reservation.

        Args:
            sid: The reservation's (WR…), or the task's (WT…) for its latest one.
            verb: ``accept``, ``reject``, ``cancel``, ``transfer``, ``wrapup``, ``complete``, or
                ``hangup`` for a call.
            worker_sid: Who wants it.
            reason: Why it is rejected or cancelled, a sentence; None for one of the centre's.
            target_sid: The sid or identity of the worker that it is transferred to.

        Returns:
            That reservation afterwards.

        Raises:
            UnknownTaskError: There is no such task.
            UnknownWorkerError: There is no such worker, or it is logged out.
            TaskStateError: It cannot be done now; the sentence names the task's state.
        """

    async def create_voice_task(
        self, name: str, attributes: Mapping[str, Any] | None = None
    ) -> Task:
        """Let a simulated call come in.

        Args:
            name: Who calls.
            attributes: More about the call, JSON.

        Raises:
            CentreError: The attributes are not JSON.
        """

    async def log_in(self, worker: Worker) -> Worker:
        """Let a worker be there; with the identity of an earlier one it is that one.

        Args:
            worker: Who; its sid and ``is_logged_in`` are the centre's to say.

        Returns:
            The worker with its sid.

        Raises:
            CentreError: The identity is blank, or logged in already.
        """

    async def log_out(self, worker_sid: str) -> None:
        """Let a worker go; what it is offered or has accepted is offered to others.

        What it was wrapping up is completed. Harmless when it has gone.

        Raises:
            UnknownWorkerError: There is no such worker.
        """

    async def set_activity(self, worker_sid: str, activity: Activity) -> Worker:
        """Let a worker be available, busy or offline; only an available one is offered tasks.

        Raises:
            UnknownWorkerError: There is no such worker, or it is logged out.
            CentreError: There is no such activity.
        """

    async def workers(self) -> tuple[Worker, ...]:
        """Return every worker that ever logged in, in the order of their coming."""

    def subscribe(self, listener: Callable[[CentreEvent], object]) -> Undo:
        """Call *listener* with every event from now on, on the loop, in order.

        Events of one channel come in the order in which they happened; what changes nothing is
        not told. An exception that the listener raises is logged and affects nobody else.
        """

    async def aclose(self) -> None:
        """Finish what was taken, and let go of files and threads."""
