"""The two programs that run functions, and how each is started."""

import shutil
import sys
from pathlib import Path
from typing import Literal, TypeAlias

from webchat.errors import HostError
from webchat.functions.hosts.node import NO_NODE, find_node

ChildLanguage: TypeAlias = Literal["python", "node"]
_HERE = Path(__file__).parent


def command(language: ChildLanguage, memory: int) -> list[str]:
    """Return how the program for *language* is started.

    Args:
        language: Of the functions.
        memory: How much it may take, in megabytes.

    Raises:
        HostError: There is no node.
    """
    return _python() if language == "python" else _node(memory)


def room(language: ChildLanguage, memory: int) -> int:
    """Return how much a process may take in all, in megabytes.

    Node limits its heap itself, and says so when that is full. It must not come to the other limit
    before that, or it crashes without a word; so there is room for its young objects and for
    collecting the others.

    Args:
        language: Of the functions.
        memory: How much they may take, in megabytes.
    """
    return memory if language == "python" else memory + memory // 4 + 64


def _python() -> list[str]:
    python = sys.executable or shutil.which("python3") or "python3"
    # Nothing of ours on sys.path, no __pycache__ in the app's folder, UTF-8 everywhere, and a last
    # word about where it was when it crashed.
    return [python, "-P", "-B", "-X", "utf8", "-X", "faulthandler", str(_HERE / "python_child.py")]


def _node(memory: int) -> list[str]:
    node = find_node()
    if node is None:
        raise HostError(NO_NODE)
    return [str(node), f"--max-old-space-size={memory}", str(_HERE / "node_child.cjs")]
