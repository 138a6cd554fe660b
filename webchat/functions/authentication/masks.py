"""Taking secrets out of everything that is shown: logs, sentences, recorded calls, addresses.

A secret that is known is found by its value, in each way it may be written; what is not known,
or too short, is found by its key. The seed's own example prints all of its parameters with the
credential among them, so this is not for careless programs alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from webchat.functions.authentication.search import Search, Short, search_for
from webchat.functions.authentication.secret_forms import Forms, forms_of, is_long_enough
from webchat.functions.authentication.secret_keys import (
    is_secret_key,
    masked_value,
    replaced_in_credential,
)

TOO_DEEP: Final = "(nested too deeply to be shown)"


class Masks:
    """The secrets that are known, and what shows nothing of them."""

    def __init__(self, limit: int = 200) -> None:
        """Know no secret yet.

        Args:
            limit: How many secrets to know at most. The one that was not learned again for the
                longest time is let go of, such as a token that has been renewed often since.
        """
        self._limit = limit
        self._known: dict[str, Forms] = {}
        self._short: dict[Short, None] = {}
        self._has_learned = False
        self._search = Search()

    def learn(self, secret: str | Mapping[str, Any]) -> None:
        """Show nothing more of a secret from now on.

        Args:
            secret: A text, or a ``credential`` as functions get it, with whatever is secret in
                it. A text of less than four characters cannot be told from others and is passed
                over; in a credential it is known together with its key.
        """
        if isinstance(secret, str):
            self._learn("", secret)
        else:
            replaced_in_credential(secret, self._learn)
        if self._has_learned:
            _let_go_of_the_oldest(self._known, self._limit)
            _let_go_of_the_oldest(self._short, self._limit)
            self._search = search_for(self._known.values(), self._short)
            self._has_learned = False

    def text(self, text: str) -> str:
        """Return *text* without secrets."""
        return self._search.masked(text)

    def json(self, value: Any) -> Any:
        """Return a copy of JSON data, such as a call's parameters or answer, without secrets."""
        search = self._search.narrowed_to("\n".join(_texts_in(value)))
        try:
            return _copy(value, search)
        except RecursionError:
            return TOO_DEEP

    def record(self, record: Any) -> Any:
        """Return a copy of a frozen record, such as a function's result, without secrets."""
        texts = tuple(_texts_in(record))
        search = self._search.narrowed_to("\n".join(texts))
        has_none = search.finds_nothing and not any(map(is_secret_key, texts))
        return record if has_none else _copy_of_record(record, search)

    def _learn(self, key: str, value: Any) -> Any:
        if isinstance(value, str) and is_long_enough(value):
            self._has_learned |= value not in self._known
            forms = self._known.pop(value) if value in self._known else forms_of(value)
            self._known[value] = forms  # the latest, last
        elif isinstance(value, str) and key and value.strip():
            self._has_learned |= (key, value) not in self._short
            self._short.pop((key, value), None)
            self._short[key, value] = None
        return value


def _let_go_of_the_oldest(known: dict[Any, Any], limit: int) -> None:
    for one in tuple(known)[: max(0, len(known) - limit)]:
        del known[one]


def _texts_in(value: Any) -> Iterator[str]:
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            left.extend((*one, *one.values()))
        elif isinstance(one, (list, tuple)):
            left.extend(one)
        elif is_dataclass(one):
            left.extend(getattr(one, field.name) for field in fields(one))


def _copy(value: Any, search: Search) -> Any:
    if isinstance(value, str):
        return search.masked(value)
    if isinstance(value, Mapping):
        return {search.masked(str(key)): _field(value, key, search) for key in value}
    if isinstance(value, (list, tuple)):
        return [_copy(one, search) for one in value]
    is_plain = value is None or isinstance(value, (bool, int, float))
    return value if is_plain else f"<{type(value).__name__}>"  # a handler may return anything


def _copy_of_record(value: Any, search: Search) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        return replace(value, **{name: _attribute(value, name, search) for name in names})
    if isinstance(value, tuple):
        return tuple(_copy_of_record(one, search) for one in value)
    is_json = isinstance(value, (str, Mapping, list))
    return _copy(value, search) if is_json else value


def _attribute(record: Any, name: str, search: Search) -> Any:
    value = getattr(record, name)
    if name == "headers":  # pairs of a name and a value
        shown = ({"name": key, "value": one} for key, one in value)
        return tuple((one["name"], one["value"]) for one in _copy(tuple(shown), search))
    return _copy_of_record(value, search)


def _field(record: Mapping[Any, Any], key: Any, search: Search) -> Any:
    value = record[key]
    if key == "credential" and isinstance(value, Mapping):
        value = replaced_in_credential(value, lambda _key, one: masked_value(one))
    elif _is_secret(record, key, search):
        return masked_value(value)
    return _copy(value, search)


def _is_secret(record: Mapping[Any, Any], key: Any, search: Search) -> bool:
    if key == "value" and is_secret_key(str(record.get("name"))):  # a header
        return True
    value = record[key]
    is_short_secret = isinstance(value, str) and (key, value) in search.short
    return is_secret_key(str(key)) or key == "credential" or is_short_secret
