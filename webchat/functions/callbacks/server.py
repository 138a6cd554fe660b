"""The callback server: addresses for redirects and webhooks, and what comes to them."""

import asyncio
import importlib
import logging
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from webchat.clock import Clock
from webchat.errors import FunctionError
from webchat.functions.callbacks.files import ServedFiles
from webchat.functions.callbacks.history import CallbackHistory
from webchat.functions.callbacks.places import Places
from webchat.functions.callbacks.reception import Receive, Reception
from webchat.functions.callbacks.records import (
    Callback,
    CallbackAnswer,
    CallbackKind,
    CallbackLimits,
    PlaceKind,
)
from webchat.functions.callbacks.sign_ins import SignIns
from webchat.tasks import TaskBag, in_thread

if TYPE_CHECKING:
    from webchat.functions.callbacks.listener import Listener

_FILE = Path("functions") / "callbacks.json"
_NOBODY = CallbackAnswer(503, "Not ready", "Nobody takes this yet. Send it again later.")
_log = logging.getLogger(__name__)


class CallbackServer:
    """Where browsers and services call back.

    It listens on 127.0.0.1 from the moment when the first address is asked for until
    :meth:`aclose`.

    Attributes:
        receive: Takes the callbacks and says what is answered; set by whoever runs functions.
    """

    def __init__(
        self,
        data_dir: Path | None,
        clock: Clock,
        tasks: TaskBag,
        limits: CallbackLimits | None = None,
    ) -> None:
        """Listen to nothing and read nothing yet.

        Args:
            data_dir: Where the addresses are kept; None keeps none.
            clock: Says when something came.
            tasks: Owns the work on callbacks.
            limits: How much may come; None for the usual ones.
        """
        self.receive: Receive = _nobody
        self._path = None if data_dir is None else data_dir / _FILE
        self._clock = clock
        self._tasks = tasks
        self._limits = limits or CallbackLimits()
        self._sign_ins = SignIns()
        self._files = ServedFiles()
        self._notes: list[str] = []
        self._starting = asyncio.Lock()
        self._listener: Listener | None = None
        self._is_closed = False

    @property
    def history(self) -> CallbackHistory:
        """What came, and how it was answered."""
        return self._reception.history

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person: about the file of addresses, and a port that was taken."""
        return (*self._places.notes, *self._notes)

    @property
    def is_running(self) -> bool:
        """Whether it listens."""
        return self._listener is not None

    async def address(self, kind: CallbackKind, app: str, account: str) -> str:
        """Return the address that calls a function of an app, listening from now on.

        Args:
            kind: Which function.
            app: The app's name.
            account: The ``unique_id`` of the identity; empty for none.

        Raises:
            FunctionError: It cannot listen.
        """
        return await self._address(kind, app, account)

    async def oauth_address(self, app: str) -> str:
        """Return ``redirect_uri``, where the browser comes back to after signing in.

        Args:
            app: The name of the app that is being connected.

        Raises:
            FunctionError: It cannot listen.
        """
        return await self._address("oauth", app, "")

    def oauth_answer(self, state: str, timeout: float) -> "asyncio.Future[dict[str, str]]":
        """Expect the browser to come back from a sign-in: from the call on, not from the await.

        So it can be called before the browser is opened, and awaited after it.

        Args:
            state: Which names this sign-in, unguessable, in the query.
            timeout: How long to wait, in seconds.

        Returns:
            The query, ``state`` among it, and ``code`` or ``error``. Cancelling it gives it up.

        Raises:
            AuthenticationError: The browser did not come back in time, or the program ended.
        """
        return self._sign_ins.answer(state, timeout)

    async def serve(self, path: Path, name: str, app: str) -> str:
        """Give a file of this machine out, until it is forgotten or the program ends.

        Args:
            path: Where it lies; free of links.
            name: What it is called; text to show.
            app: The name of the app whose function may fetch it.

        Returns:
            The address to fetch it from, with GET; unguessable.

        Raises:
            FunctionError: It cannot listen.
        """
        base = await self._base()
        return base + self._files.serve(path, name, app)

    def forget(self, url: str) -> None:
        """Give a file out no more under an address that :meth:`serve` has returned."""
        self._files.forget(urlsplit(url).path)

    async def aclose(self, limit: float = 0.5) -> None:
        """Answer whoever waits that the program ends, and listen no more, for good.

        Args:
            limit: How long the last answers may take, in seconds.
        """
        self._is_closed = True
        self._sign_ins.close()
        async with self._starting:
            if self._listener is not None:
                self._reception.close()
                await self._listener.aclose(limit)
                self._listener = None

    @cached_property
    def _places(self) -> Places:
        return Places(self._path)

    @cached_property
    def _reception(self) -> Reception:
        return Reception(
            self._places,
            self._sign_ins,
            self._receive,
            files=self._files,
            clock=self._clock,
            tasks=self._tasks,
            limits=self._limits,
        )

    async def _receive(self, callback: Callback) -> CallbackAnswer:
        return await self.receive(callback)

    async def _address(self, kind: PlaceKind, app: str, account: str) -> str:
        base = await self._base()
        return base + self._places.path_of(kind, app, account)

    async def _base(self) -> str:
        """Return what all addresses begin with, listening from now on."""
        async with self._starting:
            if self._is_closed:
                raise FunctionError("The program is about to end; no callback comes through.")
            if self._listener is None:
                self._listener = await self._started()
        return f"http://127.0.0.1:{self._places.port}"

    async def _started(self) -> "Listener":
        listening = await in_thread(importlib.import_module, "webchat.functions.callbacks.listener")
        listener: Listener = listening.Listener(self._reception.answer, self._limits)
        try:
            port = await listener.start(self._places.ports())
        except OSError as error:
            raise FunctionError(
                f"Callbacks cannot be listened for on 127.0.0.1: {error.strerror or error}."
            ) from error
        if self._places.port not in {0, port}:
            self._note(
                f"Another program has port {self._places.port}, where callbacks came so far; now "
                f"they come to port {port}. Where services know an address, register the new one."
            )
        self._places.keep_port(port)
        return listener

    def _note(self, note: str) -> None:
        self._notes.append(note)
        _log.warning(note)


async def _nobody(_callback: Callback) -> CallbackAnswer:
    return _NOBODY
