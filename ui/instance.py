"""One program per data folder: a second start hands its files to the first.

Who is first is decided by a lock file, which Qt takes from a process that has died. The first
listens on a local socket, named after the folder and open to the same user only; one that a
killed process left behind is removed, as the lock proves that nobody listens. A request is one
line of JSON, answered by one line.
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

from ui.options import Files
from webchat.errors import WebChatError

if TYPE_CHECKING:  # the network is needed after the first paint, or by a second start
    from PySide6.QtNetwork import QLocalServer

LOCK_NAME = "webchat.lock"
_ANSWER = b"taken\n"
_LONGEST = 256 * 1024
_PATIENCE = 5.0  # seconds for a first that has only just begun, or is busy
_PAUSE = 0.05
_log = logging.getLogger(__name__)


class InstanceError(WebChatError):
    """Another program has the data folder, but does not answer."""


class Instance(QObject):
    """This program's hold on a data folder.

    Signals:
        handed_over: A second start brings its :class:`~ui.options.Files`; maybe none.
    """

    handed_over = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Take no hold yet.

        Args:
            folder: The data folder; exists.
            parent: Owns it.
        """
        super().__init__(parent)
        self._folder = folder.resolve()
        self._lock = QLockFile(str(self._folder / LOCK_NAME))
        self._lock.setStaleLockTime(0)  # only the death of its owner makes a lock stale
        self._server: QLocalServer | None = None

    @property
    def server_name(self) -> str:
        """The name of the local socket."""
        return "webchat-" + hashlib.sha256(str(self._folder).encode()).hexdigest()[:24]

    def claim(self) -> bool:
        """Take the folder, unless another program has it.

        Raises:
            InstanceError: The folder cannot be written to.
        """
        if self._lock.tryLock(0):
            return True
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            return False
        raise InstanceError(
            f"The data folder {self._folder} cannot be written to; choose another by --data-dir."
        )

    def listen(self) -> None:
        """Let second starts hand over their files; a failure is logged, as all else works."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415  as above

        QLocalServer.removeServer(self.server_name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        if not self._server.listen(self.server_name):
            _log.warning("Second starts cannot hand over: %s", self._server.errorString())

    def hand_over(self, files: Files) -> None:
        """Give *files* to the program that has the folder.

        Raises:
            InstanceError: It does not answer.
        """
        paths = {"plugins": files.plugins, "functions": files.functions}
        request = json.dumps(paths, default=str).encode() + b"\n"
        deadline = time.monotonic() + _PATIENCE
        while not self._send(request, deadline):
            if time.monotonic() > deadline:
                raise InstanceError(self._no_answer())
            time.sleep(_PAUSE)

    def close(self) -> None:
        """Let the folder go; harmless when it is not held."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _send(self, request: bytes, deadline: float) -> bool:
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415  as above

        socket = QLocalSocket()
        socket.connectToServer(self.server_name)
        if not socket.waitForConnected(_milliseconds(deadline)):
            return False
        socket.write(request)
        answer = b""
        while not answer.endswith(b"\n"):
            if not socket.waitForReadyRead(_milliseconds(deadline)):
                return False
            answer += bytes(socket.readAll().data())
        socket.disconnectFromServer()
        return answer == _ANSWER

    def _no_answer(self) -> str:
        process, _host, _name = self._lock.getLockInfo()
        who = f"process {process}" if process else "another process"
        return (
            f"The data folder {self._folder} is in use by {who}, which does not answer; "
            "end that one, or choose another folder by --data-dir."
        )

    def _on_connection(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(self._on_request)
            socket.disconnected.connect(socket.deleteLater)

    def _on_request(self) -> None:
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415  as above

        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        try:
            files = _files_in(bytes(socket.readLine().data()))
        except ValueError as error:
            _log.warning("A second start sent what is no request: %s", error)
            socket.abort()
            return
        socket.write(_ANSWER)
        socket.flush()
        self.handed_over.emit(files)


def _files_in(line: bytes) -> Files:
    match json.loads(line):
        case {"plugins": [*plugins], "functions": [*functions]}:
            return Files(_paths(plugins), _paths(functions))
    raise ValueError(f"expected plugins and functions, got {line[:80]!r}")


def _paths(texts: Iterable[object]) -> tuple[Path, ...]:
    return tuple(Path(str(text)) for text in texts)


def _milliseconds(deadline: float) -> int:
    return max(1, int((deadline - time.monotonic()) * 1000))
