"""Fonts, colours, shapes and measures of the conversation, taken from the tokens once per look.

The four shapes are the documented message styles (webchat-ui, sections 6.3 and 6.4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen, QTextCharFormat

from ui.theme import WidgetTokens

INNER_GAP = 4
MARKER_GAP = 12  # below a line between messages, which has air of its own
PADDING_X = 10
PADDING_TOP = 7
PADDING_BOTTOM = 8
BARE_PADDING = 2  # where nothing is filled
PART_GAP = 6  # between the text and the files of a message
AVATAR = 24
AVATAR_GAP = 8
WIDEST = 440
NARROWEST = 100
SHARE = 0.78  # of the width, for the widest bubble
BAR = 3  # beside a message that has no fill
SPIKE = 6  # below the last bubble of a group, where bubbles have no round corners

# Text in the panel's own colour is read on these as well as these are read on the panel.
_FACES = ("completed", "cancelled", "replaced", "refused", "running")
_LINE_SHARE = 1.4  # from line to line, of the size of the type


class Shape(NamedTuple):
    """One of the documented message styles.

    Attributes:
        is_round: Whether bubbles have round corners.
        has_spike: Whether a spike points down from the last bubble of a group.
        has_fill: Whether bubbles are filled; else a bar stands beside the text.
        is_wide: Whether messages take the whole width, without circles beside them.
        group_gap: Pixels between messages of different authors.
    """

    is_round: bool = True
    has_spike: bool = False
    has_fill: bool = True
    is_wide: bool = False
    group_gap: int = 12


SHAPES: Mapping[str, Shape] = {
    "Rounded": Shape(group_gap=20),
    "Squared": Shape(is_round=False, has_spike=True),
    "Minimal": Shape(is_round=False, has_fill=False),
    "Wide": Shape(is_wide=True),
}


@dataclass(frozen=True, slots=True)
class BubbleColours:
    """Colours of one author's bubbles.

    Attributes:
        fill: Behind everything.
        text: What was said.
        meta: Who and when.
        bar: At the side of a bubble without fill.
        selection: Behind selected text, and the text on it.
    """

    fill: QColor
    text: QColor
    meta: QColor
    bar: QColor
    selection: tuple[QColor, QColor]


class MessageStyle:
    """What every row is drawn with.

    Attributes:
        shape: The message style.
        is_mirrored: Whether own messages are on the left, for a language that runs from the right.
        own: Colours of bubbles on the right.
        other: Colours of bubbles on the left.
        muted: Text between messages.
        date: The day between messages.
        hairline: Lines beside it.
        accent: What calls for attention, and what can be pressed.
        error: What went wrong.
        link: Addresses in a message.
        focus_pen: The ring around the current message.
        faces: Grounds of the circles with initials; each carries :attr:`initials`.
        initials: The letters in a circle.
        face: The ground of a circle with a picture.
        radius: Of bubbles.
        body_font: The text of messages.
        name_font: Names, and what can be pressed.
        initials_font: In an author's circle.
        meta_font: Times and lines between messages.
        line_height: From line to line of a body.
        leading: How a line of text stands at the side where reading begins.
        trailing: How it stands at the other side.
        padding_top: Above the name, inside a bubble.
        padding_bottom: Below the text.
    """

    def __init__(
        self,
        tokens: WidgetTokens,
        base: QFont,
        *,
        shape: Shape = SHAPES["Rounded"],
        is_mirrored: bool = False,
    ) -> None:
        """Make the style of a look.

        Args:
            tokens: The look.
            base: The widget's font; its family is used.
            shape: One of :data:`SHAPES`.
            is_mirrored: Whether left and right are exchanged.
        """
        self.shape, self.is_mirrored = shape, is_mirrored
        self.own, self.other = _bubble_colours(tokens, has_fill=shape.has_fill)
        self.faces = tuple(QColor(getattr(tokens, name)) for name in _FACES)
        self.initials = QColor(tokens.panel)
        if tokens.has_avatar_colours:
            self.faces = (QColor(tokens.avatar_other),)
            self.initials = QColor(tokens.avatar_other_text)
        self.face = QColor(tokens.avatar_other)
        self.muted = QColor(tokens.widget_text_muted)
        self.date = QColor(tokens.date_text)
        self.hairline = QColor(tokens.date_line)
        self.accent = QColor(tokens.link)
        self.error = QColor(tokens.error)
        self.focus_pen = QPen(QColor(tokens.focus), 2)
        self.link = QTextCharFormat()
        self.link.setFontUnderline(True)  # in the bubble's own colour, which is sure to be read
        self.radius = tokens.radius_bubble if shape.is_round else 0
        self.body_font = _font(base, tokens.font_body)
        self.meta_font = _font(base, tokens.font_meta, has_figures_of_one_width=True)
        self.name_font = _font(base, tokens.font_meta, weight=QFont.Weight.Bold)
        self.initials_font = _font(base, tokens.font_meta - 1, weight=QFont.Weight.Bold)
        self.body_metrics = QFontMetricsF(self.body_font)
        self.meta_metrics = QFontMetricsF(self.meta_font)
        self.name_metrics = QFontMetricsF(self.name_font)
        self.leading, self.trailing = _sides(is_mirrored=is_mirrored)
        self.padding_top = PADDING_TOP if shape.has_fill else BARE_PADDING
        self.padding_bottom = PADDING_BOTTOM if shape.has_fill else BARE_PADDING
        self.line_height = round(tokens.font_body * _LINE_SHARE)
        self.meta_height = round(tokens.font_meta * _LINE_SHARE)

    def placed(self, rect: QRect, width: int) -> QRect:
        """Return where a rectangle of a row of *width* is, with left and right as they are now."""
        if not self.is_mirrored:
            return rect
        return QRect(width - rect.left() - rect.width(), rect.top(), rect.width(), rect.height())

    def placed_f(self, rect: QRectF, width: float) -> QRectF:
        """Return the same for a rectangle of fractions."""
        if not self.is_mirrored:
            return rect
        corner = QPointF(width - rect.left() - rect.width(), rect.top())
        return QRectF(corner, rect.size())


def _bubble_colours(tokens: WidgetTokens, *, has_fill: bool) -> tuple[BubbleColours, BubbleColours]:
    """Return the colours of own bubbles and of the others'."""
    bars = QColor(tokens.bubble_own), QColor(tokens.widget_text_muted)
    accent = QColor(tokens.bubble_own), QColor(tokens.bubble_own_text)
    if not has_fill:
        text, meta = QColor(tokens.widget_text), QColor(tokens.widget_text_muted)
        ground = QColor(tokens.widget_window)
        bare = ground, text, meta
        return BubbleColours(*bare, bars[0], accent), BubbleColours(*bare, bars[1], accent)
    own = QColor(tokens.bubble_own), QColor(tokens.bubble_own_text), QColor(tokens.bubble_own_meta)
    other = (
        QColor(tokens.bubble_other),
        QColor(tokens.bubble_other_text),
        QColor(tokens.bubble_other_meta),
    )
    inverted = QColor(tokens.bubble_own_text), QColor(tokens.bubble_own)
    return BubbleColours(*own, bars[0], inverted), BubbleColours(*other, bars[1], accent)


def _sides(*, is_mirrored: bool) -> tuple[Qt.AlignmentFlag, Qt.AlignmentFlag]:
    """Return the flags for a line of text at its leading side, and at the trailing one."""
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    left, right = Qt.AlignmentFlag.AlignLeft | middle, Qt.AlignmentFlag.AlignRight | middle
    return (right, left) if is_mirrored else (left, right)


def _font(
    base: QFont,
    size: int,
    *,
    weight: QFont.Weight = QFont.Weight.Normal,
    has_figures_of_one_width: bool = False,
) -> QFont:
    font = QFont(base)
    font.setPixelSize(size)
    font.setWeight(weight)
    if has_figures_of_one_width:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
