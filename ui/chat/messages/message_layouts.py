"""The rows of a model, laid out when they come into sight, and guessed at until then."""

from collections import OrderedDict
from collections.abc import Iterable

from ui.chat.messages import message_style as measures
from ui.chat.messages.message_heights import Guess
from ui.chat.messages.message_row import RowLayout
from ui.chat.messages.message_row_maker import RowMaker
from ui.chat.messages.message_style import MessageStyle
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
        maker: Makes the layouts.
    """

    def __init__(self, model: MessageListModel, side: Side, style: MessageStyle) -> None:
        """Lay out rows of *model*, which shows a conversation of *side*."""
        self._model, self._style = model, style
        self.maker = RowMaker(model, side)
        self._width = 0
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

    def forget_widgets(self, rows: Iterable[int]) -> None:
        """Lay all rows out again that hold widgets, but for these: theirs are gone."""
        staying = {id(self._model.row(row)) for row in rows}
        for key, (item, layout) in list(self._kept.items()):
            if layout.widgets and id(item) not in staying:
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
        key = (id(item), self.maker.gap(row, self._style), self._model.is_read(row), spike, avatar)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][1]
        layout = self.maker.make(row, self._width, self._style)
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
