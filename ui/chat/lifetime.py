"""What a widget subscribed to ends with the widget.

A store, a notice board or a table of strings outlives the widgets that watch it. Their undo is
hung on ``destroyed``, which Qt emits whoever deletes the widget.
"""

from functools import partial

from PySide6.QtCore import QObject

from webchat.undo import Undo


def until_destroyed(owner: QObject, *undos: Undo) -> None:
    """Call every undo when *owner* is destroyed."""
    for undo in undos:
        owner.destroyed.connect(partial(_take_back, undo))


def _take_back(undo: Undo, *_: object) -> None:
    undo()
