"""The first page: which app; and loading another one from there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.support.waiting import until
from tests.ui.functions.conftest import Person
from tests.ui.shell.conftest import Yes
from ui.functions.app_dialog import AppDialog


def rows(person):
    model = person.dialog.page.model
    return [model.index(row).data() for row in range(model.rowCount())]


def chosen(person):
    return person.dialog.page.list.currentIndex().data()


async def test_without_apps_the_page_says_how_to_get_one(person):
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    assert "Functions > Samples" in person.text("Setup.Choose.Empty.Text")
    assert not person.part("Setup.NextButton").isEnabled()
    assert not person.sees("Setup.BackButton")
    assert person.dialog.focusWidget() is person.part("Setup.Choose.Empty.Button")


async def test_an_app_is_loaded_from_the_page_and_selected(person, app_folder):
    folder = app_folder("lookup")
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    person.click("Setup.Choose.Empty.Button")
    dialog = person.window.findChild(AppDialog)
    line = dialog.findChild(QLineEdit)
    line.setText(str(folder))
    person.qtbot.keyClick(line, Qt.Key.Key_Return)
    await until(lambda: rows(person) == ["lookup"])
    assert chosen(person) == "lookup"
    assert person.part("Setup.NextButton").isEnabled()
    assert str(folder) in person.sim.dialogs.asked[0]
    assert person.dialog.focusWidget() is person.part("Setup.Choose.List")
    assert person.window.notices.notices == (), "the way leads on from here already"


async def test_a_no_to_the_question_of_trust_is_told_on_the_page(make_shell, qtbot, app_folder):
    person = Person(await make_shell(dialogs=Yes(answer=False)), qtbot)
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    person.window.functions.commands.load([app_folder()])
    await until(lambda: person.problem)
    assert "not trusted" in person.problem


async def test_only_apps_that_serve_the_purpose_are_listed(person):
    person.register("lookup")
    person.register("shipping", kind="automation")
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    assert rows(person) == ["Lookup"]
    person.click("Setup.CancelButton")
    person.window.functions.dialogs.run_process()
    await person.comes_to("Setup.Choose")
    assert rows(person) == ["Shipping"]


async def test_an_app_in_trouble_is_shown_with_its_sentence_and_cannot_be_used(person, tmp_path):
    (tmp_path / "empty").mkdir()
    await person.functions.apps.load(tmp_path / "empty", keep=False)
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    assert rows(person) == ["empty"]
    assert "no action function" in person.text("Setup.Choose.Odd")
    assert not person.part("Setup.NextButton").isEnabled()
    person.qtbot.keyClick(person.part("Setup.Choose.List"), Qt.Key.Key_Return)
    assert person.page_name() == "Setup.Choose"


async def test_what_is_odd_about_an_app_is_told_beneath_the_list(person, app_folder):
    await person.functions.apps.load(app_folder(app="nonsense = 1\n"), keep=False)
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    assert "nonsense" in person.text("Setup.Choose.Odd")


async def test_the_list_follows_what_is_loaded_and_keeps_the_selection(person):
    person.register("one")
    person.register("two")
    person.window.functions.dialogs.post_card(app="nothing of this name")
    page = await person.comes_to("Setup.Choose")
    assert chosen(person) == "Two"
    page.select("one")
    undo = person.functions.apps.register({"action": page_action}, name="three", title="Three")
    assert (rows(person), chosen(person)) == (["One", "Two", "Three"], "One")
    undo()
    assert (rows(person), chosen(person)) == (["One", "Two"], "One")


async def page_action(_parameters):
    return {"output": {}}


async def test_a_double_click_goes_on(person):
    person.register("one")
    person.window.functions.dialogs.post_card()
    page = await person.comes_to("Setup.Choose")
    where = page.list.visualRect(page.model.index(0)).center()
    viewport = page.list.viewport()
    person.qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=where)
    person.qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=where)
    await person.comes_to("Setup.Preview")


async def test_the_keyboard_alone_leads_to_the_card(person):
    person.register("one")
    person.register("two")
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    person.press(Qt.Key.Key_Up)
    assert chosen(person) == "One"
    person.press(Qt.Key.Key_Return)
    page = await person.comes_to("Setup.Preview")
    assert page.card.app == "one"


async def test_only_one_set_up_stands_at_a_time(person):
    person.register("one")
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    person.window.functions.dialogs.run_process()
    assert len(person.dialogs) == 1
    person.press(Qt.Key.Key_Escape)
    assert person.dialogs == []
    person.window.functions.dialogs.run_process()
    await person.comes_to("Setup.Choose")


async def test_the_size_of_the_dialog_is_remembered(person):
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    person.dialog.resize(640, 480)
    person.click("Setup.CancelButton")
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    assert (person.dialog.width(), person.dialog.height()) == (640, 480)
