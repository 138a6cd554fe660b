from PySide6.QtCore import QCoreApplication, QEvent, QObject

from ui.chat.lifetime import until_destroyed


def test_every_undo_is_called_when_the_owner_goes_and_not_before(qapp):
    owner, undone = QObject(), []
    until_destroyed(owner, lambda: undone.append(1), lambda: undone.append(2))
    assert undone == []
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    assert sorted(undone) == [1, 2]


def test_it_is_called_when_the_parent_goes_too(qapp):
    parent, undone = QObject(), []
    until_destroyed(QObject(parent), lambda: undone.append(1))
    parent.deleteLater()
    QCoreApplication.sendPostedEvents(parent, QEvent.Type.DeferredDelete)
    assert undone == [1]
