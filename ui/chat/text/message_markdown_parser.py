"""The Markdown of messages: CommonMark as chat users write it.

The parser is markdown-it-py; importing it takes 30 to 50 ms, so that happens with the first message
that needs it. What differs from CommonMark, and why:

- HTML, entities and link definitions are text: nothing that was written disappears.
- ``~strike~`` with one tilde or two, as documented.
- ``[text] (address)`` with a space is a link too, as documented.
- Addresses are links by the rules of :mod:`ui.chat.text.message_links`, as they are without
  Markdown; where a link leads must be written out and have one of the schemes that may be opened.
- A line after a quote that does not begin with ``>`` ends it.

Every rule reads a text once: the longest message, whatever it holds, is parsed in well under a
second (``tests/ui/chat/test_message_markdown.py``), and nesting deeper than 20 is text.
"""

import functools
import re
from typing import TYPE_CHECKING

from ui.chat.text.message_links import is_address, match_link

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_DEEPEST = 20
_SCHEME = re.compile(r"(?<![\w.+-])(?:https?|mailto)$", re.IGNORECASE)
_LONGEST_SCHEME = 8
_SPACED = re.compile(r"\] {1,3}\((?=https?://|mailto:)", re.IGNORECASE)
# One tilde may stand for "about", as in ~5 or a~b: it strikes only words as a whole.
_CLOSERS = {
    1: re.compile(r"(?<![\s~\\])~(?![~\w])"),
    2: re.compile(r"(?<![\s~\\])~~(?!~)"),
}
_QUOTED = re.compile(r" {0,3}>")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_NO_CLOSER, _NO_SPACED = -100, -200  # in the cache of a state, whose own keys are places


def parse(text: str) -> "list[Token]":
    """Return *text* as the parser's tokens."""
    return _parser().parse(_end_quotes(text))


def _end_quotes(text: str) -> str:
    """Put an empty line below a quote that goes on without ``>``."""
    if ">" not in text:
        return text
    lines: list[str] = []
    is_quoted = is_fenced = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            is_fenced = not is_fenced
        was_quoted, is_quoted = is_quoted, _QUOTED.match(line) is not None
        if was_quoted and not is_quoted and not is_fenced and line.strip():
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


@functools.cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  see the module's docstring

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    parser.disable(["html_block", "html_inline", "entity", "reference"])
    parser.inline.ruler.before("link", "spaced_link", _spaced_link)
    parser.inline.ruler.before("emphasis", "strike", _strike)
    parser.inline.ruler.before("escape", "address", _address)
    for name, function in (
        ("validateLink", is_address),
        ("normalizeLink", _as_written),
        ("normalizeLinkText", _as_written),
    ):
        setattr(parser, name, function)
    return parser


def _as_written(address: str) -> str:
    return address


def _address(state: "StateInline", silent: bool) -> bool:
    """Make a link of an address that is written out."""
    if state.src[state.pos] != ":" or state.linkLevel or silent:
        return False
    scheme = _SCHEME.search(state.pending[-_LONGEST_SCHEME:])
    if scheme is None:
        return False
    length = len(scheme.group())
    link = match_link(state.src, state.pos - length, state.posMax)
    if link is None:
        return False
    state.pending = state.pending[:-length]
    _push_link(state, link.address)
    state.push("text", "", 0).content = link.address
    state.push("link_close", "a", -1)
    state.pos = link.end
    return True


def _push_link(state: "StateInline", address: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": address}


def _strike(state: "StateInline", silent: bool) -> bool:
    """Strike what stands between one tilde and one, or two and two."""
    source, start = state.src, state.pos
    if source[start] != "~" or (start and source[start - 1] == "~"):
        return False
    width = 2 if source.startswith("~~", start) else 1
    inside = start + width
    if inside >= state.posMax or source[inside] in "~ \t\n":
        return False
    if width == 1 and start and (source[start - 1].isalnum() or source[start - 1] == "_"):
        return False
    end = _closer(state, inside + 1, width)
    if end < 0:
        return False
    if not silent:
        state.push("s_open", "s", 1)
        _tokenize(state, inside, end)
        state.push("s_close", "s", -1)
    state.pos = end + width
    return True


def _closer(state: "StateInline", start: int, width: int) -> int:
    """Return where the closing tildes stand, -1 if nowhere; a vain search is not done twice."""
    key = _NO_CLOSER - width
    if state.cache.get(key) == state.posMax:
        return -1
    found = _CLOSERS[width].search(state.src, start, state.posMax)
    if found is None:
        state.cache[key] = state.posMax
        return -1
    return found.start()


def _spaced_link(state: "StateInline", silent: bool) -> bool:
    """Make a link of ``[text] (address)``."""
    source, start = state.src, state.pos
    if source[start] != "[" or state.linkLevel or state.cache.get(_NO_SPACED) == state.posMax:
        return False
    if _SPACED.search(source, start, state.posMax) is None:
        state.cache[_NO_SPACED] = state.posMax
        return False
    label_end = state.md.helpers.parseLinkLabel(state, start)
    between = _SPACED.match(source, label_end, state.posMax) if label_end > start + 1 else None
    link = match_link(source, between.end(), state.posMax) if between else None
    if link is None or source[link.end : link.end + 1] != ")":
        return False
    if not silent:
        _push_link(state, link.address)
        state.linkLevel += 1
        _tokenize(state, start + 1, label_end)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
    state.pos = link.end + 1
    return True


def _tokenize(state: "StateInline", start: int, end: int) -> None:
    """Parse a part of the text within what was opened."""
    longest, state.posMax, state.pos = state.posMax, end, start
    state.md.inline.tokenize(state)
    state.posMax = longest
