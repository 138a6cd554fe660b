"""``sys.exit`` as a plugin has it: an ordinary error, so that it ends nothing.

Where the program calls a plugin itself, ``SystemExit`` is caught. But a slot is called by Qt,
an event handler too, a callback by the loop: nobody of ours stands between, and there
``SystemExit`` ends the whole program. So in a plugin's own code it is another exception from
the beginning: ``sys.exit``, ``exit`` and ``quit`` raise it, and so does ``raise SystemExit``,
which is rewritten when the file is compiled, as is ``except SystemExit``. For code that a
plugin calls, and for the rest of the program, nothing is different.
"""

import ast
import sys
from types import ModuleType
from typing import Any, NoReturn

EXIT_NAME = "__plugin_exit__"
"""Under this name a plugin's builtins hold the exception."""
_WORD = "SystemExit"


class PluginExitError(Exception):
    """A plugin asked to end the program.

    Attributes:
        code: The exit status it asked for.
    """

    def __init__(self, code: Any = None, *_more: Any) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        asked = _WORD if self.code is None else f"{_WORD}: {self.code}"
        return f"It asked to end the program ({asked}), which a plugin cannot do."


def leave(code: Any = None, /) -> NoReturn:
    """Raise :class:`PluginExitError`; stands for ``sys.exit``, ``exit`` and ``quit``."""
    raise PluginExitError(code)


class _PluginSys(ModuleType):
    """The module ``sys``, but for ``exit``."""

    exit = staticmethod(leave)

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(sys, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(sys, name)

    def __dir__(self) -> list[str]:
        return dir(sys)


PLUGIN_SYS = _PluginSys("sys", sys.__doc__)
"""What ``import sys`` gives a plugin."""

EXIT_BUILTINS = {EXIT_NAME: PluginExitError, "exit": leave, "quit": leave}
"""What a plugin's builtins have in place of the usual ones."""


def rewritten(text: bytes, path: str) -> ast.Module | bytes:
    """Return what to compile for *text*: itself, if it does not speak of ``SystemExit``.

    Raises:
        SyntaxError: It is no Python.
    """
    if _WORD.encode() not in text:
        return text
    tree = _Rewriter().visit(ast.parse(text, path))
    fixed: ast.Module = ast.fix_missing_locations(tree)
    return fixed


class _Rewriter(ast.NodeTransformer):
    def visit_Raise(self, node: ast.Raise) -> ast.Raise:
        self.generic_visit(node)
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if isinstance(raised, ast.Name) and raised.id == _WORD:
            raised.id = EXIT_NAME
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        self.generic_visit(node)
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        if any(isinstance(one, ast.Name) and one.id == _WORD for one in caught):
            known = [one for one in caught if one is not None]
            node.type = ast.Tuple([*known, ast.Name(EXIT_NAME, ast.Load())], ast.Load())
        return node
