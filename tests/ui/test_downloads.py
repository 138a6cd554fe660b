"""Downloads on the loop of the window."""

import asyncio
import os

from tests.support.raw_server import raw_server, sends
from tests.support.remote_files import LIMITS, MEGABYTE, answer, file
from webchat.functions.downloads.download import download


async def test_files_are_fetched_on_the_loop_of_the_window(tmp_path):
    body = os.urandom(2 * MEGABYTE)
    async with raw_server(sends(answer(body))) as at:
        fetching = [download(file(f"http://{at}/x"), tmp_path, limits=LIMITS) for _ in range(4)]
        paths = await asyncio.gather(*fetching)
    assert {path.read_bytes() for path in paths} == {body}
    assert len(set(paths)) == 4
