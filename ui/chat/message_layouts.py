"""The rows of a model, laid out when they come into sight, and guessed at until then."""

from collections import OrderedDict
from functools import partial

from ui.chat import message_style as measures
from ui.chat.message_avatar import Face, Pictures
from ui.chat.message_bubble import Bubble, BubbleLayout
from ui.chat.message_footer import Below
from ui.chat.message_heights import Guess
from ui.chat.message_marker import MarkerLayout
from ui.chat.message_parts import MessageParts
from ui.chat.message_row import RowLayout
from ui.chat.message_style import MessageStyle
from ui.chat.props import Props
from ui.models.message_rows import Marker, Row
from ui.models.messages import MessageListModel
from webchat.side.side import Side

_KEPT = 200  # layouts of rows seen last; a screen shows about twenty
_AROUND = 3  # between the name and the text
_MARKER_GUESS = 30
_FILE_GUESS = 90


class RowLayouts:
    """Layouts by row; the ones used last are kept.

    Attributes:
        pictures: Where the authors' pictures come from; None shows initials.
        parts: Makes what bubbles are made of.
    """

    def __init__(self, model: MessageListModel, side: Side, style: MessageStyle) -> None:
        """Lay out rows of *model*, which shows a conversation of *side*."""
        self._model, self._strings = model, side.strings
        self._props, self.parts = Props.of(side), MessageParts(side)
        self._style = style
        self._width = 0
        self.pictures: Pictures | None = None
        self._kept: OrderedDict[object, tuple[Row, RowLayout]] = OrderedDict()

    @property
    def width(self) -> int:
        """Width of the content, in pixels."""
        return self._width

    def set_width(self, width: int) -> None:
        """Lay out for another width from now on."""
        self._width = width
        self._kept.clear()

    def set_style(self, style: MessageStyle) -> None:
        """Lay out with another look from now on."""
        self._style = style
        self._kept.clear()

    def clear(self) -> None:
        """Forget every layout, because the texts have changed."""
        self._kept.clear()

    def forget(self, row: int) -> None:
        """Lay one row out again when it is asked for next."""
        item = self._model.row(row)
        for key in [key for key, (kept, _layout) in self._kept.items() if kept is item]:
            del self._kept[key]

    def height(self, row: int) -> int:
        """Return the height of a row, laying it out."""
        return self.layout(row).height

    def layout(self, row: int) -> RowLayout:
        """Return the layout of a row."""
        item = self._model.row(row)
        # A record never changes, so its identity says all but how its neighbours change its look.
        spike = self._style.shape.has_spike and self._model.ends_group(row)
        avatar = self._model.avatar(row)
        key = (id(item), self._gap(row), self._model.is_read(row), spike, avatar)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][1]
        layout = self._make(row)
        self._kept[key] = (item, layout)  # with the record, so that its identity stays taken
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return layout

    @property
    def per_line(self) -> int:
        """About how many characters a line holds; 0 while there is no width."""
        if self._width <= 0:
            return 0
        shape, style = self._style.shape, self._style
        widest = (
            self._width if shape.is_wide else min(measures.WIDEST, self._width * measures.SHARE)
        )
        body_width = widest - 2 * measures.PADDING_X
        return max(1, int(body_width / style.body_metrics.averageCharWidth()))

    def guess(self, start: int, end: int) -> Guess:
        """Return about how tall rows are, without laying them out; 0 while there is no width.

        Args:
            start: The first of them.
            end: The one below the last.
        """
        style, per_line, model = self._style, self.per_line, self._model
        if not per_line:
            return Guess([0] * (end - start), 0)
        above = model.row(start - 1) if start else None
        author = None if above is None or isinstance(above, Marker) else above.author
        around = style.padding_top + style.meta_height + style.padding_bottom + _AROUND
        wrapped = 0
        heights: list[int] = []
        for row in model.rows(start, end):
            if isinstance(row, Marker):
                heights.append(_MARKER_GUESS)
                author = None
                continue
            lines = len(row.body) // per_line
            wrapped += lines
            gap = measures.INNER_GAP if row.author == author else style.shape.group_gap
            lines += 1 + row.body.count("\n")
            files = len(row.media) * _FILE_GUESS
            heights.append(lines * style.line_height + around + gap + files)
            author = row.author
        return Guess(heights, wrapped * style.line_height)

    def _make(self, row: int) -> RowLayout:
        kind = self._model.kind(row)
        if kind in {"message", "predefined"}:
            return BubbleLayout(self._bubble(row), self._width, self._style)
        style = self._style
        colour = {"new": style.accent, "date": style.date}.get(kind, style.muted)
        line = {"new": style.accent, "date": style.hairline}.get(kind)
        text = self._model.texts.body(self._model.row(row))
        return MarkerLayout(text, self._width, style, colour=colour, line=line)

    def _bubble(self, row: int) -> Bubble:
        model, texts, item = self._model, self._model.texts, self._model.row(row)
        is_own = model.is_own(row)
        shape = self._style.shape
        has_circles = not shape.is_wide
        return Bubble(
            partial(self.parts.make, texts.body(item), model.message(row), self._style),
            texts.author(item),
            texts.time(item),
            is_own,
            self._gap(row),
            has_indent=has_circles,
            face=self._face(row) if has_circles and not is_own else None,
            ends_group=shape.has_spike and model.ends_group(row),
            is_sending=model.status(row) == "sending",
            below=self._below(row),
        )

    def _face(self, row: int) -> Face | None:
        if not self._model.starts_group(row):
            return None
        item, texts = self._model.row(row), self._model.texts
        name = texts.author(item)
        identity = name if isinstance(item, Marker) else item.author
        return Face(identity, name, self._model.avatar(row), self.pictures)

    def _below(self, row: int) -> Below:
        model, strings = self._model, self._strings
        status, item = model.status(row), model.row(row)
        if status == "failed":
            again, discard = strings["MessageSendAgain"], strings["MessageDiscard"]
            return Below(error=model.texts.error(item), again=again, discard=discard)
        if status == "sending" and not isinstance(item, Marker) and item.media:
            return Below(discard=strings["MessageCancelSending"])
        is_told = model.is_read(row) and self._props.show_read_status
        return Below(read=strings["Read"] if is_told else "")

    def _gap(self, row: int) -> int:
        if not self._model.starts_group(row):
            return measures.INNER_GAP
        if row and self._model.kind(row - 1) not in {"message", "predefined"}:
            return measures.MARKER_GAP
        return self._style.shape.group_gap
