"""Which languages there are, and which one a configuration asks for.

English is the table itself, the others are files in ``assets/strings``, and two are made from the
table to test with. The files are found beside the packages in a checkout and inside this one in an
installed wheel, as the core does not know the window's folder.
"""

import functools
import logging
from dataclasses import replace
from pathlib import Path

from webchat.config import Config
from webchat.errors import ConfigError
from webchat.side import string_file
from webchat.side.language import ENGLISH, Language
from webchat.side.pseudo import pseudo, pseudo_right_to_left
from webchat.side.string_file import StringFile
from webchat.side.strings import DEFAULT_STRINGS, Strings

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE.parent / "assets" / "strings", _PACKAGE / "_strings")
_MADE = (pseudo, pseudo_right_to_left)
_log = logging.getLogger(__name__)


@functools.cache
def shipped() -> tuple[Language, ...]:
    """Return English and the languages of the shipped files, by code."""
    found = {ENGLISH.code: ENGLISH}
    for folder in _PLACES:
        for path in sorted(folder.glob("*.json")):
            language = _read(path)
            if language is not None:
                found.setdefault(language.code, language)
    return tuple(found.values())


@functools.cache
def pseudo_languages() -> tuple[Language, ...]:
    """Return the languages that are made from the table to test with."""
    return tuple(make(DEFAULT_STRINGS) for make in _MADE)


def find(code: str) -> Language | None:
    """Return the language that is nearest to *code*: itself, else one of the same tongue.

    Args:
        code: Such as ``de``, ``de-AT`` or ``de_AT``; the case does not matter.
    """
    wanted = code.replace("_", "-").casefold()
    if wanted == ENGLISH.code.casefold():
        return ENGLISH  # without reading the files of all the others
    known = {one.code.casefold(): one for one in (*shipped(), *pseudo_languages())}
    if wanted in known:
        return known[wanted]
    tongue = wanted.split("-")[0]
    return next((one for key, one in known.items() if key.split("-")[0] == tongue), None)


def configured(strings: Strings, config: Config) -> None:
    """Let *strings* say what a configuration asks for; what it gets wrong is logged."""
    for warning in warnings_about(config, "The configuration"):
        _log.warning("%s", warning)
    strings.speak(find(config.language or ENGLISH.code) or ENGLISH)
    if config.strings:
        strings.configure(string_file.checked(config.strings, "").strings)


def warnings_about(config: Config, where: str) -> tuple[str, ...]:
    """Return a sentence about each text and language of a configuration that is odd.

    Args:
        config: What was configured.
        where: Where, for the sentences, such as a file's name.
    """
    warnings: tuple[str, ...] = ()
    if config.language is not None and find(config.language) is None:
        there_are = ", ".join(one.code for one in shipped())
        sentence = f"{where}: there is no language {config.language!r}, so it is English; "
        warnings = (f"{sentence}there are: {there_are}.",)
    if not config.strings:
        return warnings
    return warnings + string_file.checked(config.strings, f"{where}: strings").warnings


def loaded(path: Path, current: Language) -> StringFile:
    """Read a file that the person chose; what it lacks is taken from the language that it is of.

    Args:
        path: The file.
        current: What is spoken now, which a file that names no language is laid over.

    Raises:
        ConfigError: It cannot be used; the sentence names it.
    """
    given, warnings = string_file.read(path)
    if not given.code:
        texts = {**current.strings, **given.strings}
        return StringFile(replace(current, name=path.stem, strings=texts), warnings)
    base = find(given.code)
    texts = {**(base.strings if base is not None else {}), **given.strings}
    return StringFile(replace(given, strings=texts), warnings)


def _read(path: Path) -> Language | None:
    """Read a file of ours, whose texts the tests have looked at."""
    try:
        return string_file.language_of(string_file.parse(path), path)
    except ConfigError as error:  # a damaged file of ours must not keep the program from starting
        _log.error("%s", error)
        return None
