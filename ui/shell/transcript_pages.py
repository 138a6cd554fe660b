"""A transcript painted on paper, line by line.

Every piece of text is laid out by itself and never read as markup, and nothing is fetched: pictures
are those that the transcript holds. A line that has no room goes onto the next page, so a message
may be longer than one. Between entries others have their turn, however long the conversation is.
"""

import asyncio
from collections.abc import Callable, Iterator
from itertools import groupby

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPainter,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from ui.theme.tokens import SHELL_LIGHT as PAPER
from webchat.chat.transcript import Transcript, TranscriptEvent, TranscriptMessage, Wording
from webchat.chat.transcript.cleaning import cleaned, cleaned_line
from webchat.errors import WebChatError

_MARGIN = 15.0  # millimetres
_TITLE, _BODY, _META = 16.0, 10.0, 8.0  # sizes of type; these and those below are in points
_LEADING = 1.25
_GAP, _INDENT, _BAR, _FOOT = 8.0, 10.0, 2.0, 24.0
_PICTURE = 160.0  # how high a picture is at most
_SLICE = 0.004  # seconds until others have their turn

_Align = Qt.AlignmentFlag


async def paint_transcript(
    transcript: Transcript,
    wording: Wording,
    device: QPagedPaintDevice,
    *,
    progress: Callable[[float], object] = lambda _share: None,
) -> int:
    """Paint a transcript on a printer or into a PDF.

    Args:
        transcript: What to paint.
        wording: Its words and times.
        device: What to paint on; its margins are set here.
        progress: Called with how much was painted, from 0 to 1.

    Returns:
        How many pages there are.

    Raises:
        WebChatError: The device does not take it.
    """
    device.setPageMargins(QMarginsF(*[_MARGIN] * 4), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(device):
        raise WebChatError("The printer cannot be used. Choose another one, or print to a file.")
    try:
        pages = _Pages(painter, device, wording, cleaned_line(transcript.title))
        loop = asyncio.get_running_loop()
        turn_ends = loop.time() + _SLICE
        for done in pages.paint(transcript):
            if loop.time() >= turn_ends:
                progress(done / max(1, len(transcript.entries)))
                await asyncio.sleep(0)
                turn_ends = loop.time() + _SLICE
    except BaseException:
        if abort := getattr(device, "abort", None):
            abort()  # a printer would print the pages that are there
        raise
    else:
        return pages.number
    finally:
        painter.end()


class _Pages:
    """Where on which page the next line stands.

    Attributes:
        number: Of the page, from 1.
    """

    def __init__(
        self, painter: QPainter, device: QPagedPaintDevice, wording: Wording, title: str
    ) -> None:
        self._painter, self._device, self._wording, self._title = painter, device, wording, title
        self._unit = device.logicalDpiY() / 72
        self._width = float(device.width())
        self._bottom = device.height() - _FOOT * self._unit
        self._y = 0.0
        self.number = 1

    def paint(self, transcript: Transcript) -> Iterator[int]:
        """Paint everything; yields how many entries are done."""
        self._head(transcript)
        done = 0
        for day, entries in groupby(transcript.entries, lambda one: self._wording.day(one.time)):
            self._day(self._wording.date(day))
            for entry in entries:
                if isinstance(entry, TranscriptEvent):
                    self._event(entry)
                else:
                    self._message(entry)
                done += 1
                yield done
        self._foot()

    def _head(self, transcript: Transcript) -> None:
        self._text(self._title, _font(_TITLE, is_bold=True))
        self._skip(_GAP)
        for label, text in self._wording.facts(transcript):
            self._text(f"{label}: {cleaned_line(text)}", _font(_BODY), PAPER.text_muted)

    def _day(self, text: str) -> None:
        self._skip(2 * _GAP)
        self._keep(_BODY * 6)
        self._text(text, _font(_BODY, is_bold=True), align=_Align.AlignHCenter)
        pen_y = self._y + 2 * self._unit
        self._painter.fillRect(
            QRectF(0, pen_y, self._width, self._unit / 2), QColor(PAPER.hairline)
        )
        self._skip(_GAP)

    def _event(self, event: TranscriptEvent) -> None:
        self._skip(_GAP)
        text = f"{cleaned_line(self._wording.event(event))} · {self._wording.time(event.time)}"
        self._text(text, _font(_META), PAPER.text_muted, align=_Align.AlignHCenter)

    def _message(self, message: TranscriptMessage) -> None:
        self._skip(_GAP)
        has_body = bool(message.body.strip())
        shows_picture = any(one.content is not None for one in message.files)
        # A name alone at the foot of a page says nothing.
        self._keep(_BODY * 3 + _PICTURE * (shows_picture and not has_body))
        colour = PAPER.accent if message.is_own else PAPER.hairline
        before = self._y
        time = self._wording.time(message.time)
        self._text(time, _font(_META), PAPER.text_muted, align=_Align.AlignRight)
        self._y = before
        self._text(cleaned_line(message.author), _font(_META, is_bold=True), bar=colour)
        if has_body:
            for line in cleaned(message.body).strip("\n").split("\n"):
                self._text(line, _font(_BODY), bar=colour)
        for file in message.files:
            if file.content is not None:
                self._picture(file.content, colour)
            name = self._wording.render("TranscriptFile", name=cleaned_line(file.name))
            text = f"{name} ({self._wording.size(file.size)})"
            self._text(text, _font(_META), PAPER.text_muted, bar=colour)

    def _text(
        self,
        text: str,
        font: QFont,
        colour: str = PAPER.text,
        *,
        align: Qt.AlignmentFlag = _Align.AlignLeft,
        bar: str | None = None,
    ) -> None:
        """Paint text below what is there, with a bar at its side in the colour *bar*."""
        indent = 0.0 if align == _Align.AlignHCenter else _INDENT * self._unit * (bar is not None)
        x = 0.0 if self._wording.is_right_to_left else indent
        layout = QTextLayout(text, font, self._device)
        layout.setTextOption(self._option(text, align))
        for line in _lines(layout, self._width - indent):
            height = line.height() * _LEADING
            self._keep(height / self._unit)
            self._bar(bar, height)
            self._painter.setPen(QColor(colour))
            line.draw(self._painter, QPointF(x, self._y))
            self._y += height

    def _option(self, text: str, align: Qt.AlignmentFlag) -> QTextOption:
        option = QTextOption()
        is_mirrored = self._wording.is_right_to_left
        if is_mirrored and align != _Align.AlignHCenter:
            swapped = {_Align.AlignLeft: _Align.AlignRight, _Align.AlignRight: _Align.AlignLeft}
            align = swapped[align]
        if align != _Align.AlignHCenter and not text.isascii():
            option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setAlignment(align | _Align.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        return option

    def _picture(self, content: bytes, bar: str) -> None:
        image = QImage.fromData(content)
        if image.isNull():
            return
        room = QSizeF(self._width - _INDENT * self._unit, _PICTURE * self._unit)
        # At 96 dots an inch, as on the screen, unless there is no room for that.
        natural = QSizeF(image.size()) * (self._unit * 72 / 96)
        size = natural if _fits(natural, room) else natural.scaled(room, _KEEP_SHAPE)
        gap, inset = _GAP / 2 * self._unit, _INDENT * self._unit
        height = size.height() + 2 * gap
        self._keep(height / self._unit)
        self._bar(bar, height)
        x = self._width - inset - size.width() if self._wording.is_right_to_left else inset
        self._painter.drawImage(QRectF(QPointF(x, self._y + gap), size), image)
        self._y += height

    def _bar(self, colour: str | None, height: float) -> None:
        if colour is not None:
            width = _BAR * self._unit
            x = self._width - width if self._wording.is_right_to_left else 0
            self._painter.fillRect(QRectF(x, self._y, width, height), QColor(colour))

    def _skip(self, points: float) -> None:
        if self._y:  # a page begins without a gap
            self._y += points * self._unit

    def _keep(self, points: float) -> None:
        """Begin a page unless so much fits below what is there."""
        if self._y and self._y + points * self._unit > self._bottom:
            self._foot()
            self._device.newPage()
            self.number += 1
            self._y = 0.0

    def _foot(self) -> None:
        top = self._device.height() - _META * _LEADING * self._unit
        rect = QRectF(0, top, self._width, self._device.height() - top)
        self._painter.setFont(_font(_META))
        self._painter.setPen(QColor(PAPER.text_muted))
        metrics = self._painter.fontMetrics()
        page = self._wording.render("TranscriptPage", number=self.number)
        room = rect.width() - metrics.horizontalAdvance(page) - _INDENT * self._unit
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, int(room))
        sides = (title, _Align.AlignLeft), (page, _Align.AlignRight)
        for text, align in sides:
            self._painter.drawText(rect, _Align.AlignVCenter | align, text)


_KEEP_SHAPE = Qt.AspectRatioMode.KeepAspectRatio


def _lines(layout: QTextLayout, width: float) -> list[QTextLine]:
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
        lines.append(line)
    layout.endLayout()
    return lines


def _fits(size: QSizeF, room: QSizeF) -> bool:
    return size.width() <= room.width() and size.height() <= room.height()


def _font(size: float, *, is_bold: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(size)
    font.setBold(is_bold)
    return font
