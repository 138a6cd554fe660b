r"""A transcript as Markdown, of which only the frame is markup.

What somebody said stands in a block quote. It is escaped, so that a star stays a star and an
address an address; a text that lives by its spaces, such as code, goes into a fence that is
longer than any in it.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from webchat.chat.transcript.cleaning import cleaned, cleaned_line
from webchat.chat.transcript.record import Transcript, TranscriptEvent, TranscriptMessage
from webchat.chat.transcript.wording import Wording

# Anywhere: what begins emphasis, code, links, HTML, entities, tables and strikes.
_MARKS = re.compile(r"([\\`*_\[\]<>&|~$])")
# At the start of a line: what makes it a heading, a list, a rule, a quote or a fence.
_STARTS = re.compile(r"^([ \t]*)(?:([#+=:-])|(\d{1,9})([.)]))")
# What some readers make a link of by themselves.
_ADDRESSES = re.compile(r"(?i)(?<=https)(?=:)|(?<=http)(?=:)|(?<=mailto)(?=:)|(?<=www)(?=\.)|(?=@)")
_SPACED = re.compile(r"(?m)^[ \t]|\t|[^\n] {2}")
_TICKS = re.compile("`+")


def write_markdown(transcript: Transcript, wording: Wording) -> Iterator[str]:
    """Yield a transcript as Markdown, piece by piece."""
    yield f"# {escaped(cleaned_line(transcript.title))}\n\n"
    for label, text in wording.facts(transcript):
        yield f"- **{escaped(label)}:** {escaped(cleaned_line(text))}\n"
    for day, entries in groupby(transcript.entries, lambda one: wording.day(one.time)):
        yield f"\n## {escaped(wording.date(day))}\n"
        for entry in entries:
            time = escaped(wording.time(entry.time))
            if isinstance(entry, TranscriptEvent):
                yield f"\n{time} · *{escaped(cleaned_line(wording.event(entry)))}*\n"
            else:
                author = escaped(cleaned_line(entry.author)) or "?"
                yield f"\n{time} · **{author}**\n\n{_quote(entry, wording)}"


def escaped(text: str) -> str:
    r"""Return *text* so that Markdown shows it as it is; line breaks become ``\`` breaks."""
    lines = (_escaped_line(line.strip()) for line in text.split("\n"))
    return "\\\n".join(lines)


def fenced(text: str) -> str:
    """Return *text* in a fence of code that nothing in it can end."""
    longest = max((len(one) for one in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _escaped_line(line: str) -> str:
    line = _ADDRESSES.sub("\0", _MARKS.sub(r"\\\1", line))
    line = line.replace("\0", "\\")
    return _STARTS.sub(_escaped_start, line)


def _escaped_start(found: re.Match[str]) -> str:
    if found[2]:
        return f"\\{found[2]}"
    return f"{found[3]}\\{found[4]}"


def _quote(message: TranscriptMessage, wording: Wording) -> str:
    body = cleaned(message.body).strip("\n").rstrip()
    blocks = []
    if _SPACED.search(body):
        blocks.append(fenced(body))
    elif body:
        blocks += [escaped(one.strip("\n")) for one in re.split(r"\n\s*\n", body)]
    for file in message.files:
        name = wording.render("TranscriptFile", name=cleaned_line(file.name))
        blocks.append(f"*{escaped(name)}* ({wording.size(file.size)})")
    lines = "\n\n".join(blocks).splitlines()
    return "".join(f"> {line}".rstrip() + "\n" for line in lines)
