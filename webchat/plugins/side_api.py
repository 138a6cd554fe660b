"""One kind of side as a plugin sees it: ``app.webchat`` and ``app.desk``."""

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any, TypeVar

from webchat.plugins.actions_api import ActionsApi
from webchat.plugins.contain import Container
from webchat.plugins.ledger import Ledger
from webchat.plugins.share import Share
from webchat.side.strings import Strings
from webchat.undo import Undo

_V = TypeVar("_V")


class SideApi:
    """``app.webchat`` or ``app.desk``.

    Attributes:
        actions: See :class:`~webchat.plugins.actions_api.ActionsApi`.
        store: ``state`` of the current side; ``subscribe`` concerns every side.
        components: What to show in the widget.
        strings: The widget's texts.
    """

    def __init__(self, share: Share, ledger: Ledger, container: Container) -> None:
        """Bind one kind of side to one version of a plugin."""
        self._share = share
        self.actions = ActionsApi(share, ledger, container)
        self.store = StoreApi(share, ledger, container)
        self.components = ComponentsApi(share, ledger, container)
        self.strings = StringsApi(share, ledger)

    @property
    def current_side(self) -> Any:
        """The side that state, client and invocations belong to."""
        return self._share.sides.current

    @property
    def chat_client(self) -> Any:
        """The current side's client of the contact centre.

        Raises:
            EngagementError: There is none, since no engagement was started.
        """
        return self.current_side.chat_client


class StoreApi:
    """``app.webchat.store``."""

    def __init__(self, share: Share, ledger: Ledger, container: Container) -> None:
        self._share = share
        self._ledger = ledger
        self._container = container

    @property
    def state(self) -> Any:
        """The current side's state; frozen."""
        return self._share.sides.current.store.state

    def subscribe(self, selector: Callable[[Any], _V], callback: Callable[[_V], object]) -> Undo:
        """Call *callback* with what *selector* picks, when that has changed on any side.

        Args:
            selector: Picks a part of the state.
            callback: Called with that part; may be async. What it raises is this plugin's
                error and affects nobody else.
        """
        self._ledger.check_open()
        contain = self._container
        name = getattr(callback, "__name__", "callback")
        undo = self._share.subscribe(
            contain.selecting(selector, f"selector of {name}"),
            contain.silently(callback, f"subscriber {name}"),
        )
        return self._ledger.add("subscription", name, undo)


class ComponentsApi:
    """``app.webchat.components``."""

    def __init__(self, share: Share, ledger: Ledger, container: Container) -> None:
        self._parts = share.parts
        self._ledger = ledger
        self._container = container

    def add(
        self,
        slot: str,
        factory: Callable[..., Any],
        *,
        key: str,
        sort_order: int = 0,
        if_: Callable[[Any], bool] | None = None,
    ) -> Undo:
        """Show what *factory* makes among the parts of *slot*.

        Args:
            slot: Name of a component, such as ``MainHeader``.
            factory: Called with ``(side, parent)``, returns a QWidget; with ``(side, parent,
                message)`` for the parts of a message. Never called without a window.
            key: Names the part.
            sort_order: Lower comes first; built-in parts have 0.
            if_: Called with the side; the part shows while it returns true.
        """
        made, shown = self._checked(factory, key), self._condition(if_, key)
        undo = self._parts.add(slot, made, key=key, sort_order=sort_order, if_=shown)
        return self._ledger.add("component", key, undo)

    def replace(
        self,
        slot: str,
        factory: Callable[..., Any],
        *,
        key: str,
        sort_order: int = 0,
        if_: Callable[[Any], bool] | None = None,
    ) -> Undo:
        """Show what *factory* makes in place of *slot*; arguments as :meth:`add`."""
        made, shown = self._checked(factory, key), self._condition(if_, key)
        undo = self._parts.replace(slot, made, key=key, sort_order=sort_order, if_=shown)
        return self._ledger.add("component", key, undo)

    def remove(self, key: str) -> Undo:
        """Leave out the part of this key, built in or added."""
        self._ledger.check_open()
        return self._ledger.add("component", key, self._parts.remove(key))

    def _checked(self, factory: Any, key: str) -> Callable[..., Any]:
        """Return *factory*, contained."""
        self._ledger.check_open()
        if not callable(factory):
            kind = type(factory).__name__
            raise TypeError(f"Component {key!r}: a factory is called, but a {kind} came.")
        return self._container.aloud(factory, f"component {key}")

    def _condition(
        self, if_: Callable[[Any], bool] | None, key: str
    ) -> Callable[[Any], bool] | None:
        if if_ is None:
            return None
        return self._container.aloud(if_, f"condition of component {key}")


class StringsApi(MutableMapping[str, str]):
    """``app.webchat.strings``: set a text by its documented key; unloading puts back what was."""

    def __init__(self, share: Share, ledger: Ledger) -> None:
        self._share = share
        self._ledger = ledger
        self._checker = Strings({})
        self._undos: dict[str, Undo] = {}

    def __getitem__(self, key: str) -> str:
        own = self._share.texts
        return own[key] if key in own else self._share.sides.kind.strings[key]

    def __setitem__(self, key: str, template: str) -> None:
        self.override(key, template)

    def __delitem__(self, key: str) -> None:
        self._undos.pop(key)()

    def __iter__(self) -> Iterator[str]:
        return iter({**self._share.sides.kind.strings, **self._share.texts})

    def __len__(self) -> int:
        return len({**self._share.sides.kind.strings, **self._share.texts})

    def override(self, key: str, template: str) -> Undo:
        """Set a text; the undo takes this plugin's text away again.

        Raises:
            ConfigError: It is no template, or would put a value in unescaped.
        """
        self._ledger.check_open()
        self._checker[key] = template
        self._share.texts[key] = template
        if key not in self._undos:
            self._undos[key] = self._ledger.add("string", key, lambda: self._take_away(key))
        self._share.texts_changed()
        return self._undos[key]

    def _take_away(self, key: str) -> None:
        self._undos.pop(key, None)
        self._share.texts.pop(key, None)
        self._share.texts_changed()

    def render(self, key: str, **values: object) -> str:
        """Return the text under *key* with *values* put in."""
        self._checker[key] = self[key]
        return self._checker.render(key, **values)
