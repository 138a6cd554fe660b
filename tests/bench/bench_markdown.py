"""What a screenful of Markdown costs: twenty messages, parsed, laid out and drawn.

Run as ``python tests/bench/bench_markdown.py``. A text is parsed once and laid out again with every
change of width, so the two are told apart. Plain text of the same messages is the floor. The first
round also loads fonts and the parser, and is printed by itself. Times are in ms.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ui.chat.messages.message_style import MessageStyle
from ui.chat.text.message_markdown import MarkdownBlock
from ui.chat.text.message_markdown_blocks import blocks_of
from ui.chat.text.message_text import TextBlock
from ui.theme import LIGHT

ROOM = 240.0
ROUNDS = 50
MESSAGES = (
    "# One\n## Two\nbody with **bold**, *italic*, ~struck~ and `code` in it, and some more words.",
    "Shopping:\n- milk\n- bread with a line that wraps\n  1. white\n  2. brown\n- [more](https://a.example)",
    "> quoted words that go on for more than one line\n\nreply\n\n```\ndef f():\n    return x\n```",
    "just a few words as people write them, with https://a.example/path and a smile 😀",
)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def row(what: str, work: Callable[[int], object]) -> None:
    first, *times = (timed(partial(work, n)) for n in range(ROUNDS))
    times.sort()
    late = times[int(len(times) * 0.95)]
    print(f"  {what:12} first {first:6.1f}   p50 {statistics.median(times):6.1f}   p95 {late:6.1f}")


def main() -> None:
    app = QApplication.instance() or QApplication([])
    style = MessageStyle(LIGHT, QFont())
    texts = [f"{MESSAGES[n % len(MESSAGES)]} {n}" for n in range(20)]
    image = QImage(300, 400, QImage.Format.Format_RGB32)

    def draw(_round: int) -> None:
        painter = QPainter(image)
        for block in blocks:
            block.draw(painter, QPointF(0, 0), QRectF(image.rect()))
        painter.end()

    def plain(text: str) -> TextBlock:
        return TextBlock(text, style.body_font, ROOM, line_height=style.line_height)

    print("twenty messages, ms")
    row("parse", lambda n: [blocks_of(f"{text} {n}") for text in texts])
    row("lay out", lambda _: [MarkdownBlock(text, style, ROOM) for text in texts])
    blocks = [MarkdownBlock(text, style, ROOM) for text in texts]
    row("draw", draw)
    row("plain text", lambda _: [plain(text) for text in texts])
    del app


if __name__ == "__main__":
    main()
