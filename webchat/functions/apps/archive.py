"""From a zip to a folder: everything that it may hold is a file below that folder, or refused.

A zip comes from anywhere and may be made to do harm: names that lead out of the folder, links,
files that fill the disk. What its list of contents says is checked before the first byte is
written, and of no file more comes out than the list says: ``zipfile`` sees to that. Nothing is
half unpacked: the folder takes its place when it is whole.
"""

import lzma
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from webchat.errors import FunctionAppError
from webchat.functions.apps.names import shown
from webchat.functions.contract.records import FUNCTION_NAMES

UNFINISHED = ".unpacking-"
"""How the names of folders begin that were being filled when the program was killed."""
_MB = 1 << 20
_ENCRYPTED = 0x1
_NO_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_OF_OTHERS = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a zip may come to.

    Attributes:
        size: Bytes of all its files together.
        count: How many files and folders it holds.
    """

    size: int = 500 * _MB
    count: int = 50_000


def unpack(archive: Path, folder: Path, limits: Limits | None = None) -> None:
    """Unpack *archive*, so that *folder* holds what is in it.

    Args:
        archive: A zip.
        folder: Does not exist; nor does it if this fails.
        limits: What the zip may come to.

    Raises:
        FunctionAppError: It is no zip, is damaged or encrypted, or holds what it must not.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder.parent) as beside:
            with zipfile.ZipFile(archive) as opened:
                _extract(opened, Path(beside, "whole"), limits or Limits())
            Path(beside, "whole").rename(folder)
    except _NO_ZIP as error:
        message = f"{shown(archive.name)} is no zip that can be read: {error}."
        raise FunctionAppError(message) from error
    except OSError as error:
        message = f"{shown(archive.name)} cannot be unpacked: {error.strerror or error}."
        raise FunctionAppError(message) from error


def app_folder(unpacked: Path) -> Path:
    """Return the folder of the app in *unpacked*: itself, or the only folder that it holds."""
    inside = list(unpacked.iterdir())
    only = inside[0] if len(inside) == 1 else unpacked
    return only if only.is_dir() and only.name not in FUNCTION_NAMES else unpacked


def _extract(opened: zipfile.ZipFile, folder: Path, limits: Limits) -> None:
    members = [(one, _path_in(one)) for one in opened.infolist()]
    wanted = [(one, folder / path) for one, path in members if not _OF_OTHERS & {*path.parts}]
    if len(wanted) > limits.count:
        raise FunctionAppError(f"The zip holds more than {limits.count:,} files and folders.")
    if sum(one.file_size for one, _path in wanted) > limits.size:
        raise FunctionAppError(f"The zip comes to more than {limits.size // _MB} MB.")
    folder.mkdir()
    for member, path in wanted:
        if member.is_dir():
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with opened.open(member) as packed, path.open("xb") as file:
            shutil.copyfileobj(packed, file)


def _path_in(member: zipfile.ZipInfo) -> PurePosixPath:
    """Return where *member* goes, below the folder.

    Raises:
        FunctionAppError: It is no file or folder, is encrypted, or would go elsewhere.
    """
    name = member.filename.replace("\\", "/")  # as some programs write it
    path = PurePosixPath(name)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name):
        raise FunctionAppError(f"The zip holds {shown(name)!r:.80}, which leads out of its folder.")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        what = "a link" if kind == stat.S_IFLNK else "neither a file nor a folder"
        raise FunctionAppError(f"The zip holds {shown(name)!r:.80}, which is {what}.")
    if member.flag_bits & _ENCRYPTED:
        raise FunctionAppError("The zip is encrypted; make one without a password.")
    return path
