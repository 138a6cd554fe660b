from webchat.side.dialogs import SilentDialogs


async def test_without_a_person_nothing_is_confirmed_or_typed():
    dialogs = SilentDialogs()
    await dialogs.alert("Hello")
    assert await dialogs.confirm("Really?") is False
    assert await dialogs.prompt("Name?", "Ada") is None
