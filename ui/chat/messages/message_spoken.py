"""Messages and what is in them as a screen reader says them."""

from ui.chat.messages.message_hit import Hit
from ui.chat.text.message_links_open import described
from ui.models.message_rows import Marker, Row
from ui.models.messages import MessageListModel
from webchat.side.strings import Strings

_BUTTONS = {"again": "MessageSendAgain", "discard": "MessageDiscard"}


def spoken_row(model: MessageListModel, strings: Strings, row: int) -> str:
    """Return a message: author, time, text, files, state, and which of how many it is."""
    message = model.message(row)
    sentences = [model.spoken(row)]
    if message is not None:
        sentences += [
            strings.render("MessageFileSpoken", fileName=one.filename) for one in message.media
        ]
        if message.status == "sending":
            sentences.append(strings.render("MessageSending"))
        elif model.is_read(row):
            sentences.append(strings.render("Read"))
    if _is_message(model.row(row)):
        sentences.append(_position(model, strings, row))
    return ", ".join(sentence for sentence in sentences if sentence)


def spoken_hit(model: MessageListModel, strings: Strings, row: int, hit: Hit) -> str:
    """Return something in a message that can be pressed."""
    if hit.kind == "link":
        return strings.render("MessageLinkSpoken", address=described(hit.address))
    message = model.message(row)
    if hit.kind == "file":
        media = message.media if message is not None else ()
        place = int(hit.address)
        name = media[place].filename if place < len(media) else ""
        return strings.render("MessageFileSpoken", fileName=name)
    if hit.kind == "discard" and message is not None and message.status == "sending":
        return strings.render("MessageCancelSending")
    return strings.render(_BUTTONS[hit.kind])


def _position(model: MessageListModel, strings: Strings, row: int) -> str:
    position, count = model.position(row)
    return strings.render("MessagePosition", position=position, count=count)


def _is_message(row: Row) -> bool:
    return not isinstance(row, Marker) or row.kind == "predefined"
