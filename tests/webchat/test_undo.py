"""An undo takes away once."""

from webchat.undo import once


def test_an_undo_is_harmless_when_it_is_called_again():
    calls = []
    undo = once(lambda: calls.append("undone"))
    undo()
    undo()
    assert calls == ["undone"]


def test_an_undo_that_leads_back_to_itself_runs_once():
    calls = []

    def take_away():
        calls.append("undone")
        undo()

    undo = once(take_away)
    undo()
    assert calls == ["undone"]
