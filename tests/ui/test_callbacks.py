"""The callback server on the loop of the window."""

import asyncio

from tests.support.callbacks import desk


async def test_callbacks_come_through_on_the_loop_of_the_window(tmp_path):
    async with desk(tmp_path) as callbacks:
        webhook, redirect = await callbacks.webhook(), await callbacks.redirect()
        got = await asyncio.gather(*(callbacks.post(webhook, data=b"12") for _ in range(40)))
        page = await callbacks.get(f"{redirect}?token=t1")
        too_large = await callbacks.post(webhook, data=bytes(3 << 20))
    assert {one.status for one in got} == {200}
    assert (page.status, too_large.status) == (200, 413)
    assert [one.body for one in callbacks.came[:40]] == [b"12"] * 40
    assert callbacks.came[40].query == {"token": "t1"}
