"""One run of the program with a window: Qt set up, the simulation opened, and all of it ended.

The window is painted before anything heavy is imported: what only some runs need (the HTTP client,
the file watcher, the templates) is fetched by a thread afterwards, and plugins come in then. The
end is the same for a signal, the closed window and Quit, see :mod:`ui.ending`.
"""

import asyncio
import gc
import importlib
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.browser import has_engine
from ui.ending import Ending
from ui.faults import Faults
from ui.instance import Instance
from ui.logs import start_logging
from ui.loop import QtLoop, make_loop
from ui.options import SAFE_AND_FILES, Files, Options
from ui.shell.main_window import MainWindow
from ui.shell.settings import Settings
from ui.theme import Theme
from webchat.config import Config
from webchat.errors import WebChatError
from webchat.simulator import Simulator
from webchat.tasks import TaskBag

NAME = "webchat"
_FIRST_PAINT_LIMIT = 2.0
_KEPT_FOR_THREADS = 0.7  # seconds of the end for what comes after the simulation's
_log = logging.getLogger(__name__)

Scenario: TypeAlias = Callable[["Run"], Awaitable[int | None]]
"""What runs once the window is there; an exit code ends the run, None leaves it open."""


def run(options: Options, scenario: Scenario | None = None) -> int:
    """Run the program until somebody ends it.

    Args:
        options: What the command line asked for.
        scenario: Runs in the open window, as the demo does.

    Returns:
        The exit code.

    Raises:
        WebChatError: The data folder cannot be used.
    """
    ending, faults = Ending(), Faults()
    stop_logging = _logging(options)
    forget_signals = ending.catch_signals()
    faults.install()
    try:
        app = make_application()
        instance = Instance(options.data_dir)
        if not instance.claim():
            instance.hand_over(Files() if options.is_safe else options.files)
            return 0
        with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
            program = Run(options, instance, ending, faults, collect_again)
            return runner.run(program.main(scenario))
    finally:
        ending.over()
        faults.uninstall()
        forget_signals()
        stop_logging()


def collect_again() -> None:
    """Collect garbage from now on, but never look at what the start has made: it stays."""
    gc.freeze()
    gc.enable()


def make_application() -> QApplication:
    """Return the application, dressed; the one that exists, if there is one."""
    QCoreApplication.setApplicationName(NAME)
    QCoreApplication.setOrganizationName(NAME)
    found = QApplication.instance()
    if found is None and has_engine():  # which draws into the window; that has to be said before
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationDisplayName("Webchat simulator")
    app.setDesktopFileName(NAME)
    theme = Theme.instance()
    theme.apply(app)
    app.setWindowIcon(theme.icon("message-square", 20, "accent"))
    return app


class Run:
    """The parts of one run.

    Attributes:
        sim: The simulation.
        window: Its window.
        ending: How to end the run.
        options: What the command line asked for.
    """

    sim: Simulator
    window: MainWindow

    def __init__(
        self,
        options: Options,
        instance: Instance,
        ending: Ending,
        faults: Faults,
        on_painted: Callable[[], object] = lambda: None,
    ) -> None:
        """Make nothing yet.

        Args:
            options: What the command line asked for.
            instance: This program's hold on the data folder; let go of at the end.
            ending: Says when to end.
            faults: Told how to show what nobody caught.
            on_painted: Called once, after the first paint.
        """
        self.options = options
        self.ending = ending
        self._instance = instance
        self._faults = faults
        self._tasks = TaskBag("program", self._on_task_failed)
        self._on_painted = on_painted
        self._code = 0

    async def main(self, scenario: Scenario | None = None) -> int:
        """Open everything, wait for the end, end everything; the exit code."""
        loop = asyncio.get_running_loop()
        self._faults.watch(loop)
        if isinstance(loop, QtLoop):
            loop.on_quit = self.ending.request
        self.sim = Simulator(self.options.config)
        self.sim.plugins.is_safe = self.options.is_safe
        try:
            await self.sim.__aenter__()
            self._open_window()
            await painted(self.window)
            self._on_painted()
            self._tasks.spawn(self._go_on(scenario), name="start")
            await self.ending.wait()
        finally:
            self.ending.request()
            await self._end()
        return self._code

    def _open_window(self) -> None:
        self.window = MainWindow(self.sim, settings=Settings.in_folder(self.options.data_dir))
        self.window.quit_requested.connect(self.ending.request)
        self._instance.handed_over.connect(self._on_handed_over)
        self._faults.show = self._show_error
        for sentence in self.options.notices:
            self.window.notices.show_notice(sentence, "warning")
        if self.options.is_safe and self.options.files:
            self.window.notices.show_notice(SAFE_AND_FILES, "information")
        self.window.show()

    async def _go_on(self, scenario: Scenario | None) -> None:
        """Do what no first paint needs."""
        self._instance.listen()
        importlib.import_module("ui.chat.canvases")
        await self.sim.plugins.restore()
        if not self.options.is_safe:
            await self._load(self.options.files)
            await self.sim.functions.restore()  # last: a run left open may be of an app named here
            self.window.functions.news.follow()
        _log.info("Ready")
        self._tasks.spawn(_fetch(fetched_later(self.options.config)), name="fetch modules")
        if scenario is not None:
            code = await scenario(self)
            if code is not None:
                self._code = code
                self.ending.request()

    async def _load(self, files: Files) -> None:
        """Load files of a command line: for this run, and without asking."""
        for path in files.plugins:
            await self.sim.plugins.load(path, keep=False)
        for path in files.functions:
            entry = await self.sim.functions.apps.load(path, keep=False)
            if entry.error is not None:
                sentence = f"The function app {entry.name} cannot be used. {entry.error}"
                self.window.notices.show_notice(sentence, "warning")

    def _on_handed_over(self, files: Files) -> None:
        self.window.setVisible(True)
        self.window.raise_()
        self.window.activateWindow()
        self._tasks.spawn(self._load(files), name="load what a second start brought")

    def _show_error(self, sentence: str) -> None:
        self.window.notices.show_notice(f"{sentence} The log tells more.", "error")

    def _on_task_failed(self, task: asyncio.Task[object], error: BaseException) -> None:
        _log.error("Task %s failed", task.get_name(), exc_info=error)
        if isinstance(error, WebChatError):
            self.window.notices.show_notice(str(error), "error")
        else:
            self._show_error(f"Something went wrong at the start: {error}.")

    async def _end(self) -> None:
        """Take everything down again, in the order in which the parts need one another.

        Tasks that nobody owns are left to the runner, which cancels them; the guard of
        :mod:`ui.ending` names the one that does not listen.
        """
        if hasattr(self, "window"):
            self.window.hide()
        await self._tasks.aclose(self.ending.left / 4)
        try:
            async with asyncio.timeout(max(0.1, self.ending.left - _KEPT_FOR_THREADS)):
                await self.sim.aclose()
        except TimeoutError:
            _log.error("The simulation did not end in time.")
        self._faults.show = None
        if hasattr(self, "window"):
            self.window.deleteLater()
            QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)
        self._instance.close()


async def painted(window: QWidget) -> None:
    """Wait until *window* has been painted for the first time, but not for ever."""
    first = _FirstPaint(window)
    try:
        async with asyncio.timeout(_FIRST_PAINT_LIMIT):
            await first.seen.wait()
    except TimeoutError:
        _log.info("The window was not painted; it may be hidden.")
    finally:
        window.removeEventFilter(first)


class _FirstPaint(QObject):
    """Sees the first update of a window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.seen = asyncio.Event()
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Go on after the event that paints; it is delivered right after this filter."""
        if event.type() == QEvent.Type.UpdateRequest:
            self.seen.set()
        return False


def fetched_later(config: Config) -> Sequence[str]:
    """Return the modules that take long to import and that no first paint needs.

    The HTTP client is 14 MB, and only a run with a start URL is sure to need it; whoever else
    does imports it then.
    """
    client = () if config.start_engagement_url is None else ("aiohttp",)
    return ("jinja2.sandbox", "watchfiles", *client)


async def _fetch(names: Sequence[str]) -> None:
    for name in names:
        await asyncio.to_thread(importlib.import_module, name)


def _logging(options: Options) -> Callable[[], None]:
    folder = options.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return start_logging(folder, is_debug=options.is_debug)
    except OSError as error:
        raise WebChatError(
            f"The data folder {folder} cannot be used ({error.strerror}); choose another by "
            "--data-dir."
        ) from error
