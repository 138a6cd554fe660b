"""The formats a transcript can be written in, behind one table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from webchat.chat.transcript.html_format import write_html
from webchat.chat.transcript.json_format import write_json
from webchat.chat.transcript.markdown_format import write_markdown
from webchat.chat.transcript.record import Transcript
from webchat.chat.transcript.text_format import write_text
from webchat.chat.transcript.wording import Wording


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a transcript.

    Attributes:
        name: What it is called here.
        label: What it is called in a list of choices.
        suffix: How the names of its files end.
        media_type: Its media type.
        write: Yields a transcript as text, piece by piece.
        has_pictures: Whether it holds pictures, so that their contents are wanted.
    """

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[Transcript, Wording], Iterator[str]]
    has_pictures: bool = False


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("text", "Text", ".txt", "text/plain", write_text),
        Format("markdown", "Markdown", ".md", "text/markdown", write_markdown),
        Format("html", "Web page", ".html", "text/html", write_html, has_pictures=True),
        Format("json", "JSON", ".json", "application/json", write_json),
    )
}
"""By name, in the order in which they are offered."""

_OTHER_SUFFIXES = {".htm": "html", ".markdown": "markdown", ".text": "text"}


def format_for(path: Path, otherwise: str = "text") -> Format:
    """Return the format that the name of a file asks for, or the one of the name *otherwise*."""
    suffix = path.suffix.lower()
    by_suffix = {one.suffix: name for name, one in FORMATS.items()} | _OTHER_SUFFIXES
    return FORMATS[by_suffix.get(suffix, otherwise)]
