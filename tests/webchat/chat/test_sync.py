from webchat.model import Member


async def test_the_name_shown_is_that_of_the_member(ada, centre, channel_sid):
    await centre.join(channel_sid, Member("cem", "Cem Öz", avatar="cem.png"))
    await centre.send_message(channel_sid, "cem", "hi")
    assert ada.state.messages[-1].author_name == "Cem Öz"
    assert ada.state.members["cem"].avatar == "cem.png"


async def test_only_what_others_say_is_unread(ada, bob):
    await ada.channel.send_message("mine")
    await bob.channel.send_message("theirs")
    assert [m.body for m in ada.state.unconsumed_messages] == ["theirs"]
    assert [m.is_from_me for m in ada.state.messages] == [True, False]


async def test_changed_attributes_arrive_at_every_side(ada, bob, centre, channel_sid):
    sent = await centre.send_message(channel_sid, "bob", "a card", {"step": 1})
    await centre.set_message_attributes(channel_sid, sent.sid, "bob", {"step": 2})
    for one in (ada, bob):
        assert [m.attributes for m in one.state.messages] == [{"step": 2}]
    assert ada.state.unconsumed_messages == ada.state.messages


async def test_the_end_of_the_chat_arrives(ada, bob):
    await bob.channel.close()
    assert ada.state.status == "inactive"


async def test_the_other_one_is_seen_typing_and_i_am_not(ada, bob):
    await bob.channel.typing()
    assert ada.state.typers == ("bob",)
    assert bob.state.typers == ()


async def test_typing_ends_five_seconds_after_the_last_signal(ada, bob, clock):
    await bob.channel.typing()
    await clock.advance(3)
    await bob.channel.typing()
    await clock.advance(4.9)
    assert ada.state.typers == ("bob",)
    await clock.advance(0.2)
    assert ada.state.typers == ()


async def test_typing_ends_with_the_message(ada, bob, clock):
    await bob.channel.typing()
    await bob.channel.send_message("done")
    assert ada.state.typers == ()
    await clock.advance(10)
    assert ada.state.typers == ()


async def test_typing_ends_with_the_chat(ada, bob):
    await bob.channel.typing()
    assert ada.state.typers == ("bob",)
    await bob.channel.close()
    assert ada.state.typers == ()


async def test_typing_ends_with_leaving(ada, bob):
    await bob.channel.typing()
    await bob.channel.leave()
    assert ada.state.typers == ()


async def test_several_type_in_the_order_in_which_they_began(ada, bob, centre, channel_sid):
    await centre.join(channel_sid, Member("cem", "Cem"))
    await bob.channel.typing()
    await centre.typing(channel_sid, "cem")
    await bob.channel.typing()
    assert ada.state.typers == ("bob", "cem")


async def test_typing_again_after_a_message_counts_anew(ada, bob, clock):
    await bob.channel.typing()
    await clock.advance(4)
    await bob.channel.send_message("one")
    await bob.channel.typing()
    await clock.advance(4)
    assert ada.state.typers == ("bob",)
    await clock.advance(1.1)
    assert ada.state.typers == ()


async def test_the_read_horizon_of_the_others_is_their_highest(ada, bob, centre, channel_sid):
    await centre.join(channel_sid, Member("cem", "Cem"))
    for body in ("one", "two"):
        await ada.channel.send_message(body)
    await centre.set_read_horizon(channel_sid, "cem", 1)
    await bob.channel.consume(0)
    assert ada.state.last_consumed_message_index == 1
    assert ada.state.members["bob"].last_read_index == 0
