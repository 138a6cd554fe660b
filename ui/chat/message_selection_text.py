"""What is copied: a selection, or a message as it was sent."""

from PySide6.QtGui import QClipboard, QGuiApplication

from ui.chat.message_selection import MessageSelection
from ui.chat.message_view import MessageView
from ui.models.messages import MessageListModel


def selected_text(view: MessageView, selection: MessageSelection) -> str:
    """Return what is selected, empty for nothing.

    Of one message it is what is shown. Several stand below each other, each behind its time and
    author; those between the first and the last are as they were sent, since what is far out of
    sight has never been laid out.
    """
    ends = selection.ends()
    if ends is None:
        return ""
    first, last = ends[0].row, ends[1].row
    model = view.model()
    texts: list[tuple[int, str]] = []
    for row in range(first, last + 1):
        if view.is_bubble(row):
            is_edge = row in {first, last}
            text = _shown(view, selection, row) if is_edge else whole_text(model, row)
            if text:
                texts.append((row, text))
    if len(texts) == 1:
        return texts[0][1]
    return "\n".join(_told(model, row, text) for row, text in texts)


def whole_text(model: MessageListModel, row: int) -> str:
    """Return a message as it was sent, with the names of its files."""
    message = model.message(row)
    names = [one.filename for one in message.media] if message is not None else []
    body = model.body(row)
    return "\n".join([body, *names] if body else names)


def copy_text(text: str) -> None:
    """Put *text* on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def offer_text(text: str) -> None:
    """Let *text* be pasted with the middle button, where the platform knows that (X11)."""
    clipboard = QGuiApplication.clipboard()
    if text and clipboard.supportsSelection():
        clipboard.setText(text, QClipboard.Mode.Selection)


def _shown(view: MessageView, selection: MessageSelection, row: int) -> str:
    parts = view.parts_of(row)
    spans = ((part, selection.span(row, number)) for number, part in enumerate(parts))
    texts = [part.text[span.start : span.end] for part, span in spans if span is not None]
    if not texts and not any(part.text for part in parts):
        return whole_text(view.model(), row)  # of a message that is only files, their names
    return "\n".join(texts).replace("\r\n", "\n").replace("\r", "\n")


def _told(model: MessageListModel, row: int, text: str) -> str:
    item = model.row(row)
    time, name = model.texts.time(item), model.texts.author(item)
    head = f"[{time}] {name}: " if time else f"{name}: "
    return head + text
