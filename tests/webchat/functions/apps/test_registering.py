"""What plugins register: handlers and folders, taken away again, replaced in one step."""

import functools

import pytest

from tests.support.waiting import until
from tests.webchat.functions.apps.support import make_app, make_zip
from webchat.errors import FunctionAppError
from webchat.functions.app import CustomAuthentication, CustomInput
from webchat.functions.apps.registering import amendments


async def handler(parameters):
    return {"output": {"status": "completed", "message": parameters["x"]}}


def names(library):
    return [entry.name for entry in library]


def prepared(library, name=None, what=None, owner="greet"):
    return library.prepare(what or {"action": handler}, amendments(name, None, None, None), owner)


async def test_handlers_are_an_app(library):
    library.register({"action": handler}, name="hello", title="Hello", owner="greet")
    app = library["hello"]
    assert (app.title, app.kind, app.owner, app.folder, app.path) == (
        "Hello",
        "action",
        "greet",
        None,
        None,
    )
    assert app.sources["action"].language == "handler"
    answer = await app.sources["action"].handler({"x": "1"})
    assert answer["output"]["message"] == "1"


async def test_without_a_name_they_are_called_like_their_owner(library):
    library.register({"action": handler}, owner="my plugin")
    library.register({"action": handler})
    assert names(library) == ["my_plugin", "handlers"]
    assert library["my_plugin"].title == "my plugin"


async def test_who_gives_a_name_and_no_title_is_read_by_that_name(library):
    library.register({"action": handler}, name="refunds", owner="my plugin")
    assert library["refunds"].title == "refunds"


@pytest.mark.parametrize("what", [5, None, [handler], handler])
async def test_what_is_neither_a_place_nor_handlers_is_named(library, what):
    with pytest.raises(TypeError, match=r"is a folder, a zip or a dict such as .* came"):
        library.register(what)


async def test_an_undo_takes_exactly_its_app_away(library, make):
    first = library.register({"action": handler}, name="hello")
    second = library.register({"action": handler}, name="hello")
    assert names(library) == ["hello", "hello-2"]
    first()
    first()
    assert names(library) == ["hello-2"]
    second()
    assert names(library) == []
    await until(lambda: make.let_go == ["hello", "hello-2"])


@pytest.mark.parametrize(
    "one",
    [
        lambda parameters: {"x": parameters["x"]},
        lambda: {"x": 1},
        functools.partial(lambda extra, parameters: {"x": extra}, 1),
    ],
)
async def test_a_handler_may_be_plain_and_take_nothing(library, one):
    library.register({"action": one})
    assert await library["handlers"].sources["action"].handler({"x": 1}) == {"x": 1}


@pytest.mark.parametrize(
    ("handlers", "sentence"),
    [
        ({}, "needs a handler for its action function"),
        ({"build": handler}, "needs a handler for its action function"),
        ({"actoin": handler}, "no function 'actoin'; an app has identity, build, action, redirect"),
    ],
)
def test_handlers_that_are_no_app_are_refused(library, handlers, sentence):
    with pytest.raises(FunctionAppError, match=sentence):
        library.register(handlers)
    assert list(library) == []


@pytest.mark.parametrize("one", [None, 5, lambda a, b: None, lambda *, key: None])
def test_what_cannot_be_called_with_the_parameters_is_refused(library, one):
    with pytest.raises(TypeError, match="the handler of action"):
        library.register({"action": one})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "my app"}, "The name of an app is letters from a to z"),
        ({"kind": "actoin"}, "action, automation, await, trigger, not 'actoin'"),
        ({"authentication": {"custom": {}}}, "authentication.custom.inputs is missing"),
    ],
)
def test_what_does_not_fit_is_a_sentence(library, given, sentence):
    with pytest.raises(FunctionAppError, match=sentence):
        library.register({"action": handler}, **given)


async def test_authentication_is_a_record_or_a_table(library):
    record = CustomAuthentication((CustomInput("k", "Key"),))
    table = {"custom": {"inputs": [{"key": "k", "label": "Key"}]}}
    for given in (record, table):
        undo = library.register({"action": handler}, name="x", authentication=given)
        assert library["x"].authentication == record
        undo()


# -- folders -------------------------------------------------------------------------------------


async def test_a_folder_is_an_app_that_says_itself_what_is_not_said_for_it(library, apps, make):
    folder = make_app(apps / "orders", title="Orders", kind="await")
    library.register(folder, name="lookup", owner="greet")
    app = library["lookup"]
    assert (app.title, app.kind, app.owner, app.folder) == ("Orders", "await", "greet", folder)
    again = make()
    await again.restore()
    assert list(again) == []
    assert library.recent == ()


async def test_a_zip_will_do(library, apps):
    library.register(make_zip(apps / "orders.zip", make_app(apps / "x")))
    assert library["orders"].has("action")


async def test_a_folder_that_is_no_app_is_refused(library, apps):
    with pytest.raises(FunctionAppError, match=f"^{apps / 'gone'}: There is no such folder"):
        library.register(apps / "gone")
    assert list(library) == []


async def test_a_registered_folder_is_watched_and_stays_as_it_was_registered(library, apps):
    library.register(make_app(apps / "orders", title="One"), name="mine", kind="trigger", owner="p")
    make_app(apps / "orders", title="Two", name="other")
    await until(lambda: library["mine"].title == "Two")
    assert (library["mine"].kind, library["mine"].owner) == ("trigger", "p")
    assert (await library.reload("mine")).error is None


async def test_the_person_cannot_take_away_what_is_a_plugins(library, apps):
    library.register(make_app(apps / "orders"), owner="greet")
    library.register({"action": handler}, name="hello", owner="greet")
    for name in ("orders", "hello"):
        with pytest.raises(FunctionAppError, match="belongs to the plugin greet; unload that"):
            await library.unload(name)
    with pytest.raises(FunctionAppError, match="hello come from greet; reload that"):
        await library.reload("hello")


async def test_a_person_may_load_what_a_plugin_registered(library, apps):
    undo = library.register(make_app(apps / "orders"), owner="greet")
    await library.load(apps / "orders")
    assert names(library) == ["orders", "orders-2"]
    undo()
    assert names(library) == ["orders-2"]


async def test_a_name_that_is_kept_for_another_is_not_taken(library, apps, make):
    await library.load(make_app(apps / "hello"))
    again = make()
    again.register({"action": handler}, name="hello")
    await again.restore()
    assert names(again) == ["hello-2", "hello"]


# -- one step ------------------------------------------------------------------------------------


async def test_what_is_prepared_counts_nowhere(library):
    prepared(library, "hello")
    assert list(library) == []


async def test_an_exchange_is_one_step_and_keeps_place_and_name(library):
    old = [prepared(library, name) for name in ("one", "two", "gone")]
    library.exchange((), old)
    library.register({"action": handler}, name="other")
    seen = []
    library.subscribe(lambda: seen.append(names(library)))
    new = [prepared(library, name) for name in ("new", "two", "one")]
    library.exchange(old, new)
    assert seen == [["one", "two", "other", "new"]]
    assert library["one"] == new[2].app
    assert library["one"] != old[0].app


async def test_an_exchange_tells_whose_process_ends(library, apps, make):
    folders = [make_app(apps / name) for name in ("same", "changed", "gone")]
    old = [prepared(library, what=folder) for folder in folders]
    library.exchange((), old)
    library.unwatch()
    make_app(folders[1], title="New")
    library.exchange(old, [prepared(library, what=folder) for folder in folders[:2]])
    await until(lambda: sorted(make.let_go) == ["changed", "gone"])


async def test_the_second_of_two_of_one_name_may_stay_alone(library):
    old = [prepared(library, "hello"), prepared(library, "hello")]
    library.exchange((), old)
    assert names(library) == ["hello", "hello-2"]
    library.exchange(old, [prepared(library, "hello")])
    assert names(library) == ["hello"]
    library.exchange(old, ())
    assert names(library) == ["hello"]
