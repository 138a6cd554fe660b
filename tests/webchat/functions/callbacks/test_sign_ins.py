import asyncio
import gc

import pytest

from webchat.errors import AuthenticationError


@pytest.fixture
async def redirect_uri(callbacks):
    return await callbacks.server.oauth_address("orders")


async def test_the_browser_comes_back_with_its_query(callbacks, redirect_uri):
    answer = callbacks.server.oauth_answer("s1", 5)
    got = await callbacks.get(f"{redirect_uri}?state=s1&code=c&scope=a+b")
    assert await answer == {"state": "s1", "code": "c", "scope": "a b"}
    assert (got.status, "Back to the program" in got.body) == (200, True)
    assert callbacks.came == []


async def test_a_refusal_comes_back_too(callbacks, redirect_uri):
    answer = callbacks.server.oauth_answer("s1", 5)
    got = await callbacks.get(f"{redirect_uri}?state=s1&error=access_denied")
    assert (await answer)["error"] == "access_denied"
    assert "Not signed in" in got.body
    assert "access_denied" not in got.body


async def test_several_sign_ins_are_told_apart(callbacks, redirect_uri):
    one, two = (callbacks.server.oauth_answer(state, 5) for state in ("s1", "s2"))
    await callbacks.get(f"{redirect_uri}?state=s2&code=2")
    await callbacks.get(f"{redirect_uri}?state=s1&code=1")
    assert [(await answer)["code"] for answer in (one, two)] == ["1", "2"]


@pytest.mark.parametrize("query", ["", "?code=c", "?state=", "?state=s2&code=c"])
async def test_a_state_that_nobody_waits_for_is_refused(callbacks, redirect_uri, query):
    answer = asyncio.ensure_future(callbacks.server.oauth_answer("s1", 5))
    assert (await callbacks.get(redirect_uri + query)).status == 404
    assert not answer.done()
    answer.cancel()


async def test_a_page_that_is_loaded_twice_counts_once(callbacks, redirect_uri):
    answer = callbacks.server.oauth_answer("s1", 5)
    await callbacks.get(f"{redirect_uri}?state=s1&code=1")
    again = await callbacks.get(f"{redirect_uri}?state=s1&code=2")
    assert (await answer)["code"] == "1"
    later = await callbacks.get(f"{redirect_uri}?state=s1&code=3")
    assert [one.status for one in (again, later)] == [200, 200]
    assert "Received already" in again.body
    assert "Received already" in later.body


async def test_who_comes_back_too_late_is_told_so(callbacks, redirect_uri):
    with pytest.raises(AuthenticationError, match=r"did not come back within 0\.01 s"):
        await callbacks.server.oauth_answer("s1", 0.01)
    assert (await callbacks.get(f"{redirect_uri}?state=s1&code=1")).status == 410


async def test_a_sign_in_that_was_given_up_is_over(callbacks, redirect_uri):
    waiting = asyncio.ensure_future(callbacks.server.oauth_answer("s1", 5))
    waiting.cancel()
    await asyncio.sleep(0)
    assert (await callbacks.get(f"{redirect_uri}?state=s1&code=1")).status == 410


async def test_closing_ends_the_waiting(callbacks, redirect_uri):
    answer = callbacks.server.oauth_answer("s1", 5)
    await callbacks.server.aclose()
    with pytest.raises(AuthenticationError, match="ended before"):
        await answer


async def test_an_answer_that_nobody_awaits_is_no_lost_error(callbacks):
    lost = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: lost.append(context))
    callbacks.server.oauth_answer("s1", 0)
    await asyncio.sleep(0.01)
    gc.collect()
    await asyncio.sleep(0)
    assert lost == []


async def test_only_the_last_sign_ins_are_remembered(callbacks, redirect_uri):
    for number in range(200):
        asyncio.ensure_future(callbacks.server.oauth_answer(f"s{number}", 5)).cancel()
    await asyncio.sleep(0)
    assert (await callbacks.get(f"{redirect_uri}?state=s0")).status == 404
    assert (await callbacks.get(f"{redirect_uri}?state=s199")).status == 410
    await callbacks.server.aclose()
