"""The embedded centre is what the protocol says; mypy reads this file."""

import inspect

import pytest

from tests.support.clock import ManualClock
from webchat.centre import protocol
from webchat.centre.embedded import EmbeddedCentre
from webchat.clock import random_id


def as_protocol(centre: EmbeddedCentre) -> protocol.ContactCentre:
    return centre


@pytest.mark.parametrize(
    "name", [one for one in vars(protocol.ContactCentre) if not one.startswith("_")]
)
def test_it_does_what_the_protocol_names(name):
    centre = as_protocol(EmbeddedCentre(None, clock=ManualClock(), ids=random_id))
    wanted = inspect.getattr_static(protocol.ContactCentre, name)
    if not isinstance(wanted, property):
        mine = inspect.signature(getattr(EmbeddedCentre, name))
        assert mine == inspect.signature(wanted)
    assert hasattr(centre, name)
