"""The Functions dock: pages made when they are looked at, chosen by mouse and keys, remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLineEdit, QWidget

from tests.support.found import found
from tests.support.simulation import simulation
from tests.support.waiting import until
from ui.devtools.functions.functions_dock import FunctionsDock
from ui.devtools.functions.panes import Panes

KEYS = ("bench", "runs", "callbacks", "log")


def pages(dock):
    names = (f"FunctionsDock.{key.capitalize()}" for key in KEYS)
    return [name for name in names if dock.findChild(QWidget, name)]


async def test_no_page_and_no_part_is_made_before_somebody_looks(qtbot, theme):
    async with simulation() as sim:
        dock = FunctionsDock(sim.functions)
        qtbot.addWidget(dock)
        dock.restore("runs", {})
        assert pages(dock) == []
        assert {"apps", "calls", "runs", "log", "hosts"}.isdisjoint(vars(sim.functions))
        dock.show()
        await until(lambda: pages(dock))
        assert pages(dock) == ["FunctionsDock.Runs"]


async def test_the_pages_are_chosen_by_the_keyboard(developer):
    tabs = developer.part("Tabs")
    tabs.setFocus()
    for _ in range(3):
        developer.qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert developer.sees("Log")
    assert not developer.sees("Bench")
    await until(lambda: developer.dock.page("log").is_watched)
    assert not developer.dock.page("bench").is_watched


async def test_the_detail_is_that_of_the_page_in_front(developer):
    await developer.app()
    developer.page("log")
    developer.functions.log.add("app", "stdout", "a line")
    await until(lambda: developer.detail.startswith("1 line ·"))
    await developer.app("other")
    assert developer.detail.startswith("1 line ·")
    developer.page("bench")
    assert developer.detail == "2 apps"


async def test_a_hidden_dock_is_watched_by_nobody(developer):
    developer.dock.hide()
    await until(lambda: not developer.dock.page("bench").is_watched)
    developer.dock.show_page("bench")
    await until(lambda: developer.dock.page("bench").is_watched)


async def test_page_and_panes_come_back(developer, qtbot):
    panes = developer.part("Bench.Panes")
    handle = panes.handle(1)
    before = panes.sizes()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center())
    qtbot.mouseMove(handle, handle.rect().center() + handle.rect().center() * 60)
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)
    assert panes.sizes() != before
    arranged = []
    developer.dock.arranged.connect(lambda: arranged.append(True))
    developer.page("runs")
    assert arranged
    page, shares = developer.dock.arrangement
    assert page == "runs"

    again = FunctionsDock(developer.functions)
    qtbot.addWidget(again)
    again.resize(developer.dock.size())
    again.restore(page, shares)
    again.show()
    await until(lambda: again.findChild(QWidget, "FunctionsDock.Runs"))
    again.show_page("bench")
    restored = found(again.findChild(Panes, "FunctionsDock.Bench.Panes"))
    await until(lambda: abs(restored.sizes()[0] - panes.sizes()[0]) <= 2)


@pytest.mark.parametrize("page", ["", "nonsense"])
async def test_an_arrangement_that_cannot_be_is_passed_over(qtbot, theme, page):
    async with simulation() as sim:
        dock = FunctionsDock(sim.functions)
        qtbot.addWidget(dock)
        dock.restore(page, {"FunctionsDock.Bench.Panes.beside": [-1, 5, 7]})
        dock.show()
        await until(lambda: pages(dock) == ["FunctionsDock.Bench"])
        assert min(found(dock.findChild(Panes, "FunctionsDock.Bench.Panes")).sizes()) > 0


async def test_every_part_has_a_name_for_tests_and_for_screen_readers(developer):
    await developer.app()
    await developer.run()
    for key in KEYS:
        developer.page(key)
        kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractScrollArea)
        found = [
            one
            for kind in kinds
            for one in developer.dock.page(key).findChildren(kind)
            if one.isVisible() and not isinstance(one.parent(), (QLineEdit, QComboBox))
        ]
        assert found
        assert [type(one).__name__ for one in found if not one.objectName()] == []
        assert [one.objectName() for one in found if not _spoken(one)] == []


def _spoken(widget):
    return widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())


async def test_tab_leads_through_the_bench_in_the_order_in_which_it_is_read(developer):
    await developer.app()
    await developer.run()
    developer.part("Tabs").setFocus()
    order = []
    while len(order) < 12:
        developer.qtbot.keyClick(developer.dock.focusWidget(), Qt.Key.Key_Tab)
        order.append(developer.dock.focusWidget().objectName().removeprefix("FunctionsDock."))
    assert order[:10] == [
        "Bench.App",
        "Bench.Function",
        "Bench.Run",
        "Bench.Again",
        "Bench.InUse",
        "Bench.Refill",
        "Bench.Parameters.Text",
        "Bench.Result.Pin",
        "Bench.Result.Answer",
        "Bench.Result.Sentences",
    ]
    assert order[10] == "CloseButton"


async def test_a_page_that_is_too_high_for_the_dock_is_scrolled_and_tab_leads_into_view(developer):
    await developer.app()
    await developer.run()
    developer.dock.resize(360, 240)
    scroll = developer.part("Bench.Scroll")
    await until(lambda: scroll.verticalScrollBar().maximum() > 0)
    assert scroll.horizontalScrollBar().maximum() == 0
    sentences = developer.bench.result.sentences
    developer.part("Bench.Result.Answer").setFocus()
    developer.qtbot.keyClick(developer.dock.focusWidget(), Qt.Key.Key_Tab)
    assert developer.dock.focusWidget() is sentences
    top = sentences.mapTo(scroll.viewport(), sentences.rect().topLeft()).y()
    assert 0 <= top < scroll.viewport().height()
    developer.dock.resize(1200, 600)
    await until(lambda: scroll.verticalScrollBar().maximum() == 0)
    assert developer.dock.page("bench").height() == scroll.viewport().height()


@pytest.mark.parametrize("width", [340, 420, 700, 1400])
async def test_nothing_widens_a_narrow_dock(developer, width):
    await developer.app("a_name", app_toml=f'title = "{"Long title " * 20}"\n')
    await developer.run()
    for key in KEYS:
        developer.page(key)
    developer.page("bench")
    developer.dock.resize(width, 500)
    await until(lambda: developer.dock.width() == width)
    tool = developer.part("Bench.InUse")
    right = tool.mapTo(developer.dock, tool.rect().topRight()).x()
    assert right <= width
    panes = developer.part("Bench.Panes")
    is_beside = panes.orientation() == Qt.Orientation.Horizontal
    assert is_beside == (width >= 640)
