import pytest

from webchat.side.notifications import KINDS, Notifications


@pytest.fixture
def notifications():
    return Notifications()


def texts(notifications):
    return [one.text for one in notifications.active]


def test_notices_stand_in_their_order_until_they_are_dismissed(notifications):
    undo = notifications.show("one")
    notifications.show("two", "error", action_label="Retry", on_action=print, is_sticky=True)
    assert texts(notifications) == ["one", "two"]
    undo()
    undo()
    (left,) = notifications.active
    assert (left.text, left.kind, left.action_label, left.is_sticky) == (
        "two",
        "error",
        "Retry",
        True,
    )
    assert left.on_action is print


def test_a_notice_is_dismissed_by_its_id(notifications):
    notifications.show("one")
    notifications.dismiss(999)
    notifications.dismiss(notifications.active[0].id)
    assert notifications.active == ()


@pytest.mark.parametrize("kind", KINDS)
def test_the_four_documented_kinds_are_taken(notifications, kind):
    notifications.show("x", kind)
    assert notifications.active[0].kind == kind


def test_another_kind_is_refused(notifications):
    with pytest.raises(ValueError, match="not 'alarm'"):
        notifications.show("x", "alarm")
    assert notifications.active == ()


def test_subscribers_get_all_that_stand_though_one_fails(notifications, caplog):
    told = []

    def bad(_active):
        raise ValueError("bad")

    notifications.subscribe(bad)
    undo = notifications.subscribe(lambda active: told.append([one.text for one in active]))
    notifications.show("one")
    notifications.clear()
    notifications.clear()
    undo()
    notifications.show("two")
    assert told == [["one"], []]
    assert "A listener of the notices failed" in caplog.text
