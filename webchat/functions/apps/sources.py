"""Where the functions of an app are in its folder, and whether any of its code has changed.

A function is ``<name>.py`` or ``<name>.js``, or ``index.py`` or ``index.js`` in a folder of its
name; in the app's own folder those two are the action function. One function is one file: with
two of them nobody could say which one runs.
"""

import hashlib
import io
import os
import tokenize
import warnings
from collections.abc import Iterator
from pathlib import Path

from webchat.errors import FunctionAppError
from webchat.folder_watcher import folders_in
from webchat.functions.app import Language, Source
from webchat.functions.apps.names import shown
from webchat.functions.apps.settings_file import FILE_NAMES
from webchat.functions.contract.records import FUNCTION_NAMES, FunctionName

LANGUAGES: dict[str, Language] = {".py": "python", ".js": "node"}
_CODE = frozenset({".py", ".js", ".mjs", ".cjs"})
_DECLARATIONS = frozenset({*FILE_NAMES, "package.json"})
_MOST_FILES = 5000
_LONGEST_LIST = 5


def find_sources(folder: Path) -> dict[FunctionName, Source]:
    """Return the functions of the app in *folder*; ``action`` is among them.

    Raises:
        FunctionAppError: There is no action function, or two files are one function.
        OSError: The folder or a file cannot be read.
    """
    sources = {}
    for name in FUNCTION_NAMES:
        found = [one for one in _candidates(name) if os.path.lexists(folder / one)]
        if len(found) > 1:
            both = " and ".join(found)
            raise FunctionAppError(
                f"There are two files for the {name} function: {both}; keep one."
            )
        if found:
            sources[name] = _source(folder, found[0])
    if "action" not in sources:
        raise FunctionAppError(_without_action(folder))
    return sources


def is_part(name: str) -> bool:
    """Whether a file of this name belongs to the app in whose folder it lies."""
    return name in _DECLARATIONS or any(name in _candidates(one) for one in FUNCTION_NAMES)


def code_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of an app that people write, in a fixed order.

    These are its code and its declarations. What else lies there may be written by the functions
    themselves, and an app that keeps a note must not be started anew each time.
    """
    found: list[Path] = []
    for inner in folders_in(folder):
        found += sorted(path for path in inner.iterdir() if _is_written(path))
        if len(found) > _MOST_FILES:
            break
    return tuple(found[:_MOST_FILES])


def digest_of(files: tuple[Path, ...]) -> str:
    """Return what changes with any byte of *files*, and with nothing else."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").digest()
        digest.update(os.fsencode(path) + b"\0" + content)
    return digest.hexdigest()


def _candidates(name: FunctionName) -> Iterator[str]:
    for suffix in LANGUAGES:
        yield f"{name}{suffix}"
        yield f"{name}/index{suffix}"
        if name == "action":
            yield f"index{suffix}"


def _source(folder: Path, name: str) -> Source:
    path = folder / name
    if not path.is_file():
        raise FunctionAppError(f"{name} is not a file.")
    source = Source(LANGUAGES[path.suffix], path)
    if source.language == "python":
        _check_text(name, path.read_bytes())
    else:
        path.open("rb").close()  # node takes any bytes, if it may read them
    return source


def _check_text(name: str, code: bytes) -> None:
    """See that *code* is text in the encoding that it says it has.

    Raises:
        FunctionAppError: It is not.
    """
    try:
        encoding, _lines = tokenize.detect_encoding(io.BytesIO(code).readline)
        code.decode(encoding)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise FunctionAppError(
            f"{name} is not text in UTF-8{_odd_line(code)}; save it so."
        ) from error
    _check_syntax(name, code)


def _check_syntax(name: str, code: bytes) -> None:
    """See that *code* is Python, so that a slip while saving leaves the app as it was.

    Raises:
        FunctionAppError: It is not; the sentence names the line.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # the child tells them, in the log
            compile(code, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        where = f"{name}, line {error.lineno}" if error.lineno else name
        raise FunctionAppError(f"{where} is no Python: {error.msg}.") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise FunctionAppError(f"{name} is no Python: {error}.") from error


def _odd_line(code: bytes) -> str:
    try:
        code.decode()
    except UnicodeDecodeError as error:
        line = code[: error.start].count(b"\n") + 1
        return f" (line {line})"
    return ""


def _is_written(path: Path) -> bool:
    return (path.suffix in _CODE or path.name in _DECLARATIONS) and path.is_file()


def _without_action(folder: Path) -> str:
    *first, last = _candidates("action")
    names = sorted(shown(path.name) for path in folder.iterdir())
    held = ", ".join(names[:_LONGEST_LIST]) + (" and more" if len(names) > _LONGEST_LIST else "")
    return (
        f"There is no action function: expected {', '.join(first)} or {last}, but the folder "
        f"{f'holds {held}' if names else 'is empty'}."
    )
