"""What the command line asked for; made by :mod:`ui.command`, read by :mod:`ui.app`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from webchat.config import Config

SAFE_AND_FILES = (
    "--safe starts without plugins and function apps, so what --plugin and --function name was "
    "not loaded."
)


@dataclass(frozen=True, slots=True)
class Files:
    """What a command line names to be loaded in this run; every path is absolute.

    Attributes:
        plugins: Files and folders of plugins.
        functions: Folders and zips of function apps.
    """

    plugins: tuple[Path, ...] = ()
    functions: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.plugins or self.functions)


@dataclass(frozen=True, slots=True)
class Options:
    """One start of the program.

    Attributes:
        config: How the simulation is set up; its ``data_dir`` is the data folder.
        files: What to load in this run.
        notices: Sentences to show in the window, such as what was odd about a file.
        is_safe: Start without plugins and function apps.
        is_debug: Log everything, to stderr as well.
    """

    config: Config
    files: Files = Files()
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
