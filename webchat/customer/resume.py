"""Going on where the last run ended: the session that was kept decides how a customer begins."""

import logging
from datetime import datetime

from webchat.customer.draft import restore
from webchat.customer.session import DamagedSessionError, SessionFile, StoredSession
from webchat.errors import CentreError, UnknownChannelError
from webchat.model import Member
from webchat.side.side import Side
from webchat.state import EngagementStage, changes
from webchat.tasks import in_thread

_log = logging.getLogger(__name__)


async def resume(side: Side, file: SessionFile | None) -> bool:
    """Leave the INIT stage: into the kept engagement, or to its beginning.

    Args:
        side: A customer who has not begun.
        file: Where a session may have been kept, or None.

    Returns:
        Whether an engagement goes on: its token counts and its channel is still active. The
        newest messages and the draft are in the store then, and the widget is open.
    """
    if file is not None:
        kept, problem = await in_thread(_read, file, side.clock.now())
        if problem is not None:
            side.notifications.show(problem, "warning", is_sticky=True)
        if kept is not None and await _rejoin(side, kept):
            return True
        await in_thread(_forget, file)
    side.store.dispatch(changes.StageSet(EngagementStage.PRE_ENGAGEMENT))
    return False


def _read(file: SessionFile, now: datetime) -> tuple[StoredSession | None, str | None]:
    """Return what was kept, and a sentence about a file that could not be used."""
    try:
        return file.read(), None
    except DamagedSessionError as error:
        _log.warning("The session in %s cannot be used: %s", file.path, error)
        problem = f"The kept session in {file.path} is damaged, so the chat begins anew."
    try:
        kept = file.set_aside(now)
    except OSError as error:
        problem += f" It could not be set aside: {error.strerror}."
    else:
        problem += f" The file was set aside as {kept.name}."
    return None, problem


def _forget(file: SessionFile) -> None:
    try:
        file.write(None)
    except OSError as error:
        _log.warning("The session in %s could not be forgotten: %s", file.path, error)


async def _rejoin(side: Side, kept: StoredSession) -> bool:
    if not kept.is_valid(side.clock.now()):
        return False
    try:
        member = await _member(side, kept)
        if member is None:
            return False
        client = side.connect(member.identity, member.friendly_name)
        await client.load(kept.channel_sid)
    except CentreError as error:
        await side.disconnect()
        if not isinstance(error, UnknownChannelError):
            side.notifications.show(f"The last chat could not be resumed. {error}", "warning")
        return False
    await restore(side.store, kept.channel_sid, kept.draft)
    opened = changes.SessionOpened(kept.identity, kept.channel_sid, kept.token_payload())
    side.store.dispatch(opened)
    side.store.dispatch(changes.ExpandedSet(is_expanded=True))
    return True


async def _member(side: Side, kept: StoredSession) -> Member | None:
    """Return the customer as a member of an active channel, or None where that is over."""
    channel = await side.centre.channel(kept.channel_sid)
    members = await side.centre.members(kept.channel_sid)
    found = next((one for one in members if one.identity == kept.identity), None)
    if found is None or channel.status != "active":
        return None
    return found if found.online else await side.centre.join(channel.sid, found)
