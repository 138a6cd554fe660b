"""Which way the widget is written."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QWidget

from tests.support.found import found
from ui.chat.writing import Writing
from webchat.side import languages
from webchat.side.language import ENGLISH
from webchat.side.strings import Strings


@pytest.fixture
def root(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def is_mirrored(widget):
    return widget.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_the_language_decides(root):
    strings = Strings()
    Writing(root, strings)
    child = QWidget(root)
    assert not is_mirrored(child)
    strings.speak(found(languages.find("ar")))
    assert is_mirrored(child)
    strings.speak(ENGLISH)
    assert not is_mirrored(child)


def test_a_choice_holds_whatever_the_language_is(root):
    strings = Strings()
    writing = Writing(root, strings)
    writing.choose("rtl")
    strings.speak(found(languages.find("de")))
    assert (is_mirrored(root), writing.chosen) == (True, "rtl")
    strings.speak(found(languages.find("ar")))
    writing.choose("ltr")
    assert not is_mirrored(root)
    writing.choose(None)
    assert is_mirrored(root)


def test_times_are_written_as_in_the_language(root):
    strings = Strings()
    Writing(root, strings)
    before = root.locale()
    strings.speak(found(languages.find("ja")))
    assert root.locale().language() == QLocale.Language.Japanese
    strings.speak(ENGLISH)
    assert root.locale() == before
