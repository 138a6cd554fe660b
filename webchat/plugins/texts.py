"""Plugins' texts over the widget's strings, one layer for each plugin.

:meth:`webchat.side.strings.Strings.override` knows one value under another; with several
plugins that come and go in any order, the last in plugin order must win whatever the order
of coming and going was. So the layers are kept here, and one override per key stands for
the winner.
"""

from typing import TYPE_CHECKING

from webchat.side.strings import Strings

if TYPE_CHECKING:
    from webchat.undo import Undo


class TextLayers:
    """The layers over one :class:`Strings`, in plugin order; the last one wins."""

    def __init__(self, strings: Strings) -> None:
        self._strings = strings
        self.layers: list[dict[str, str]] = []
        self._shown: dict[str, tuple[str, Undo]] = {}

    def insert(self, index: int, layer: dict[str, str]) -> None:
        """Put *layer* at *index* of the order."""
        self.layers.insert(index, layer)
        self.refresh()

    def replace(self, old: dict[str, str], new: dict[str, str]) -> None:
        """Put *new* in the place of *old*."""
        self.layers[self._index(old)] = new
        self.refresh()

    def remove(self, layer: dict[str, str]) -> None:
        """Take *layer* away."""
        del self.layers[self._index(layer)]
        self.refresh()

    def move(self, layer: dict[str, str], index: int) -> None:
        """Move *layer* to *index* of the order."""
        self.layers.insert(index, self.layers.pop(self._index(layer)))
        self.refresh()

    def refresh(self) -> None:
        """Show the winners, after a layer has changed."""
        wanted: dict[str, str] = {}
        for layer in self.layers:
            wanted.update(layer)
        for key in [*self._shown, *wanted]:
            self._show(key, wanted.get(key))

    def _show(self, key: str, text: str | None) -> None:
        shown, put_back = self._shown.get(key, (None, None))
        if shown == text:
            return
        if put_back is not None:
            del self._shown[key]
            put_back()
        if text is not None:
            self._shown[key] = (text, self._strings.override(key, text))

    def _index(self, layer: dict[str, str]) -> int:
        """Find by identity: two plugins' layers may be equal."""
        return next(index for index, one in enumerate(self.layers) if one is layer)
