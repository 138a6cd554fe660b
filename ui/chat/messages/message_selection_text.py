"""What is copied: a selection, or a message as it was sent."""

from PySide6.QtGui import QClipboard, QGuiApplication

from ui.chat.messages.message_selection import MessageSelection
from ui.chat.messages.message_view import MessageView
from ui.models.messages import MessageListModel

_LAID_OUT = 200  # messages that may be laid out just to be copied


def selected_text(view: MessageView, selection: MessageSelection) -> str:
    """Return what is selected, empty for nothing.

    It is what is shown, with the names of files, and the message as it was sent where a card or a
    plugin's widget stands in its place. Several messages stand below each other, each
    behind its time and author. Where a selection reaches over more than 200 rows, those between its
    first and its last are as they were sent, with the marks of Markdown: what is far out of sight
    has never been laid out, and laying out thousands to copy them would stop the window.
    """
    ends = selection.ends()
    if ends is None:
        return ""
    first, last = ends[0].row, ends[1].row
    model = view.model()
    texts: list[tuple[int, str]] = []
    for row in range(first, last + 1):
        if view.is_bubble(row):
            is_shown = row in {first, last} or last - first <= _LAID_OUT
            text = _shown(view, selection, row) if is_shown else whole_text(model, row)
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
    message = view.model().message(row)
    texts: list[str] = []
    parts = view.parts_of(row)
    if not any(part.text for part in parts) and message is not None and not message.media:
        return whole_text(view.model(), row)
    for number, part in enumerate(parts):
        span = selection.span(row, number)
        if span is not None:
            texts.append(part.text[span.start : span.end])
        elif not part.text and message is not None and selection.covers_part(row, number):
            texts += [one.filename for one in message.media]
    return "\n".join(texts).replace("\r\n", "\n").replace("\r", "\n")


def _told(model: MessageListModel, row: int, text: str) -> str:
    item = model.row(row)
    time, name = model.texts.time(item), model.texts.author(item)
    head = f"[{time}] {name}: " if time else f"{name}: "
    return head + text
