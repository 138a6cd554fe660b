"""Files of texts: what a translator writes, and what is odd about it.

::

    {"language": "de", "name": "Deutsch", "direction": "ltr", "strings": {"Read": "Gelesen"}}

A file that holds nothing but texts by key is understood, too. One bad text never costs the others:
it is passed over, and a sentence names the file, the key and what is wrong.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from webchat.errors import ConfigError
from webchat.side import templates
from webchat.side.language import Direction, Language
from webchat.side.strings import DEFAULT_STRINGS

LARGEST = 1_000_000
"""The largest file that is read, in bytes: a table is a hundredth of it."""

_HEAD = ("language", "name", "direction", "locale")


class Checked(NamedTuple):
    """Texts that can be used, and a sentence about each that is odd."""

    strings: dict[str, str]
    warnings: tuple[str, ...]


class StringFile(NamedTuple):
    """A file that was read.

    Attributes:
        language: Its language and texts; the code is empty where the file names none.
        warnings: A sentence about each text that is odd.
    """

    language: Language
    warnings: tuple[str, ...]


def checked(given: Mapping[str, object], where: str) -> Checked:
    """Look at texts that somebody wrote.

    Args:
        given: Texts by key.
        where: Where they stand, for the sentences, such as a file's name.
    """
    usable: dict[str, str] = {}
    warnings: list[str] = []
    for key, template in given.items():
        if key not in DEFAULT_STRINGS:
            warnings.append(f"{where}: {_unknown(key)}")
            continue
        try:
            templates.check(key, template)
        except ConfigError as error:
            warnings.append(f"{where}: {error} It was passed over.")
            continue
        usable[key] = text = str(template)
        warnings += [f"{where}: {one}" for one in _unknown_places(key, text)]
    return Checked(usable, tuple(warnings))


def read(path: Path) -> StringFile:
    """Read a file of texts that somebody wrote.

    Raises:
        ConfigError: It cannot be read, is no JSON, or holds no texts; the sentence names it.
    """
    data = parse(path)
    given = language_of(data, path)
    found = checked(given.strings, path.name)
    warnings = found.warnings
    if data.get("direction", given.direction) != given.direction:
        came = data["direction"]
        warnings += (f"{path.name}: the direction is ltr or rtl, not {came!r}; ltr it is.",)
    return StringFile(replace(given, strings=found.strings), warnings)


def language_of(data: Mapping[str, Any], path: Path) -> Language:
    """Return the language that a file holds, its texts not yet checked.

    Args:
        data: What :func:`parse` returned.
        path: The file, which stands in for a name and for the sentence.

    Raises:
        ConfigError: It holds no texts.
    """
    texts = data.get("strings", {key: data[key] for key in data if key not in _HEAD})
    if not isinstance(texts, dict) or not texts:
        raise ConfigError(
            f"{path} holds no texts: an object “strings” was expected, with a text for each key."
        )
    code = str(data.get("language") or "")
    direction: Direction = "rtl" if data.get("direction") == "rtl" else "ltr"
    name, locale = str(data.get("name") or code or path.stem), str(data.get("locale") or code)
    return Language(code, name, direction, locale, texts)


def parse(path: Path) -> dict[str, Any]:
    """Return what a JSON file holds.

    Raises:
        ConfigError: It cannot be read, or is no JSON object; the sentence names it.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigError(
                f"{path} is too large for a file of texts; {LARGEST:,} bytes are read at most."
            )
        data = json.loads(path.read_text(encoding="utf-8-sig"))  # some editors write a mark first
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path} cannot be read: {why}.") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid JSON: {error}.") from error
    if not isinstance(data, dict):
        came = type(data).__name__
        raise ConfigError(f"{path} must hold one object of texts, but holds a {came}.")
    return data


def _unknown(key: str) -> str:
    import difflib  # noqa: PLC0415  only for a slip of the keyboard

    near = difflib.get_close_matches(key, DEFAULT_STRINGS, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    return f"there is no text {key!r}{hint}"


def _unknown_places(key: str, template: str) -> list[str]:
    known = templates.places(DEFAULT_STRINGS[key])
    there_are = ", ".join(sorted(known)) or "none"
    return [
        f"the text {key!r} has a place for {name!r}, which is not given to it and stays empty; "
        f"known places: {there_are}."
        for name in sorted(templates.places(template) - known)
    ]
