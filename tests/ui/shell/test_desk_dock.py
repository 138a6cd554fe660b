"""The desk in the main window: shown when a person answers, hidden else, never forgotten."""

import pytest

from tests.support.simulation import simulation, start
from tests.support.waiting import until
from tests.ui.shell.conftest import Yes
from tests.ui.support.desk import popup
from ui.chat.props import Props
from ui.shell.desk_news import WAITING
from ui.shell.settings import Settings


@pytest.mark.parametrize(("agent", "is_shown"), [("person", True), ("concierge", False)])
async def test_the_desk_is_shown_when_a_person_answers(make_shell, agent, is_shown):
    shell = await make_shell(agent=agent)
    assert shell.part("DeskDock").isVisible() is is_shown
    assert shell.part("DeskDock").toggleViewAction().isChecked() is is_shown


async def test_whether_the_desk_is_shown_is_remembered(make_shell, tmp_path):
    first = await make_shell(agent="person", settings=Settings(tmp_path / "window.json"))
    first.part("DeskDock").close()
    first.window.close()
    second = await make_shell(agent="person", settings=Settings(tmp_path / "window.json"))
    assert not second.part("DeskDock").isVisible()


@pytest.mark.parametrize(("width", "is_beside"), [(1000, True), (700, True), (500, False)])
async def test_the_desk_has_its_place_in_a_window_of_any_width(make_shell, width, is_beside):
    shell = await make_shell(agent="person", size=(1440, 900))
    shell.window.resize(width, 700)
    dock, stage = shell.part("DeskDock"), shell.part("Stage")
    beside = lambda: dock.isVisible() and dock.x() >= stage.geometry().right()  # noqa: E731
    await until(lambda: beside() is is_beside)
    tucked = lambda: dock in shell.window.tabifiedDockWidgets(shell.part("ActionsDock"))  # noqa: E731
    await until(lambda: tucked() is not is_beside)
    assert not is_beside or dock.geometry().right() <= shell.window.width()
    assert stage.width() >= stage.minimumWidth()


async def test_the_desk_may_be_a_window_of_its_own(make_shell, qtbot):
    shell = await make_shell(agent="person")
    dock = shell.part("DeskDock")
    shell.part("DeskDock.FloatButton").click()
    await until(dock.isFloating)
    assert shell.part("DeskDock.FloatButton").toolTip() == "Put the desk back into the main window"
    shell.part("DeskDock.FloatButton").click()
    await until(lambda: not dock.isFloating())


async def test_the_empty_desk_opens_the_chat_for_a_person_to_be_a_customer(make_shell):
    shell = await make_shell(agent="person")
    shell.part("Desk.Empty.Button").click()
    await until(lambda: shell.side.store.state.session.is_entry_point_expanded)
    assert shell.origins("ToggleChatVisibility") == ["Menu"]


async def test_a_customer_who_waits_in_vain_is_told_of_while_the_desk_is_hidden(make_shell):
    shell = await make_shell(agent="person")
    shell.part("DeskDock").close()
    await shell.sim.desk.actions.invoke_action("SetActivity", {"activityName": "busy"})
    await start(shell.side)
    await until(lambda: WAITING in shell.window.notices.notices)
    shell.part("NoticeBar.ActionButton").click()
    assert shell.part("DeskDock").isVisible()
    await until(lambda: WAITING not in shell.window.notices.notices)


async def test_the_actions_of_the_desk_stand_in_the_actions_dock(make_shell):
    shell = await make_shell(agent="person")
    await shell.sim.desk.actions.invoke_action("SetActivity", {"activityName": "busy"})
    model = shell.window.actions_dock.view.model()
    actions = lambda: [  # noqa: E731
        model.index(row, column).data()
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    await until(lambda: "SetActivity" in actions())


async def test_messages_look_on_the_desk_as_on_the_widget(make_shell):
    shell = await make_shell(agent="person")
    Props.of(shell.side).set_message_style("Minimal")
    assert Props.of(shell.sim.desk).message_style == "Minimal"
    assert not Props.of(shell.sim.desk).show_welcome_message


async def test_the_desk_menu_orders_what_can_be_ordered(make_shell):
    shell = await make_shell(agent="person")
    entries = {
        name: shell.part(f"DeskMenu.{name}") for name in ("AcceptNext", "WrapUp", "Complete")
    }
    enabled = lambda: [name for name, entry in entries.items() if entry.isEnabled()]  # noqa: E731
    assert enabled() == []
    await start(shell.side)
    await until(lambda: enabled() == ["AcceptNext"])
    entries["AcceptNext"].trigger()
    await until(lambda: enabled() == ["WrapUp"])
    entries["WrapUp"].trigger()
    await until(lambda: enabled() == ["Complete"])
    entries["Complete"].trigger()
    await until(lambda: enabled() == [])
    history = shell.sim.desk.actions.history
    ordered = [(one.action, one.origin) for one in history if one.action.endswith("Task")]
    assert ordered == [("AcceptTask", "Menu"), ("WrapupTask", "Menu"), ("CompleteTask", "Menu")]


async def test_the_desk_menu_says_and_sets_what_the_agent_is(make_shell):
    shell = await make_shell(agent="concierge")
    assert shell.part("DeskMenu.Activity.offline").isChecked()
    shell.part("DeskMenu.Activity.available").trigger()
    await until(lambda: shell.sim.desk.store.state.session.activity == "available")
    shell.part("DeskMenu.Log").trigger()
    await until(lambda: shell.part("DeskMenu.Log").text() == "&Log in")
    assert not shell.part("DeskMenu.Activity.available").isChecked()


async def test_a_call_can_be_simulated(make_shell):
    shell = await make_shell(agent="person")
    shell.part("DeskMenu.Call").trigger()
    model = shell.window.desk_dock.desk.model
    await until(lambda: model.rowCount() == 1)
    assert model.row(0).channel == "voice"
    shell.part("DeskMenu.AcceptNext").trigger()
    await until(lambda: model.row(0).status == "accepted")
    shell.part("DeskMenu.WrapUp").trigger()
    await until(lambda: model.row(0).status == "wrapping")


async def test_further_people_have_windows_of_their_own_and_are_meant_when_used(make_shell):
    shell = await make_shell(agent="person")
    shell.part("Conversation.AddCustomer").trigger()
    shell.part("DeskMenu.AddAgent").trigger()
    assert len(shell.sim.customers) == len(shell.sim.agents) == 2
    for side in (shell.sim.customers[1], shell.sim.agents[1]):
        window = shell.window.windows.show_side(side)
        await until(window.isActiveWindow)
        assert side.kind.current_side is side
        window.close()
        entry = shell.part(f"Show.{side.name.replace(' ', '')}")
        entry.trigger()
        assert window.isVisible()
    shell.window.hide()
    assert not window.isVisible()


async def test_two_customers_and_two_agents_never_cross(make_shell):
    shell = await make_shell(agent="person")
    other = shell.window.windows.add_customer().side
    agent = shell.window.windows.add_agent().side
    await until(lambda: agent.store.state.session.worker_sid)
    sids = [await start(shell.side, friendlyName="Ada"), await start(other, friendlyName="Bob")]
    await until(lambda: all(side.store.state.tasks for side in shell.sim.agents))
    for side in shell.sim.agents:
        (task,) = side.store.state.tasks
        await side.actions.invoke_action("AcceptTask", {"sid": task})
        (channel,) = side.store.state.chat.channels
        assert channel == sids[shell.sim.agents.index(side)]


async def test_who_answers_and_who_could_stands_in_the_identity_bar(make_shell):
    shell = await make_shell(agent="person", size=(1440, 900))
    value = shell.part("IdentityBar.Agent.Value")
    await until(lambda: value.text() == "Agent 1 (available)")
    await start(shell.side)
    (task,) = shell.sim.desk.store.state.tasks
    await shell.sim.desk.actions.invoke_action("AcceptTask", {"sid": task})
    await until(lambda: value.text() == "Agent 1")
    assert shell.part("IdentityBar.Locale").isVisible()


async def test_a_restart_may_be_as_the_same_a_new_or_a_given_customer(make_shell):
    shell = await make_shell(dialogs=Yes())
    await start(shell.side)
    session = lambda: shell.side.store.state.session  # noqa: E731
    first = session().identity
    shell.part("Restart.Same").trigger()
    await until(lambda: session().next_identity == first)
    assert shell.part("IdentityBar.Customer.Value").text() == first
    await start(shell.side)
    assert session().identity == first
    shell.part("Restart.New").trigger()
    await until(lambda: session().identity is None)
    assert session().next_identity is None
    shell.part("Restart.Given").trigger()
    await until(lambda: shell.origins("RestartEngagement") == ["Menu"] * 3)
    assert "Which identity" in shell.sim.dialogs.asked[0]


@pytest.mark.qt_log_ignore("does not support grabbing", extend=True)
async def test_the_arrow_beside_the_restart_button_opens_the_menu(make_shell, qtbot):
    shell = await make_shell()
    arrow = shell.part("IdentityBar.RestartMenuButton")
    assert not arrow.isEnabled()
    await start(shell.side)
    await until(arrow.isEnabled)
    arrow.click()
    menu = await popup()
    assert menu.objectName() == "Menu.Restart"
    menu.close()


async def test_a_simulation_without_a_window_needs_no_desk_of_qt():
    async with simulation(agent="person") as sim:
        assert sim.desk.strings.render("DeskAvailable") == "Available"
