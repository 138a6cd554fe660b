"""Where the files in ``assets`` are, in a checkout and in an installed wheel.

A wheel cannot reach beside its packages, so it carries the folder as ``ui/_assets``; a checkout
has it next to the packages.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE.parent / "assets", _PACKAGE / "_assets")


def asset(name: str) -> Path:
    """Return the path of a shipped file or folder.

    Args:
        name: Its path below ``assets``, with forward slashes: ``"icons/x.svg"``.

    Raises:
        FileNotFoundError: The program is not installed as a whole.
    """
    for place in _PLACES:
        path = place / name
        if path.exists():
            return path
    looked = " or ".join(str(place) for place in _PLACES)
    raise FileNotFoundError(f"The file {name!r} of this program is in neither {looked}; reinstall.")
