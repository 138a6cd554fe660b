"""Tells the person at the window's edge what happens to function apps: status bar and notices."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.bridge import until_destroyed
from ui.shell.function_commands import FunctionCommands
from ui.shell.function_dialogs import FunctionDialogs
from ui.shell.notice_bar import NoticeAction, NoticeBar, Severity
from ui.shell.status_bar import StatusBar
from ui.shell.status_progress import StatusProgress
from webchat.functions.functions import Functions

if TYPE_CHECKING:
    from webchat.functions.app import FunctionApp
    from webchat.functions.apps.entry import Entry

_WITH_NOTES = ("apps", "connections", "callbacks", "runs")


class FunctionNews(QObject):
    """Follows the apps of one simulation for one window."""

    def __init__(
        self,
        functions: Functions,
        commands: FunctionCommands,
        dialogs: FunctionDialogs,
        status: StatusBar,
        notices: NoticeBar,
    ) -> None:
        """Tell of nothing yet; the apps are not touched before :meth:`follow`.

        Args:
            functions: Whose apps they are.
            commands: What a person does with them.
            dialogs: What a loaded app leads to.
            status: Where small things are said, and progress is shown.
            notices: Where failures are said, and what can be done next.
        """
        super().__init__(status)
        self._functions, self._dialogs = functions, dialogs
        self._status, self._notices = status, notices
        self._is_following = False
        self._errors: dict[str, str | None] = {}
        self._told: set[str] = set()
        self._invited, self._invitation = "", ""
        self._progress = StatusProgress("FunctionProgress", status)
        self._progress.cancelled.connect(commands.stop)
        status.addPermanentWidget(self._progress)
        self._progress.hide()
        for said in (commands.said, dialogs.said):
            said.connect(self._on_said)
        for failed in (commands.failed, dialogs.failed):
            failed.connect(self._on_failed)
        commands.working.connect(self._on_working)
        commands.loaded.connect(self._on_loaded)

    def follow(self) -> None:
        """Tell of apps that cannot be read, from now on; harmless a second time."""
        if not self._is_following:
            self._is_following = True
            until_destroyed(self, self._functions.apps.subscribe(self._look))
            self._look()

    def _look(self) -> None:
        """Tell of errors that are new; a notice goes with what it is about."""
        self._tell_notes()
        apps = self._functions.apps
        errors = {entry.name: entry.error for entry in apps}
        for name, error in self._errors.items():
            if error is not None and errors.get(name) != error:
                self._notices.withdraw(_sentence(name, error))
        if any(self._errors.values()) and not any(errors.values()):
            self._status.say("")
        for entry in apps:
            if entry.error is not None and self._errors.get(entry.name) != entry.error:
                self._tell_of(entry)
        self._errors = errors
        if self._invited not in errors:
            self._notices.withdraw(self._invitation)

    def _tell_notes(self) -> None:
        """Tell what is odd about files that are kept, and about ports that were taken."""
        made = vars(self._functions)
        parts = (made[name] for name in _WITH_NOTES if name in made)
        for note in (note for part in parts for note in part.notes):
            if note not in self._told:
                self._told.add(note)
                self._notices.show_notice(note, "warning")

    def _tell_of(self, entry: "Entry") -> None:
        error = entry.error or ""
        if entry.app is None:
            self._notices.show_notice(_sentence(entry.name, error), "warning")
        else:
            said = f"{entry.name} was not read anew: {error} The version before counts."
            self._status.say(said, is_problem=True)

    def _on_loaded(self, entry: "Entry") -> None:
        self.follow()
        self._notices.withdraw(self._invitation)
        if entry.error is not None:
            self._notices.show_notice(_sentence(entry.name, entry.error), "warning")
        elif entry.app is not None and not self._dialogs.is_setting_up:
            self._invite(entry.app)

    def _invite(self, app: "FunctionApp") -> None:
        """Say what can be done with an app that has just been loaded."""
        label = "Post its card…" if app.kind == "action" else "Run it…"
        odd = " ".join(app.warnings)
        self._invited, self._invitation = app.name, f"{app.title} is loaded. {odd}".strip()
        severity: Severity = "warning" if odd else "information"
        action = NoticeAction(label, partial(self._accept, app))
        self._notices.show_notice(self._invitation, severity, action)

    def _accept(self, app: "FunctionApp") -> None:
        self._notices.withdraw(self._invitation)
        if app.kind == "action":
            self._dialogs.post_card(app=app.name)
        else:
            self._dialogs.run_process(app=app.name)

    def _on_said(self, text: str) -> None:
        self._status.say(text)
        self._tell_notes()

    def _on_failed(self, text: str) -> None:
        self._notices.show_notice(text, "error")

    def _on_working(self, what: str) -> None:
        if what:
            self.follow()
            self._progress.begin(what, is_measured=False)
        else:
            self._progress.end()


def _sentence(name: str, error: str) -> str:
    return f"The function app {name} cannot be used. {error}"
