"""What the command line asked for; made by :mod:`ui.command`, read by :mod:`ui.app`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from webchat.config import Config

SAFE_AND_PLUGINS = "--safe starts without plugins, so the files of --plugin were not loaded."


@dataclass(frozen=True, slots=True)
class Options:
    """One start of the program.

    Attributes:
        config: How the simulation is set up; its ``data_dir`` is the data folder.
        plugins: Files to load in this run, absolute.
        notices: Sentences to show in the window, such as what was odd about a file.
        is_safe: Start without plugins.
        is_debug: Log everything, to stderr as well.
    """

    config: Config
    plugins: tuple[Path, ...] = ()
    notices: Sequence[str] = ()
    is_safe: bool = False
    is_debug: bool = False

    @property
    def data_dir(self) -> Path:
        """The data folder.

        Raises:
            ValueError: The configuration has none; the program needs one, for its log too.
        """
        if self.config.data_dir is None:
            raise ValueError("The program needs a data folder; set Config.data_dir.")
        return self.config.data_dir
