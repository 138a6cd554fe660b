"""The window of the set-up: one page at a time, what did not work, what is waited for, and buttons.

It knows nothing of apps. Whoever leads through it puts up a page and awaits the person's decision;
see :mod:`ui.functions.setup`.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.functions.busy_line import BusyLine
from ui.functions.framed_dialog import FramedDialog, foot_of, text_button
from ui.functions.heading import Heading
from ui.functions.page import SetupPage
from ui.functions.problem import Problem, ProblemBox
from ui.shell.placing import roomy_size
from webchat.errors import FunctionCancelledError
from webchat.functions.runs.underway import Underway

_SIZE = QSize(560, 560)


class WentBackError(Exception):
    """The person wants to go back to the page before."""


class SetupDialog(FramedDialog):
    """The frame around the pages.

    Signals:
        bench_requested: The person wants to look into a function that failed; its name.
    """

    bench_requested = Signal(object)

    def __init__(self, parent: QWidget, title: str, *, has_bench: bool = False) -> None:
        """Make the dialog; ``open()`` shows it.

        Args:
            parent: The window, which it blocks.
            title: What it is for.
            has_bench: Whether a function that failed can be looked into.
        """
        super().__init__("SetupDialog", title, parent, _SIZE)
        self._page: SetupPage | None = None
        self._decision: asyncio.Future[bool] | None = None
        self._underway: Underway | None = None
        self._doing = ""
        self._can_go_back = False
        self._held: QWidget | None = None
        self._heading = Heading(self)
        self._heading.say(title, "")
        self._problem = ProblemBox(has_bench=has_bench, parent=self)
        self._problem.bench_requested.connect(self.bench_requested)
        self._area = self._make_area()
        self._busy = BusyLine(self)
        self._busy.stopped.connect(self._stop)
        self._busy.shown.connect(self._hold)
        self._back = text_button("Back", "Setup.BackButton")
        self._back.clicked.connect(self._go_back)
        self._cancel = text_button("Cancel", "Setup.CancelButton")
        self._cancel.clicked.connect(self.reject)
        self._next = text_button("Next", "Setup.NextButton")
        self._next.clicked.connect(self._go_on)
        self._next.setDefault(True)
        self._lay_out()
        until_destroyed(self, self._give_up)

    @property
    def size_to_restore(self) -> str:
        """How large it is, for the next one."""
        return f"{self.width()}x{self.height()}"

    def restore_size(self, size: str) -> None:
        """Be as large as one was before; what is no size is passed over."""
        width, _by, height = size.partition("x")
        if width.isdecimal() and height.isdecimal():
            self.resize(QSize(int(width), int(height)).boundedTo(roomy_size(self)))

    @property
    def page(self) -> SetupPage | None:
        """The page that is shown."""
        return self._page

    # For whoever leads through it

    def set_trail(self, names: Sequence[str], at: int) -> None:
        """Show which parts the way has, and in which of them the person is.

        Args:
            names: From the first to the last.
            at: The number of the present one, from 0; the first has no way back.
        """
        self._heading.set_trail(names, at)
        self._can_go_back = at > 0

    def show_problem(self, problem: Problem | None) -> None:
        """Show what did not work, or that nothing is wrong."""
        self._problem.show_problem(problem)

    async def decision(self, page: SetupPage) -> None:
        """Show *page* and wait until the person goes on from it.

        Raises:
            WentBackError: The person goes back instead.
        """
        is_new = page is not self._page
        self._show(page)
        self._busy.end()
        self._decision = asyncio.get_running_loop().create_future()
        self._fit()
        if (is_new or self.focusWidget() is None) and not page.focus_first():
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)
        try:
            is_on = await self._decision
        finally:
            self._decision = None
        self.show_problem(None)
        if not is_on:
            raise WentBackError
        if self._underway is not None:
            self._busy.begin(self._doing)
        self._fit()

    def wait_on(self, page: SetupPage) -> None:
        """Show *page* while something is waited for that comes from elsewhere."""
        self._show(page)
        self._busy.end()
        self._fit()
        page.focus_first()

    @asynccontextmanager
    async def busy(self, what: str) -> AsyncIterator[None]:
        """Wait for something that the person can stop; decisions may be asked for meanwhile.

        Args:
            what: What is done, a sentence without its full stop.

        Raises:
            FunctionCancelledError: The person stopped it.
        """
        self._underway, self._doing = Underway(), what
        self._busy.begin(what)
        self._fit()
        try:
            async with self._underway.stoppable():
                yield
        finally:
            self._underway = None
            self._busy.end()
            self._release()
            self._fit()

    # What the person does

    def _go_on(self) -> None:
        if self._page is not None and self._page.can_go_on:
            self._decide(is_on=True)

    def _go_back(self) -> None:
        if self._decision is not None:
            self._decide(is_on=False)
        else:
            self._stop()

    def _decide(self, *, is_on: bool) -> None:
        if self._decision is not None and not self._decision.done():
            self._decision.set_result(is_on)

    def _stop(self) -> None:
        if self._underway is not None:
            self._underway.stop(FunctionCancelledError(f"Stopped: {self._doing}."))

    def _give_up(self) -> None:
        """Let nobody wait for a dialog that is gone."""
        if self._decision is not None:
            self._decision.cancel()

    # What is shown

    def _show(self, page: SetupPage) -> None:
        page.setEnabled(True)
        if page is self._page:
            return
        self._page = page
        before = self._area.takeWidget()
        self._area.setWidget(page)
        if before is not None:
            before.hide()
            before.deleteLater()
        page.changed.connect(self._fit)
        page.submitted.connect(self._go_on)
        page.led_to.connect(self._area.ensureWidgetVisible)
        self._heading.say(page.title, page.advice)
        self._area.verticalScrollBar().setValue(0)
        announce(self, f"{page.title}. {page.advice}")

    def _hold(self) -> None:
        """Let nothing be changed that would make no difference any more."""
        if self._page is not None and self._decision is None:
            self._held = self.focusWidget()
            self._page.setEnabled(False)

    def _release(self) -> None:
        """Let the page be used again, where the person left it."""
        held, self._held = self._held, None
        if self._page is not None:
            self._page.setEnabled(True)
        if held is not None and isValid(held) and held.isVisible():
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Offer what can be done now."""
        page, is_asked = self._page, self._decision is not None
        go_on = "" if page is None else page.go_on
        self._next.setText(go_on)
        self._next.setVisible(bool(go_on))
        self._next.setEnabled(page is not None and page.can_go_on and is_asked)
        self._back.setVisible(self._can_go_back)
        self._back.setEnabled(is_asked or self._underway is not None)

    def _make_area(self) -> QScrollArea:
        area = QScrollArea(self, widgetResizable=True)
        area.setObjectName("Setup.Area")
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self._problem)
        column.addWidget(self._area, 1)
        column.addWidget(self._busy)
        column.addWidget(foot_of(self, [self._back], [self._cancel, self._next]))
