"""What the window can load from a path: a plugin, or a function app. Nothing is read to tell."""

from collections.abc import Iterator
from pathlib import Path


def can_be_plugin(path: Path) -> bool:
    """Whether a path looks like a plugin: a ``.py`` file, or a folder that is a package."""
    if path.is_dir():
        return _is_package(path) and not can_be_app(path)
    return path.suffix.lower() == ".py" and not can_be_app(path)


def can_be_app(path: Path) -> bool:
    """Whether a path looks like a function app: a folder with a function, a zip, or a file of one.

    A package is a plugin, and so is any ``.py`` file, unless there is an ``app.toml``, too.
    """
    from webchat.functions.apps.reading import ARCHIVE, place_of  # noqa: PLC0415  with the first drop

    if path.is_dir():
        return _has_settings(path) or (not _is_package(path) and any(_functions(path)))
    is_part = place_of(path) != path.resolve()
    if path.suffix.lower() == ".py":
        return is_part and _has_settings(path.parent)
    return is_part or path.suffix.lower() == ARCHIVE


def _is_package(folder: Path) -> bool:
    return (folder / "__init__.py").is_file()


def _has_settings(folder: Path) -> bool:
    from webchat.functions.apps.settings_file import FILE_NAMES  # noqa: PLC0415  as above

    return any((folder / name).is_file() for name in FILE_NAMES)


def _functions(folder: Path) -> Iterator[Path]:
    """Return the functions of an app that are in *folder*."""
    from webchat.functions.apps.sources import LANGUAGES  # noqa: PLC0415  as above
    from webchat.functions.contract.records import FUNCTION_NAMES  # noqa: PLC0415  as above

    stems = ("index", *FUNCTION_NAMES, *(f"{name}/index" for name in FUNCTION_NAMES))
    places = (folder / f"{stem}{suffix}" for stem in stems for suffix in LANGUAGES)
    return (place for place in places if place.is_file())
