"""The ``webchat`` command: what the command line says, in few words and with exact exit codes.

0 is good, 1 that something failed, 2 wrong usage; an error is one sentence on stderr, with a
traceback only under ``--debug``. Every option may stand before or after a subcommand, so each is
declared for both and the two are merged. Qt is imported only once a window is to be shown.
"""

import contextlib
import gc
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:  # the core and Qt take long to import, and --help needs neither
    from ui.options import Options

PROGRAM = "webchat"
APP_FOLDER = "webchat-simulator"
GOOD, FAILED, WRONG_USAGE = 0, 1, 2
SEEN_WAITING = 0.7
"""Seconds that the embedded centre lets a person wait: at once, waiting would be a mere flash."""

NO_DISPLAY = (
    "There is no display to open a window on; set DISPLAY or WAYLAND_DISPLAY, run without one by "
    "webchat --offscreen, or see everything in pictures by webchat demo."
)
_UsageError: Any = typer.BadParameter.__bases__[0]  # Typer does not export it

Plugins = Annotated[
    list[Path] | None,
    typer.Option(
        "--plugin",
        metavar="FILE",
        help="Load a plugin for this run; may be given repeatedly.",
        exists=True,
        resolve_path=True,
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings of the simulation, a .toml or .json file.",
        exists=True,
        dir_okay=False,
        resolve_path=True,
    ),
]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="DIR",
        help="Where conversations, settings and the log are kept.",
        file_okay=False,
        resolve_path=True,
    ),
]
Safe = Annotated[bool, typer.Option("--safe", help="Start without plugins.")]
Offscreen = Annotated[bool, typer.Option("--offscreen", help="Run without a display.")]
Debug = Annotated[bool, typer.Option("--debug", help="Log everything, with tracebacks.")]
Out = Annotated[
    Path,
    typer.Option(
        "--out", metavar="DIR", help="Where pictures and actions.jsonl go.", file_okay=False
    ),
]
Version = Annotated[bool, typer.Option("--version", help="Show the version and end.")]

cli = typer.Typer(
    name=PROGRAM,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@dataclass(frozen=True, slots=True)
class Given:
    """The options of one place of the command line."""

    plugins: tuple[Path, ...] = ()
    config: Path | None = None
    data_dir: Path | None = None
    safe: bool = False
    offscreen: bool = False
    debug: bool = False

    def with_(self, after: "Given") -> "Given":
        """Return these and those that stand after the subcommand, which win."""
        return Given(
            self.plugins + after.plugins,
            after.config or self.config,
            after.data_dir or self.data_dir,
            self.safe or after.safe,
            self.offscreen or after.offscreen,
            self.debug or after.debug,
        )


@cli.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    *,
    plugin: Plugins = None,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    safe: Safe = False,
    offscreen: Offscreen = False,
    debug: Debug = False,
    version: Version = False,
) -> int | None:
    """Open the webchat simulator's window."""
    if version:
        typer.echo(f"{PROGRAM} {_version()}")
        raise typer.Exit
    given = Given(tuple(plugin or ()), config, data_dir, safe, offscreen, debug)
    if context.invoked_subcommand is None:
        return _open(given)
    context.obj = given
    return None


@cli.command()
def demo(
    context: typer.Context,
    *,
    out: Out = Path("webchat-demo"),
    plugin: Plugins = None,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    safe: Safe = False,
    offscreen: Offscreen = False,
    debug: Debug = False,
) -> int:
    """Walk through a whole engagement by real gestures, and leave pictures of it."""
    before: Given = context.obj
    given = before.with_(Given(tuple(plugin or ()), config, data_dir, safe, offscreen, debug))
    _choose_platform(is_offscreen=given.offscreen or not _has_display())
    import tempfile  # noqa: PLC0415  only the demo keeps nothing

    from ui.demo import show  # noqa: PLC0415  Qt

    with tempfile.TemporaryDirectory(prefix="webchat-demo-", ignore_cleanup_errors=True) as folder:
        return show(_options(given, given.data_dir or Path(folder)), out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Those of the command line; None takes the process's own.

    Returns:
        The exit code.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    is_debug = "--debug" in given
    try:
        with _quick_imports():
            result = typer.main.get_command(cli)(given, prog_name=PROGRAM, standalone_mode=False)
    except _UsageError as error:
        return _fail(error.format_message(), WRONG_USAGE)
    except KeyboardInterrupt:
        return GOOD
    except Exception as error:  # the last place where it can become a sentence
        return _fail(_sentence(error), FAILED, is_debug=is_debug)
    return result if isinstance(result, int) else GOOD


def _open(given: Given) -> int:
    if not given.offscreen and not _has_display():
        return _fail(NO_DISPLAY, FAILED)
    _choose_platform(is_offscreen=given.offscreen)
    options = _options(given, given.data_dir)
    from ui.app import run  # noqa: PLC0415  Qt

    return run(options)


def _has_display() -> bool:
    if not sys.platform.startswith(("linux", "freebsd")):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _choose_platform(*, is_offscreen: bool) -> None:
    if is_offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@contextlib.contextmanager
def _quick_imports() -> Iterator[None]:
    """Save a third of the time until the first paint; :mod:`ui.app` goes on collecting then."""
    # Looking for plugins of pydantic means to look at every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # imports make no garbage, but a lot of objects to look at
    try:
        yield
    finally:
        gc.enable()


def _options(given: Given, folder: Path | None) -> "Options":
    """Put the command line and the configuration file together.

    A file that cannot be used is set aside: the program starts with its defaults and says so.
    """
    from ui.options import Options  # noqa: PLC0415  the core
    from webchat.config import Config, load_config  # noqa: PLC0415
    from webchat.errors import ConfigError  # noqa: PLC0415
    from webchat.side.languages import warnings_about  # noqa: PLC0415

    config = Config()
    notices: list[str] = []
    if given.config is not None:
        try:
            config, warnings = load_config(given.config)
            notices += [*warnings, *warnings_about(config, given.config.name)]
        except ConfigError as error:
            notices.append(f"{error} It was set aside; the program started with its defaults.")
    folder = folder or config.data_dir or _platform_folder()
    settings: dict[str, object] = {"data_dir": folder}
    if "start_engagement_delay" not in config.model_fields_set:
        settings["start_engagement_delay"] = SEEN_WAITING
    config = config.model_copy(update=settings)
    return Options(config, given.plugins, tuple(notices), given.safe, given.debug)


def _platform_folder() -> Path:
    import platformdirs  # noqa: PLC0415  not for --help

    return platformdirs.user_data_path(APP_FOLDER, appauthor=False)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  not for a window

    try:
        return version("webchat-simulator")
    except PackageNotFoundError:
        return "(not installed)"


def _sentence(error: Exception) -> str:
    from webchat.errors import WebChatError  # noqa: PLC0415  the core

    if isinstance(error, WebChatError):
        return str(error)
    return (
        f"Something went wrong that should not: {type(error).__name__}: {error}. "
        "Add --debug to see where."
    )


def _fail(sentence: str, code: int, *, is_debug: bool = False) -> int:
    if is_debug:
        traceback.print_exc()
    sys.stderr.write(f"{PROGRAM}: {' '.join(sentence.split())}\n")
    return code
