"""The record of calls: in order, bounded by number and by size."""

from dataclasses import replace

from webchat.functions.calls.history import CallHistory, FunctionCall


def begun(history, app="orders", function="action", **fields):
    call = FunctionCall(history.next_id(), app, function, {"input": {}}, 1.0, **fields)
    history.put(call)
    return call


def test_a_call_takes_its_own_place_again_when_it_has_ended():
    history = CallHistory()
    first, second = begun(history), begun(history)
    ended = replace(first, outcome="completed", seconds=0.5, answer={"output": {}})
    history.put(ended)
    assert list(history) == [ended, second]
    assert history.get(first.id) is ended


def test_the_last_call_is_that_of_the_function_asked_for():
    history = CallHistory()
    begun(history)
    wanted = begun(history)
    begun(history, function="build")
    begun(history, app="others")
    assert history.last("orders", "action") is wanted
    assert history.last("orders", "webhook") is None


def test_the_oldest_are_let_go_of_and_stay_so():
    history = CallHistory(limit=2)
    first, second, third = (begun(history) for _ in range(3))
    history.put(replace(first, outcome="completed"))
    assert list(history) == [second, third]
    assert history.get(first.id) is None


def test_large_answers_let_go_of_others_but_the_newest_stays():
    history = CallHistory(max_characters=1000)
    begun(history)
    begun(history)
    large = replace(begun(history), answer={"output": "x" * 5000})
    history.put(large)
    assert list(history) == [large]
    small = begun(history)
    assert list(history) == [small]


def test_a_cleared_history_forgets_calls_under_way_as_well():
    history = CallHistory(max_characters=100)
    under_way = begun(history)
    history.clear()
    history.put(replace(under_way, outcome="completed", answer="x" * 50))
    assert list(history) == []
    assert begun(history).id == under_way.id + 1


def test_who_subscribed_sees_the_beginning_and_the_end():
    history, seen = CallHistory(), []
    undo = history.subscribe(lambda call: seen.append(call.outcome))
    call = begun(history)
    history.put(replace(call, outcome="failed"))
    undo()
    begun(history)
    assert seen == ["running", "failed"]
