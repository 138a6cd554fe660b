"""What tests of tasks ask a centre for."""

from webchat.centre.events import TaskChanged
from webchat.model import Worker


async def worker(centre, name, activity="available", **more):
    """Let somebody log in."""
    return await centre.log_in(Worker("", name.lower(), name, activity=activity, **more))


async def only_task(centre):
    """Return the one task on which something can be done."""
    (task,) = await centre.tasks()
    return task


async def online(centre, sid):
    """Return the identities of those who are in a channel."""
    return [one.identity for one in await centre.members(sid) if one.online]


def statuses(centre):
    """Collect the statuses that are told from now on."""
    found = []

    def hear(event):
        if isinstance(event, TaskChanged):
            found.append(event.task.status)

    centre.subscribe(hear)
    return found
