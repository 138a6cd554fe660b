"""One child process: started with a socket and a lifeline, listened to, ended with its family.

What it prints goes through pipes and is nothing but text for the log; calls and answers go
through the socket, so that no handler can print an answer.
"""

import asyncio
import contextlib
import os
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from webchat.functions.hosts.channel import Channel
from webchat.functions.hosts.family import MARK, kill_family, kill_group
from webchat.functions.hosts.lifeline import Lifeline
from webchat.functions.hosts.output import Output
from webchat.tasks import in_thread

_SOON = 0.5
"""So many seconds the kernel has to close what a killed process had open."""
_STDOUT, _STDERR = 1, 2
_NOT_INHERITED = "NODE_CHANNEL_FD"  # else node takes a stranger's descriptor for its parent


class Process(asyncio.SubprocessProtocol):
    """A process that was started.

    Attributes:
        pid: Its id; 0 before it is started.
        exit_code: How it ended, negative for a signal; None while it runs.
        exited: Set when it has ended.
    """

    def __init__(
        self, channel: Channel, stdout: Output, stderr: Output, on_exit: Callable[[], object]
    ) -> None:
        """Prepare a process.

        Args:
            channel: Is connected with it.
            stdout: Takes what it prints.
            stderr: Likewise.
            on_exit: Called when it has ended, by itself or not.
        """
        self.pid = 0
        self.exit_code: int | None = None
        self.exited = asyncio.Event()
        self._is_silent = asyncio.Event()
        self._channel = channel
        self._outputs = {_STDOUT: stdout, _STDERR: stderr}
        self._on_exit = on_exit
        self._mark = secrets.token_hex(8)
        self._transport: asyncio.SubprocessTransport | None = None
        self._lifeline: Lifeline | None = None

    @property
    def last_words(self) -> str:
        """What it printed last for its errors."""
        return self._outputs[_STDERR].last_words

    async def start(
        self,
        command: Sequence[str],
        arguments: Sequence[str],
        *,
        folder: Path,
        env: Mapping[str, str],
    ) -> None:
        """Start it.

        Args:
            command: The program; the number of its socket and *arguments* follow.
            arguments: See there.
            folder: Where it is started.
            env: Added to our own environment.

        Raises:
            OSError: It cannot be started.
        """
        ours, theirs = socket.socketpair()
        self._lifeline = Lifeline()
        inherited = (theirs.fileno(), self._lifeline.their_end)
        try:
            await asyncio.get_running_loop().subprocess_exec(
                lambda: self,
                *command,
                str(theirs.fileno()),
                *arguments,
                stdin=asyncio.subprocess.DEVNULL,
                cwd=folder,
                env=self._environment(env),
                pass_fds=inherited,
                start_new_session=True,
            )
            self._lifeline.hold(self.pid)
            await asyncio.get_running_loop().create_unix_connection(
                lambda: self._channel, sock=ours
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
            self._lifeline.close_theirs()

    def _environment(self, env: Mapping[str, str]) -> dict[str, str]:
        known = {name: value for name, value in os.environ.items() if name != _NOT_INHERITED}
        return {**known, **env, MARK: self._mark}

    async def end(self, patience: float) -> None:
        """End it with everything it has started; harmless when it was never started.

        Args:
            patience: So many seconds it may take to end by itself; 0 kills it.
        """
        if self.pid:
            if patience:
                self._channel.close()
                await _within(patience, self.exited)
            kill_group(self.pid)
            await in_thread(kill_family, self.pid, self._mark)
            # Nobody holds the other ends any more: what was sent before can be read to its end.
            await _within(_SOON, self.exited, self._is_silent, self._channel.lost)
        self._channel.close()
        if self._transport is not None:
            self._transport.close()
            await _within(_SOON, self._is_silent)
        for output in self._outputs.values():
            output.end()
        if self._lifeline is not None:
            self._lifeline.let_go()
            self._lifeline = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.SubprocessTransport)  # noqa: S101  for the type checker
        self._transport, self.pid = transport, transport.get_pid()

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        """Take what it printed."""
        assert isinstance(data, bytes)  # noqa: S101  for the type checker
        self._outputs[fd].feed(data)

    def process_exited(self) -> None:
        """Note how it ended."""
        if self._transport is not None:
            self.exit_code = self._transport.get_returncode()
        self.exited.set()
        self._on_exit()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio's signature
        """Note that its pipes are closed."""
        self._is_silent.set()


async def _within(seconds: float, *events: asyncio.Event) -> None:
    """Wait until all of *events* are set, but no longer than *seconds*."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            for event in events:
                await event.wait()
