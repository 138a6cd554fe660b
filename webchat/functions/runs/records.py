"""What is known of a run: plain records, kept from one start to the next.

Times are seconds since 1970, in UTC, so that the file that keeps them is plain JSON.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from webchat.functions.contract.records import ProcessKind, Variable, VariableType

RunStatus: TypeAlias = Literal[
    "running", "form", "waiting", "retrying", "completed", "cancelled", "failed"
]
ENDED: frozenset[RunStatus] = frozenset({"completed", "cancelled", "failed"})
MAX_NOTES = 100
"""How many notes a run keeps, the newest ones; a trigger may be polled for weeks."""


@dataclass(frozen=True, slots=True)
class CardPlace:
    """Which button of which card a run of kind ``action`` belongs to.

    Attributes:
        channel_sid: The conversation.
        message_sid: The message that carries the card.
        step: Its ``order_number``.
        button: The button's index, from 0.
        side: The kind of side that clicked, such as ``webchat``.
        identity: Who clicked.
    """

    channel_sid: str
    message_sid: str
    step: int
    button: int
    side: str
    identity: str


@dataclass(frozen=True, slots=True)
class ReceivedVariable:
    """A value that a run gave for a variable.

    Attributes:
        key: The variable's key.
        label: How people read it.
        type: ``string`` or ``file``.
        value: A text; empty for files.
        files: Where the fetched files lie on this machine.
    """

    key: str
    label: str
    type: VariableType
    value: str = ""
    files: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RunNote:
    """One thing that happened in a run: when, and a sentence."""

    time: float
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an app's action function, from its start to its end.

    Attributes:
        token: Names it to the outside world (``callback.token``).
        app: The app's name.
        kind: When the app's action function runs.
        action_key: ``context.action_key``.
        account: The ``unique_id`` it runs for; empty for none.
        status: How far it is; ``waiting`` is for a callback, ``retrying`` for a delay.
        started: When it began.
        updated: When it last changed.
        attempts: How often the action function was called.
        message: Why it failed, or what its output said for people; may be empty.
        input: What the action function gets as ``input``.
        place: Where its card stands; None for the other kinds.
        variables: What it gave values for.
        next_at: When it is called again; None when that is not planned.
        state: What a trigger's last poll said.
        notes: What happened, the oldest first.
        declared: The variables that its app's build function said it would give values for.
        was_called_back: Whether a callback ended it: another one is a repetition then, not late.
        context: Further keys of ``context`` that it was started with: the deprecated
            ``resources``, ``transaction``, ``signature`` and ``todo``.
    """

    token: str
    app: str
    kind: ProcessKind
    action_key: str
    account: str = ""
    status: RunStatus = "running"
    started: float = 0.0
    updated: float = 0.0
    attempts: int = 0
    message: str = ""
    input: dict[str, Any] = field(default_factory=dict)
    place: CardPlace | None = None
    variables: list[ReceivedVariable] = field(default_factory=list)
    next_at: float | None = None
    state: str = ""
    notes: list[RunNote] = field(default_factory=list)
    declared: list[Variable] = field(default_factory=list)
    was_called_back: bool = False
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, one way or another."""
        return self.status in ENDED

    def noted(self, time: float, *sentences: str) -> "Run":
        """Return the run with sentences about what has just happened."""
        notes = [*self.notes, *(RunNote(time, one) for one in sentences)]
        return replace(self, notes=notes[-MAX_NOTES:])
