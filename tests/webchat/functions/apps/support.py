"""Folders of apps for tests, and a person who is asked about them."""

import shutil
from pathlib import Path
from typing import Any

from webchat.side.dialogs import SilentDialogs

HANDLER = "async def handler(parameters):\n    return {'output': {'status': 'completed'}}\n"
NODE_HANDLER = "exports.handler = async (parameters) => ({ output: { status: 'completed' } });\n"


class Asked(SilentDialogs):
    """Answers every question alike, and keeps them."""

    def __init__(self, *, answer: bool) -> None:
        self.answer = answer
        self.questions: list[str] = []

    async def confirm(self, text: str) -> bool:
        """Give the answer."""
        self.questions.append(text)
        return self.answer


def write(folder: Path, **files: str) -> Path:
    """Write files into *folder*; ``action_py`` is ``action.py``, ``a__b_js`` is ``a/b.js``."""
    folder.mkdir(parents=True, exist_ok=True)
    for key, text in files.items():
        stem, _, suffix = key.replace("__", "/").rpartition("_")
        path = folder / f"{stem}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def make_app(folder: Path, **said: Any) -> Path:
    """Make an app whose action function is Python, and whose ``app.toml`` says *said*."""
    lines = (
        f"{key} = {str(one).lower() if isinstance(one, bool) else repr(one)}\n"
        for key, one in said.items()
    )
    write(folder, action_py=HANDLER)
    if said:
        write(folder, app_toml="".join(lines))
    return folder


def make_zip(path: Path, folder: Path, *, top: str | None = None) -> Path:
    """Pack *folder* into the zip *path*, in a folder called *top* if one is named."""
    if top is None:
        shutil.make_archive(str(path.with_suffix("")), "zip", folder)
    else:
        inner = path.parent / f"{path.stem} to pack"
        shutil.copytree(folder, inner / top)
        shutil.make_archive(str(path.with_suffix("")), "zip", inner)
        shutil.rmtree(inner)
    return path
