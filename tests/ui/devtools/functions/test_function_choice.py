"""Choosing a function: apps with long names or in trouble, and what goes while it is chosen."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

LONG = "A title that goes on and on until nobody wants to read any further"


async def test_a_long_title_is_shortened_and_told_whole_on_hover(developer):
    await developer.app(app_toml=f'title = "{LONG}"')
    box = developer.part("Bench.App")
    assert box.currentText().endswith("…")
    assert LONG in box.itemData(0, Qt.ItemDataRole.ToolTipRole)
    assert box.width() <= 260


async def test_a_title_is_never_taken_for_markup(developer):
    await developer.app(app_toml='title = "<b>bold</b>"')
    assert developer.part("Bench.App").currentText() == "<b>bold</b>"
    assert "&lt;b&gt;" in developer.part("Bench.App").itemData(0, Qt.ItemDataRole.ToolTipRole)


async def test_apps_in_trouble_carry_a_mark_others_none(developer):
    await developer.app("good")
    await developer.app("broken", app_toml='kind = "nonsense"')
    box = developer.part("Bench.App")
    assert [box.itemIcon(row).isNull() for row in range(2)] == [True, False]


async def test_the_choice_survives_that_others_come_and_go(developer):
    for name in ("one", "two", "three"):
        await developer.app(name, build="async def handler(p):\n    return {}\n")
    developer.select("Bench.App", "two")
    developer.select("Bench.Function", "build")
    await developer.functions.apps.unload("one")
    await developer.functions.apps.reload("three")
    assert developer.part("Bench.App").currentText() == "two"
    assert developer.part("Bench.Function").currentText() == "build"
    await developer.functions.apps.unload("two")
    assert developer.part("Bench.App").currentText() == "three"


async def test_another_app_shows_the_same_function_if_it_has_it(developer):
    await developer.app("one", build="async def handler(p):\n    return {}\n")
    await developer.app("two", build="async def handler(p):\n    return {}\n")
    await developer.app("three")
    developer.select("Bench.Function", "build")
    developer.select("Bench.App", "two")
    assert developer.part("Bench.Function").currentText() == "build"
    developer.select("Bench.App", "three")
    assert developer.part("Bench.Function").currentText() == "action"


async def test_the_wheel_changes_nothing_that_takes_effect_at_once(developer, qapp):
    await developer.app()
    box = developer.part("Bench.InUse")
    centre = QPointF(box.rect().center())
    wheel = QWheelEvent(
        centre,
        box.mapToGlobal(centre),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    qapp.sendEvent(box, wheel)
    assert box.currentText() == "runs itself"
    assert len(developer.functions.stubs) == 0
