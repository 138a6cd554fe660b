"""One child process: started with a socket and a guard, listened to, ended with its family.

What it prints goes through pipes and is nothing but text for the log; calls and answers go
through the socket, so that no handler can print an answer.

It is not asyncio's own subprocess: that hangs when it is cancelled while it starts, and keeps a
thread for each process on older versions of Python.
"""

import asyncio
import contextlib
import os
import secrets
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from webchat.functions.hosts.channel import Channel
from webchat.functions.hosts.family import MARK, kill_family, kill_group
from webchat.functions.hosts.guard import Guard
from webchat.functions.hosts.output import Output
from webchat.functions.hosts.pipes import ExitWatch, Pipe
from webchat.tasks import in_thread

_SOON = 0.5
"""So many seconds the kernel has to close what a killed process had open."""
_NOT_INHERITED = "NODE_CHANNEL_FD"  # else node takes a stranger's descriptor for its parent


class Process:
    """A process that was started.

    Attributes:
        exit_code: How it ended, negative for a signal; None while it runs, and when we ended it.
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
        self.exit_code: int | None = None
        self.exited = asyncio.Event()
        self._was_killed = False
        self._channel = channel
        self._stdout, self._stderr = stdout, stderr
        self._on_exit = on_exit
        self._mark = secrets.token_hex(8)
        self._child: subprocess.Popen[bytes] | None = None
        self._guard: Guard | None = None
        self._pipes: tuple[Pipe, ...] = ()
        self._watch: ExitWatch | None = None

    @property
    def pid(self) -> int:
        """Its id; 0 before it is started."""
        return 0 if self._child is None else self._child.pid

    @property
    def last_words(self) -> str:
        """What it printed last for its errors."""
        return self._stderr.last_words

    async def start(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        """Start it.

        Args:
            command: The program; the number of its socket and *folder* follow.
            folder: Where it is started.
            env: Added to our own environment.

        Raises:
            OSError: It cannot be started.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._spawn([*command, str(theirs.fileno()), str(folder)], theirs, folder, env)
            ours.setblocking(False)
            await asyncio.get_running_loop().create_unix_connection(
                lambda: self._channel, sock=ours
            )
        except BaseException:
            ours.close()
            raise

    def _spawn(
        self, command: Sequence[str], theirs: socket.socket, folder: Path, env: Mapping[str, str]
    ) -> None:
        child = subprocess.Popen(  # noqa: S603  to run an app's code is what this is for
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=folder,
            env=self._environment(env),
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
        self._child = child
        assert child.stdout is not None and child.stderr is not None  # noqa: PT018, S101  for the type checker
        self._pipes = (
            Pipe(child.stdout.fileno(), self._stdout.feed),
            Pipe(child.stderr.fileno(), self._stderr.feed),
        )
        self._watch = ExitWatch(child, self._has_exited)
        self._guard = Guard(child.pid, self._mark)

    def _environment(self, env: Mapping[str, str]) -> dict[str, str]:
        known = {name: value for name, value in os.environ.items() if name != _NOT_INHERITED}
        return {**known, **env, MARK: self._mark}

    def _has_exited(self, code: int) -> None:
        if not self._was_killed:
            self.exit_code = code
        self.exited.set()
        self._on_exit()

    async def end(self, patience: float) -> None:
        """End it with everything it has started; harmless when it was never started.

        Args:
            patience: So many seconds it may take to end by itself; 0 kills it.
        """
        try:
            if self._child is not None:
                await self._end(self._child, patience)
        except asyncio.CancelledError:  # there is no time left to wait for anything
            kill_family(self.pid, self._mark)
            raise
        finally:
            self._close()

    async def _end(self, child: "subprocess.Popen[bytes]", patience: float) -> None:
        if patience and not self.exited.is_set():  # if it is, there may be something to read
            self._channel.close()
            await _within(patience, self.exited)
        self._was_killed = not self.exited.is_set()
        kill_group(child.pid)
        await in_thread(kill_family, child.pid, self._mark)
        # Nobody holds the other ends any more: what was sent before can be read to its end.
        silence = [pipe.closed for pipe in self._pipes]
        await _within(_SOON, self.exited, *silence, self._channel.lost)

    def _close(self) -> None:
        self._channel.close()
        for pipe in self._pipes:
            pipe.close()
        for output in (self._stdout, self._stderr):
            output.end()
        if self._watch is not None:
            self._watch.close()
        if self._child is not None:
            for file in (self._child.stdout, self._child.stderr):
                if file is not None:
                    file.close()
            self._child.poll()
        if self._guard is not None:
            self._guard.close()
            self._guard = None


async def _within(seconds: float, *events: asyncio.Event) -> None:
    """Wait until all of *events* are set, but no longer than *seconds*."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            for event in events:
                await event.wait()
