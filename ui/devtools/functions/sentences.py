"""What there is to say of an answer, a line for each: what is wrong, what follows from it."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from ui.devtools.functions.line_list import LineList, ListLine

Sort: TypeAlias = Literal["error", "finding", "follows", "remark"]


class _Look(NamedTuple):
    icon: str
    tint: str
    spoken: str


_LOOKS: Mapping[Sort, _Look] = {
    "error": _Look("triangle-alert", "failed", "Error"),
    "finding": _Look("circle-alert", "failed", "Does not fit"),
    "follows": _Look("arrow-right", "text_muted", "Would follow"),
    "remark": _Look("info", "cancelled", "Note"),
}


class Sentence(NamedTuple):
    """One sentence.

    Attributes:
        sort: What it is: why there is no answer, a finding, what would follow, a remark.
        text: The sentence.
        path: The field that it is about; None for none.
    """

    sort: Sort
    text: str
    path: str | None = None


class Sentences(LineList):
    """A list of sentences.

    Signals:
        path_chosen: The person chose a sentence about a field; its path.
    """

    path_chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, "What there is to say of the answer", parent)
        self.currentItemChanged.connect(self._on_chosen)
        self.itemClicked.connect(self._on_chosen)

    def say(self, sentences: Iterable[Sentence]) -> None:
        """Show these and no others; without any the list makes room for the answer."""
        self.show_lines(_line(one) for one in sentences)
        self.setVisible(self.count() > 0)

    def _on_chosen(self, item: QListWidgetItem | None, *_: object) -> None:
        path = self.about(item)
        if path is not None:
            self.path_chosen.emit(path)


def _line(sentence: Sentence) -> ListLine:
    icon, tint, spoken = _LOOKS[sentence.sort]
    return ListLine(icon, tint, sentence.text, f"{spoken}: {sentence.text}", sentence.path)
