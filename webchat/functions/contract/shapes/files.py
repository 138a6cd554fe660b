"""Files that the framework fetches."""

from typing import Annotated

from pydantic import Field

from webchat.functions.contract.records import RemoteFile
from webchat.functions.contract.shapes.base import (
    REQUIRED,
    FilledText,
    Shape,
    Text,
    WebAddress,
    expects,
)


def _is_header_name(value: object) -> bool:
    """Whether this is one name; it is the server's business which names it takes."""
    return isinstance(value, str) and value.isprintable() and ":" not in value and value != ""


def _is_one_line(value: object) -> bool:
    return not (isinstance(value, str) and any(one in value for one in "\r\n\0"))


HeaderValue = Annotated[
    Text,
    # It may be a secret, so what came is not shown.
    expects("a text of one line", _is_one_line, "one with a line break"),
]


class Header(Shape):
    """One header of a request; a line break in it could smuggle in another."""

    name: Annotated[str, expects("the name of a header", _is_header_name)] = REQUIRED
    value: HeaderValue = REQUIRED


class FileShape(Shape):
    """A file and how to get it."""

    file_name: FilledText = REQUIRED
    mime_type: Text = REQUIRED
    url: WebAddress = REQUIRED
    headers: list[Header] = Field(default_factory=list)

    def record(self) -> RemoteFile:
        """Return it as a record."""
        headers = tuple((one.name, one.value) for one in self.headers)
        return RemoteFile(self.url, self.file_name, self.mime_type, headers)
