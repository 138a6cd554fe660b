"""From a folder to an app: which functions it has, and what is said about it.

No code of the app is run by that; whether a handler works is seen when it is called.
"""

import os
from pathlib import Path
from types import MappingProxyType

from webchat.errors import FunctionAppError
from webchat.functions.app import FunctionApp
from webchat.functions.apps.names import name_from, shown
from webchat.functions.apps.settings_file import read_settings
from webchat.functions.apps.sources import find_sources, is_part

ARCHIVE = ".zip"
_IN_LOOP = "in_loop concerns Python only; what is written for node runs in a process of its own."


def read_app(folder: Path, *, path: Path | None = None, called: str | None = None) -> FunctionApp:
    """Read the app in *folder*.

    Args:
        folder: Holds the functions, and ``app.toml`` or ``app.json`` if there is one.
        path: What was loaded, when that is another, such as a zip.
        called: Gives name and title unless the settings do; None is the folder's name.

    Raises:
        FunctionAppError: There is no such folder, it holds no app, or something in it cannot be
            used; the sentence says what.
    """
    try:
        if not folder.is_dir():
            raise FunctionAppError(_no_folder(folder))
        return _read(folder, path or folder, folder.name if called is None else called)
    except OSError as error:
        what = Path(error.filename or folder).name
        message = f"{shown(what)} cannot be read: {error.strerror or error}."
        raise FunctionAppError(message) from error


def place_of(path: str | Path) -> Path:
    """Return the path under which an app is known: absolute, resolved, and no file in its folder.

    Args:
        path: The app's folder or zip, or one of the files by which people may name a folder, such
            as its ``app.toml`` or ``index.js``.
    """
    given = Path(os.path.expanduser(path))  # noqa: PTH111  a folder may be called ~x
    folder = given.parent if is_part(given.name) and not given.is_dir() else given
    return Path(os.path.realpath(folder))


def _read(folder: Path, path: Path, called: str) -> FunctionApp:
    said = read_settings(folder)
    sources = find_sources(folder)
    has_node = any(one.language == "node" for one in sources.values())
    odd = (_IN_LOOP,) if said.settings.in_loop and has_node else ()
    return FunctionApp(
        name=said.name or name_from(called),
        title=said.title or shown(called),
        kind=said.kind,
        sources=MappingProxyType(sources),
        folder=folder,
        path=path,
        description=said.description,
        authentication=said.authentication,
        settings=said.settings,
        warnings=(*said.warnings, *odd),
    )


def _no_folder(path: Path) -> str:
    if path.exists():
        return f"A function app is a folder or a {ARCHIVE} file; {shown(path.name)} is neither."
    return "There is no such folder or file."
