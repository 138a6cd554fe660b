"""Files that a person picks in a form, on their way to the function that asked for them.

A widget answers a ``file`` input with ``file:`` addresses. No function could fetch those, and
anybody can write one: a button, a plugin, a service. So a function gets another address, on
loopback, for what the person has picked, and for nothing else. It lasts as long as the run that
the file was picked for; what was picked while a step was set up lasts until the program ends,
since the step may hold its address.
"""

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes, urlsplit

from webchat.errors import FunctionContractError, FunctionError
from webchat.functions.cards import plain
from webchat.functions.contract.answer import FILES
from webchat.functions.contract.findings import Found, Place, findings
from webchat.functions.contract.records import Form
from webchat.model.attachment import display_name
from webchat.tasks import in_thread

if TYPE_CHECKING:
    from webchat.functions.callbacks.server import CallbackServer
    from webchat.functions.runs.records import Run
    from webchat.functions.runs.runs import Runs

_LOCAL: Final = re.compile(r"[\x00-\x20]*file:", re.IGNORECASE)
_THIS_MACHINE: Final = {"", "localhost"}
_WHO_MAY: Final = "Of this machine's files, functions get those only that a person picks in a form."
_MISSING: Final = "“{name}” is not there any more, or is no file. Choose it again."


class PickedFiles:
    """Gives functions what a person has picked."""

    def __init__(self, callbacks: "CallbackServer", runs: "Runs") -> None:
        """Give nothing yet.

        Args:
            callbacks: Where functions fetch the files.
            runs: Tell when a file is needed no more.
        """
        self._callbacks = callbacks
        self._given: dict[str, dict[tuple[str, Path, str], str]] = {}
        runs.subscribe(self._on_run)

    async def check(self, picked: Iterable[str]) -> None:
        """Look whether what was picked is there, while something else can still be picked.

        Args:
            picked: ``file:`` addresses; see :func:`picked_in`.

        Raises:
            FunctionError: A file is not.
        """
        for url in picked:
            path = await in_thread(_path_of, url)
            if not await in_thread(path.is_file):
                raise _missing(path)

    async def given(
        self, value: Mapping[str, Any], picked: Container[str], *, app: str, run: str = ""
    ) -> dict[str, Any]:
        """Return an input in which picked files have addresses that a function can fetch.

        Args:
            value: The input.
            picked: The ``file:`` addresses of what the person has picked; see :func:`picked_in`.
            app: The name of the app whose function gets it.
            run: The token of the run that it is for; empty while a step is set up.

        Raises:
            FunctionContractError: It names a file of this machine that nobody has picked.
            FunctionError: Nothing can be listened on, so nobody could fetch a file.
        """
        refuse_local_files(value, but=picked)
        copy: dict[str, Any] = plain(value)
        for _place, file in _local_files(copy):
            path = await in_thread(_path_of, file["url"])
            file["url"] = await self._url(path, file.get("name") or path.name, app, run)
        return copy

    async def _url(self, path: Path, name: str, app: str, run: str) -> str:
        given, key = self._given.setdefault(run, {}), (app, path, name)
        if key not in given:
            given[key] = await self._callbacks.serve(path, name, app)
        return given[key]

    def _on_run(self, run: "Run") -> None:
        if run.is_over:
            for url in self._given.pop(run.token, {}).values():
                self._callbacks.forget(url)


def picked_in(form: Form, answers: Mapping[str, Any]) -> frozenset[str]:
    """Return the ``file:`` addresses that a person has answered a form's ``file`` inputs with."""
    asked = {one.key: answers.get(one.key) for one in form if one.type == "file"}
    return frozenset(file["url"] for _place, file in _local_files(asked))


def refuse_local_files(value: Mapping[str, Any], *, but: Container[str] = ()) -> None:
    """Look whether an input names files of this machine.

    Args:
        value: The input.
        but: The addresses of those that it may name.

    Raises:
        FunctionContractError: It does.
    """
    found = [
        Found(("input", *place, "url"), "an http or https address")
        for place, file in _local_files(value)
        if file["url"] not in but
    ]
    if found:
        wrong = findings(found, {"input": value})
        raise FunctionContractError(f"{wrong[0].sentence} {_WHO_MAY}", wrong)


def _local_files(value: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    """Yield the files of file objects, at any depth, whose addresses are of this machine."""
    left: list[tuple[Place, Any]] = [((), value)]
    while left:
        place, one = left.pop()
        if isinstance(one, Mapping):
            if place[-3:-1] == (FILES, "files") and _is_local(one.get("url")):
                yield place, one
            left += (((*place, key), inner) for key, inner in one.items())
        elif isinstance(one, (list, tuple)):
            left += (((*place, index), inner) for index, inner in enumerate(one))


def _is_local(url: object) -> bool:
    return isinstance(url, str) and _LOCAL.match(url) is not None


def _path_of(url: str) -> Path:
    """Return where a ``file:`` address leads to, links followed.

    Raises:
        FunctionError: It leads nowhere on this machine.
    """
    try:
        parts = urlsplit(url)
        path = os.fsdecode(unquote_to_bytes(parts.path))
        if parts.netloc not in _THIS_MACHINE or not path.startswith("/"):
            raise _missing(path)
        return Path(os.path.realpath(path))
    except ValueError as error:  # what is no address, or a name with a zero byte
        raise _missing(url) from error


def _missing(path: Path | str) -> FunctionError:
    return FunctionError(_MISSING.format(name=display_name(str(path))))
