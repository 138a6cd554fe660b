"""The ``webchat`` command: what the command line says, in few words and with exact exit codes.

0 is good, 1 that something failed, 2 wrong usage; an error is one sentence on stderr, with a
traceback only under ``--debug``. Every option may stand before or after a subcommand, so each is
declared for both and the two are merged. Qt is imported only once a window is to be shown, and
what parses is of the standard library: others take as long as a fifth of the start.
"""

import argparse
import contextlib
import gc
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

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
_BEFORE, _AFTER = "", "after_"  # the subcommand; what the names of the values begin with


class UsageError(Exception):
    """The command line cannot be understood; its text is a sentence."""


class Parser(argparse.ArgumentParser):
    """Raises what argparse would write over several lines."""

    def error(self, message: str) -> NoReturn:
        """Raise a sentence.

        Raises:
            UsageError: Always.
        """
        raise UsageError(f"{message[:1].upper()}{message[1:]}; {PROGRAM} --help tells more.")


@dataclass(frozen=True, slots=True)
class Given:
    """The options of one place of the command line."""

    plugins: tuple[Path, ...] = ()
    functions: tuple[Path, ...] = ()
    config: Path | None = None
    data_dir: Path | None = None
    safe: bool = False
    offscreen: bool = False
    debug: bool = False

    def with_(self, after: "Given") -> "Given":
        """Return these and those that stand after the subcommand, which win."""
        return Given(
            self.plugins + after.plugins,
            self.functions + after.functions,
            after.config or self.config,
            after.data_dir or self.data_dir,
            self.safe or after.safe,
            self.offscreen or after.offscreen,
            self.debug or after.debug,
        )


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
            return _run(given)
    except UsageError as error:
        return _fail(str(error), WRONG_USAGE)
    except KeyboardInterrupt:
        return GOOD
    except Exception as error:  # the last place where it can become a sentence
        return _fail(_sentence(error), FAILED, is_debug=is_debug)


def _parser() -> Parser:
    parser = Parser(PROGRAM, description="Open the webchat simulator's window.", allow_abbrev=False)
    parser.add_argument("--version", action=_Version, help="Show the version and end.")
    _add_options(parser, _BEFORE)
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    what = "Walk through a whole engagement by real gestures, and leave pictures of it."
    demo = commands.add_parser("demo", help=what, description=what, allow_abbrev=False)
    _add_options(demo, _AFTER)
    demo.add_argument(
        "--out",
        metavar="DIR",
        type=_folder,
        default=Path("webchat-demo"),
        help="Where pictures and actions.jsonl go (default: %(default)s).",
    )
    return parser


class _Version(argparse.Action):
    def __init__(self, **settings: Any) -> None:
        super().__init__(nargs=0, **settings)

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> None:
        sys.stdout.write(f"{PROGRAM} {_version()}\n")
        parser.exit()


def _add_options(parser: Parser, prefix: str) -> None:
    def add(name: str, text: str, **settings: Any) -> None:
        parser.add_argument(f"--{name}", dest=prefix + name, help=text, **settings)

    again = "Load a {} for this run; may be given repeatedly."
    repeated: dict[str, Any] = {"type": _there, "action": "append", "default": []}
    add("plugin", again.format("plugin"), metavar="FILE", **repeated)
    add("function", again.format("function app, a folder or zip,"), metavar="PATH", **repeated)
    add("config", "Settings of the simulation, a .toml or .json file.", metavar="FILE", type=_file)
    kept = "Where conversations, settings and the log are kept."
    add("data-dir", kept, metavar="DIR", type=_folder)
    add("safe", "Start without plugins and function apps.", action="store_true")
    add("offscreen", "Run without a display.", action="store_true")
    add("debug", "Log everything, with tracebacks.", action="store_true")


def _there(text: str) -> Path:
    if not (path := Path(text).resolve()).exists():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _file(text: str) -> Path:
    if (path := _there(text)).is_dir():
        raise argparse.ArgumentTypeError(f"{text} is a folder, not a file")
    return path


def _folder(text: str) -> Path:
    if (path := Path(text).resolve()).is_file():
        raise argparse.ArgumentTypeError(f"{text} is a file, not a folder")
    return path


def _run(arguments: list[str]) -> int:
    try:
        parsed = _parser().parse_args(arguments)
    except SystemExit:  # --help or --version, which has been told
        return GOOD
    given = _given(parsed, _BEFORE)
    if parsed.command is None:
        return _open(given)
    return _demo(given.with_(_given(parsed, _AFTER)), parsed.out)


def _given(parsed: argparse.Namespace, prefix: str) -> Given:
    names = ("plugin", "function", "config", "data-dir", "safe", "offscreen", "debug")
    plugins, functions, *others = (getattr(parsed, prefix + name) for name in names)
    return Given(tuple(plugins), tuple(functions), *others)


def _demo(given: Given, out: Path) -> int:
    _choose_platform(is_offscreen=given.offscreen or not _has_display())
    import tempfile  # noqa: PLC0415  only the demo keeps nothing

    from ui.demo import show  # noqa: PLC0415  Qt

    with tempfile.TemporaryDirectory(prefix="webchat-demo-", ignore_cleanup_errors=True) as folder:
        return show(_options(given, given.data_dir or Path(folder)), out)


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
    """Save some of the time until the first paint; :mod:`ui.app` goes on collecting then."""
    gc.disable()  # imports make no garbage, but a lot of objects to look at
    try:
        yield
    finally:
        gc.enable()


def _options(given: Given, folder: Path | None) -> "Options":
    """Put the command line and the configuration file together.

    A file that cannot be used is set aside: the program starts with its defaults and says so.
    """
    from ui.options import Files, Options  # noqa: PLC0415  the core
    from webchat.config import Config, load_config  # noqa: PLC0415
    from webchat.errors import ConfigError  # noqa: PLC0415
    from webchat.side.languages import warnings_about  # noqa: PLC0415

    defaults: dict[str, Any] = {"start_engagement_delay": SEEN_WAITING}
    config = Config(**defaults)
    notices: list[str] = []
    if given.config is not None:
        try:
            config, warnings = load_config(given.config, **defaults)
            notices += [*warnings, *warnings_about(config, given.config.name)]
        except ConfigError as error:
            notices.append(f"{error} It was set aside; the program started with its defaults.")
    config = replace(config, data_dir=folder or config.data_dir or _platform_folder())
    files = Files(given.plugins, given.functions)
    return Options(config, files, tuple(notices), given.safe, given.debug)


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
