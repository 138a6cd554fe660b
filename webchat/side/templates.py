"""Texts with places for values: ``{{name}}`` is filled in, everything else stays as it is.

The result is text, never markup, and what is put in is never read as a template. A template is
refused where it is set, not where it is shown: a part of the screen must not go missing over its
wording.

Nearly all places are a mere name. Those are filled in here; the engine, whose import takes longer
than all else that a start does, is for the others.
"""

import functools
import re
from typing import TYPE_CHECKING, Any

from webchat.errors import ConfigError

if TYPE_CHECKING:
    from jinja2 import Template

_PLACE = re.compile(r"\{\{\s*([A-Za-z_]\w*)")
_PLAIN = re.compile(r"(?<!\{)" + _PLACE.pattern + r"\s*\}\}")
_CONSTANTS = frozenset({"true", "false", "none", "True", "False", "None"})
_FOR_THE_ENGINE = ("{{", "{%", "{#", "\r")  # it also has rules of its own for ends of lines


def check(key: str, template: object) -> None:
    """Refuse what is no template.

    Args:
        key: The text it is for, which the sentence names.
        template: What somebody wants to be shown.

    Raises:
        ConfigError: It is no text, would put a value in unescaped, or has a wrong place.
    """
    if not isinstance(template, str):
        came = type(template).__name__
        raise ConfigError(f"String {key!r}: a text was expected, but a {came} came.")
    if "{{{" in template:
        raise ConfigError(
            f"String {key!r}: triple braces would put a value in unescaped; use {{{{name}}}}."
        )
    if "{{" in template and not _is_plain(template):
        try:
            _compiled(template)
        except Exception as error:
            raise ConfigError(f"String {key!r}: {template!r} is no template: {error}.") from error


def fill(template: str, **values: object) -> str:
    """Return the text with *values* put in.

    Raises:
        Exception: Whatever the template's places raise for these values.
    """
    if "{{" not in template:
        return template
    if _is_plain(template) and places(template) <= values.keys():
        return _PLAIN.sub(lambda place: str(values[place[1]]), template)
    return _compiled(template).render(**values)


def places(template: str) -> frozenset[str]:
    """Return the names of the values that a template asks for."""
    return frozenset(_PLACE.findall(template))


@functools.lru_cache(maxsize=512)
def _is_plain(template: str) -> bool:
    between = _PLAIN.sub(" ", template)
    is_engines = any(mark in between for mark in _FOR_THE_ENGINE) or template.endswith("\n")
    return not is_engines and not places(template) & _CONSTANTS


@functools.lru_cache(maxsize=512)
def _compiled(template: str) -> "Template":
    compiled: Template = _environment().from_string(template)
    return compiled


@functools.cache
def _environment() -> Any:
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415  30 ms that the start saves

    return SandboxedEnvironment(autoescape=False)  # the result is text, never markup
