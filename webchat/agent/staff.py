"""The persons of a simulation who take tasks, and how a side becomes a worker."""

from collections.abc import Callable

from webchat.agent.actions import TaskActions
from webchat.agent.desk import Desk
from webchat.agent.login import LoginActions
from webchat.centre.protocol import ContactCentre
from webchat.model import Activity, Worker
from webchat.side.side import Side


def seat(side: Side, worker: Worker) -> Desk:
    """Make *side* the desk of *worker*, with every action of an agent; nobody is logged in yet."""
    desk = Desk(side, worker)
    TaskActions(desk)
    LoginActions(desk)
    return desk


class Staff:
    """The agents who are persons, in the order in which they came."""

    def __init__(self, make_side: Callable[[str, str], Side], activity: Activity) -> None:
        """Begin with nobody.

        Args:
            make_side: Makes a side of a kind (``desk``) under a name.
            activity: What everybody is at first.
        """
        self._make_side = make_side
        self._activity = activity
        self._desks: list[Desk] = []
        self._has_begun = False

    def add(self, name: str | None = None) -> Side:
        """Let another agent come, who is logged in as soon as the simulation runs.

        Args:
            name: How customers see it; None numbers it.
        """
        number = len(self._desks) + 1
        shown = " ".join((name or "").split()) or f"Agent {number}"
        side = self._make_side("desk", f"agent {number}")
        desk = seat(side, Worker("", f"agent-{number}", shown))
        self._desks.append(desk)
        if self._has_begun:
            desk.begin(self._activity)
        return side

    async def begin(self) -> None:
        """Log everybody in.

        Raises:
            CentreError: The centre cannot be asked.
        """
        for desk in self._desks:
            await desk.log_in(self._activity)
        self._has_begun = True


async def let_go_of_absent(centre: ContactCentre) -> None:
    """Offer to others what workers of an earlier run had who are not there in this one."""
    for worker in await centre.workers():
        if not worker.is_logged_in:
            await centre.log_out(worker.sid)
