"""From a file to a module: compiled from source each time, and nothing else changed by it.

What other loaders get wrong, and this one does not: bytecode caches tell versions apart by the
second, so nothing is cached here; a module that is not in ``sys.modules`` while it runs breaks
postponed annotations, so it stands there before; a failed load leaves what stood there in
place; two files of one name do not share a module; ``sys.path`` is as it was. The helpers in
a plugin's folder are compiled afresh too.

Loading registers nothing. What a plugin may import of this program is ``webchat``: it gets an
``__import__`` of its own that refuses the rest with a sentence, and hands out a ``sys`` whose
``exit`` ends nothing (:mod:`webchat.plugins.exits`).
"""

import builtins
import contextlib
import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import logging
import re
import sys
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from webchat.folder_watcher import FileMark, marks_of
from webchat.plugins.exits import EXIT_BUILTINS, PLUGIN_SYS, rewritten
from webchat.plugins.faults import LoadError, describe, fault_of
from webchat.plugins.guard import Guard
from webchat.plugins.records import PluginFault

_PREFIX = "webchat_plugin_"
_NOT_FOR_PLUGINS = frozenset({"ui"})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a plugin, as it was when it was read.

    Attributes:
        path: The plugin's file or folder, resolved.
        entry: The file that is run first.
        text: Its bytes.
        digest: Changes with any byte of the plugin, and with nothing else.
    """

    path: Path
    entry: Path
    text: bytes
    digest: str

    @property
    def module_name(self) -> str:
        """The name in ``sys.modules``: stem and eight digits that stand for the path."""
        stem = re.sub(r"\W", "_", self.path.stem)
        return f"{_PREFIX}{stem}_{hashlib.sha256(str(self.path).encode()).hexdigest()[:8]}"


def entry_of(path: Path) -> Path:
    """Return the file that is run first: *path* itself, or ``__init__.py`` of that folder."""
    return path if path.suffix == ".py" and not path.is_dir() else path / "__init__.py"


def files_of(path: Path) -> tuple[Path, ...]:
    """Return every source file of the plugin at *path*, sorted."""
    if not path.is_dir():
        return (path,)
    return tuple(sorted(file for file in path.rglob("*.py") if file.is_file()))


def read_source(path: Path) -> Source:
    """Read the plugin at *path*.

    Args:
        path: A ``.py`` file, or a folder that holds ``__init__.py``; absolute and resolved.

    Raises:
        LoadError: There is no such file, it is neither of the two, or it cannot be read.
    """
    _check_form(path)
    entry = entry_of(path)
    try:
        texts = {file: file.read_bytes() for file in files_of(path)}
        text = texts[entry]
    except OSError as error:
        message = f"It cannot be read: {error.strerror or error}."
        raise LoadError(PluginFault(message, path)) from error
    digest = hashlib.sha256()
    for file, content in texts.items():
        digest.update(f"{file}\0{len(content)}\0".encode())
        digest.update(content)
    return Source(path, entry, text, digest.hexdigest())


def signature_of(path: Path) -> tuple[FileMark, ...]:
    """Return what tells cheaply that no file of the plugin at *path* was touched."""
    return marks_of(files_of(path))


def line_of(source: Source, name: str) -> int | None:
    """Return the first line that names *name*, or None."""
    word = re.compile(rf"\b{re.escape(name)}\b".encode())
    for number, line in enumerate(source.text.splitlines(), start=1):
        if word.search(line.partition(b"#")[0]):
            return number
    return None


def _check_form(path: Path) -> None:
    if path.is_dir():
        if not (path / "__init__.py").is_file():
            message = "A folder is a plugin if it holds __init__.py; this one does not."
            raise LoadError(PluginFault(message, path))
    elif not path.exists():
        raise LoadError(PluginFault("There is no such file.", path))
    elif path.suffix != ".py" or not path.is_file():
        message = "A plugin is a .py file, or a folder with __init__.py; this is neither."
        raise LoadError(PluginFault(message, path))


class LoadedModule:
    """A plugin's module, and the way back to what stood in its place before.

    Attributes:
        module: The module, run to its end.
        changes: What it redefined while it was imported, and that was put back.
    """

    def __init__(self, source: Source) -> None:
        """Run *source*.

        Raises:
            LoadError: It could not be compiled, or raised; everything is as it was before.
        """
        self.changes: tuple[str, ...] = ()
        self._source = source
        self._name = source.module_name
        self._before = self._take_out()
        self._finder = _Submodules(self._name, source.path)
        linecache.checkcache(str(source.entry))
        sys.meta_path.insert(0, self._finder)
        try:
            self.module = self._run()
        except BaseException as error:
            self.put_back()
            if isinstance(error, KeyboardInterrupt):
                raise
            raise LoadError(_load_fault(error, source)) from error

    def _run(self) -> ModuleType:
        source = self._source
        loader = _SourceOnly(self._name, str(source.entry), source.text)
        spec = importlib.util.spec_from_file_location(
            self._name,
            source.entry,
            loader=loader,
            submodule_search_locations=[str(source.path)] if source.path.is_dir() else None,
        )
        if spec is None:  # cannot be: a loader was given
            raise ImportError(f"No module can be made of {source.entry}.")
        module = importlib.util.module_from_spec(spec)
        sys.modules[self._name] = module
        guard = Guard()
        try:
            with guard:
                loader.exec_module(module)
        finally:
            self.changes = guard.changes
        return module

    def put_back(self) -> None:
        """Undo the import: what stood in ``sys.modules`` before stands there again."""
        self._take_out()
        sys.modules.update(self._before)
        self._before = {}
        self._remove_finder()

    def forget(self) -> None:
        """Take the module out of ``sys.modules``, unless a later version has taken its place."""
        if sys.modules.get(self._name) is self.module:
            self._take_out()
        self._before = {}
        self._remove_finder()

    @property
    def is_registered(self) -> bool:
        """Whether this very module stands in ``sys.modules``, or its finder is still asked."""
        return sys.modules.get(self._name) is self.module or self._finder in sys.meta_path

    def _take_out(self) -> dict[str, ModuleType]:
        inner = f"{self._name}."
        names = [name for name in sys.modules if name == self._name or name.startswith(inner)]
        return {name: sys.modules.pop(name) for name in names}

    def _remove_finder(self) -> None:
        with contextlib.suppress(ValueError):
            sys.meta_path.remove(self._finder)


class _SourceOnly(importlib.machinery.SourceFileLoader):
    """Compiles the source each time and writes no bytecode."""

    def __init__(self, fullname: str, path: str, text: bytes | None = None) -> None:
        super().__init__(fullname, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType:
        """Compile the text; what the compiler warns of goes to the log, not to the screen."""
        del fullname
        text = self.get_data(self.path) if self._text is None else self._text
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            program = rewritten(text, self.path)
            code: CodeType = compile(program, self.path, "exec", dont_inherit=True)
        for one in caught:
            _log.warning("%s:%s: %s", self.path, one.lineno, one.message)
        return code

    def exec_module(self, module: ModuleType) -> None:
        """Run the code with an ``__import__`` that knows what is not for plugins."""
        code = self.get_code(module.__name__)
        names = module.__dict__
        own = {"__import__": _import_for_plugin, **EXIT_BUILTINS}
        names["__builtins__"] = {**vars(builtins), **own}
        exec(code, names)  # noqa: S102  to run the person's own file is what was asked for


class _Submodules(importlib.abc.MetaPathFinder):
    """Finds the modules of one plugin's folder, for :class:`_SourceOnly`."""

    def __init__(self, name: str, folder: Path) -> None:
        self._inside = f"{name}."
        self._folder = folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the spec of a module in the folder, or None for all else."""
        del path, target
        if not fullname.startswith(self._inside):
            return None
        inner = self._folder.joinpath(*fullname.removeprefix(self._inside).split("."))
        package = inner / "__init__.py"
        file = package if package.is_file() else inner.with_suffix(".py")
        if not file.is_file():
            return None
        return importlib.util.spec_from_file_location(
            fullname,
            file,
            loader=_SourceOnly(fullname, str(file)),
            submodule_search_locations=[str(inner)] if file == package else None,
        )


def _import_for_plugin(
    name: str,
    globals: Mapping[str, Any] | None = None,  # noqa: A002  the name __import__ has for it
    locals: Mapping[str, Any] | None = None,  # noqa: A002  as above
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    """Import for a plugin's code.

    Raises:
        ImportError: It is a part of this program that is not made for plugins.
    """
    top = name.partition(".")[0]
    if level == 0 and top in _NOT_FOR_PLUGINS:
        raise ImportError(
            f"A plugin cannot import {top}: of this program it may import webchat only. "
            "Widgets come from PySide6, imported inside the component's factory.",
            name=name,
        )
    if level == 0 and name == "sys":
        return PLUGIN_SYS
    return builtins.__import__(name, globals, locals, fromlist or (), level)


def _load_fault(error: BaseException, source: Source) -> PluginFault:
    fault = fault_of(error, source.path)
    if fault.line is not None:
        return fault
    line = source.text[: source.text.index(0)].count(b"\n") + 1 if 0 in source.text else None
    message = f"SyntaxError: {error.msg}" if isinstance(error, SyntaxError) else describe(error)
    return PluginFault(message, source.entry, line)
