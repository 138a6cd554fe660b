"""Its task and its ``shutdown`` take no notice of being cancelled, for a while."""

import asyncio

until = asyncio.Event()


async def stay():
    while not until.is_set():
        try:
            await until.wait()
        except asyncio.CancelledError:
            continue


def init(app):
    app.spawn(stay())


async def shutdown(app):
    await asyncio.Event().wait()
