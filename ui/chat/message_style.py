"""Fonts, colours and measures of the conversation, taken from the tokens once per look."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen, QTextCharFormat

from ui.theme import Tokens

GROUP_GAP = 20
INNER_GAP = 4
MARKER_GAP = 12  # below a line between messages, which has air of its own
PADDING_X = 10
PADDING_TOP = 7
PADDING_BOTTOM = 8
PART_GAP = 6  # between the text and the files of a message
AVATAR = 24
AVATAR_GAP = 8
WIDEST = 440
NARROWEST = 100
SHARE = 0.78  # of the width, for the widest bubble

_LINE_SHARE = 1.4  # from line to line, of the size of the type


@dataclass(frozen=True, slots=True)
class BubbleColours:
    """Colours of one author's bubbles."""

    fill: QColor
    text: QColor
    meta: QColor


class MessageStyle:
    """What every row is drawn with.

    Attributes:
        own: Colours of bubbles on the right.
        other: Colours of bubbles on the left.
        muted: Text between messages.
        hairline: Lines between messages.
        accent: What calls for attention, and what can be pressed.
        error: What went wrong.
        link: Addresses in a message.
        focus_pen: The ring around the current message.
        radius: Of bubbles.
        body_font: The text of messages.
        name_font: Names, and what can be pressed.
        initials_font: In an author's circle.
        meta_font: Times and lines between messages.
        line_height: From line to line of a body.
    """

    def __init__(self, tokens: Tokens, base: QFont) -> None:
        """Make the style of a look.

        Args:
            tokens: The look.
            base: The widget's font; its family is used.
        """
        self.own = BubbleColours(
            QColor(tokens.bubble_own),
            QColor(tokens.bubble_own_text),
            QColor(tokens.bubble_own_meta),
        )
        self.other = BubbleColours(
            QColor(tokens.bubble_other),
            QColor(tokens.bubble_other_text),
            QColor(tokens.bubble_other_meta),
        )
        self.muted = QColor(tokens.widget_text_muted)
        self.hairline = QColor(tokens.widget_hairline)
        self.accent = QColor(tokens.link)
        self.error = QColor(tokens.error)
        self.focus_pen = QPen(QColor(tokens.focus), 2)
        self.link = QTextCharFormat()
        self.link.setFontUnderline(True)  # in the bubble's own colour, which is sure to be read
        self.radius = tokens.radius_bubble
        self.body_font = _font(base, tokens.font_body)
        self.meta_font = _font(base, tokens.font_meta, has_figures_of_one_width=True)
        self.name_font = _font(base, tokens.font_meta, weight=QFont.Weight.Bold)
        self.initials_font = _font(base, tokens.font_meta - 1, weight=QFont.Weight.Bold)
        self.body_metrics = QFontMetricsF(self.body_font)
        self.meta_metrics = QFontMetricsF(self.meta_font)
        self.name_metrics = QFontMetricsF(self.name_font)
        self.line_height = round(tokens.font_body * _LINE_SHARE)
        self.meta_height = round(tokens.font_meta * _LINE_SHARE)


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
