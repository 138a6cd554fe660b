"""What the window remembers from one start to the next.

One small JSON file in the data folder, written whole to a neighbour and then renamed over the old
one, so that a crash leaves either the old settings or the new ones. A file that cannot be used is
renamed, never overwritten, and :attr:`Settings.problem` says so in a sentence for the window.
"""

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from webchat import plain_json

FILE_NAME = "window.json"
SchemeName: TypeAlias = Literal["system", "light", "dark"]
DeviceName: TypeAlias = Literal["phone", "tablet", "desktop"]
DirectionName: TypeAlias = Literal["language", "ltr", "rtl"]
_log = logging.getLogger(__name__)


@dataclass
class Remembered:
    """The values of one window.

    Attributes:
        geometry: ``QWidget.saveGeometry``, in base 64; empty before the first end.
        layout: ``QMainWindow.saveState``, in base 64.
        columns: State of the Actions dock's header, in base 64.
        scheme: Whether the window follows the system, or stays light or dark.
        widget_theme: What the person chose for the widget; empty for what is configured.
        message_style: The same for the style of messages.
        markdown: Whether messages are Markdown; None for what is configured.
        device: How wide the page on the stage is.
        actions_filter: Text in the filter of the Actions dock.
        plugins_filter: Text in the filter of the Plugins dock.
        transcript_folder: Where the last transcript was exported to; empty before the first.
        transcript_format: The name of its format.
        language: Code of what the widget speaks; empty for what the configuration says.
        strings_file: A file of texts that the person loaded over it; empty for none.
        direction: Which way the widget is written.
        desktop_notices: Whether the desktop tells of messages while the window is elsewhere.
        setup_size: How large the set-up of function apps is, such as ``560x560``; empty before
            the first one.
        functions_page: The page of the Functions dock in front.
        functions_panes: How the room on its pages is shared out, by the names of the panes.
    """

    geometry: str = ""
    layout: str = ""
    columns: str = ""
    scheme: SchemeName = "system"
    widget_theme: str = ""
    message_style: str = ""
    markdown: bool | None = None
    device: DeviceName = "desktop"
    actions_filter: str = ""
    plugins_filter: str = ""
    transcript_folder: str = ""
    transcript_format: str = "text"
    language: str = ""
    strings_file: str = ""
    direction: DirectionName = "language"
    desktop_notices: bool = True
    setup_size: str = ""
    functions_page: str = "bench"
    functions_panes: dict[str, list[int]] = field(default_factory=dict)


class Settings:
    """The remembered values and the file they are kept in.

    Attributes:
        path: The file, or None to keep nothing.
        values: What is remembered; assign to its fields, then :meth:`save`.
        problem: Why the file of the last start was set aside, a sentence, or None.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Read *path* if it is there.

        Args:
            path: A file in the data folder; None remembers nothing.
        """
        self.path = path
        self.problem: str | None = None
        self.values = Remembered()
        if path is not None and path.exists():
            self._read(path)

    @classmethod
    def in_folder(cls, data_dir: Path | None) -> "Settings":
        """Return the settings kept in a data folder; None keeps nothing."""
        return cls(None if data_dir is None else data_dir / FILE_NAME)

    def save(self) -> None:
        """Write the values; a failure is logged, since no gesture should fail for it."""
        if self.path is None:
            return
        fresh = self.path.with_name(f".{self.path.name}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(plain_json.dump(self.values), encoding="utf-8")
            fresh.replace(self.path)
        except OSError as error:
            _log.warning("The window's settings could not be saved to %s: %s", self.path, error)

    def _read(self, path: Path) -> None:
        try:
            self.values = plain_json.parse(Remembered, path.read_bytes())
        except (OSError, ValueError) as error:
            _log.info("Settings in %s cannot be used: %s", path, error)
            self.problem = self._set_aside(path)

    @staticmethod
    def _set_aside(path: Path) -> str:
        aside = path.with_name(f"{path.stem}.damaged{path.suffix}")
        try:
            path.replace(aside)
        except OSError as error:
            return (
                f"The window's settings in {path} cannot be read and could not be set aside "
                f"({error.strerror}). The window starts as if it were new."
            )
        return (
            f"The window's settings were damaged, so the window starts as if it were new. "
            f"The old file is kept as {aside}."
        )
