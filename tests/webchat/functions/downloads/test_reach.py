import pytest

from webchat.functions.downloads.reach import OutOfReachError, Reach, is_public, literal

PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]
PRIVATE = [
    "127.0.0.1",
    "127.0.0.2",
    "0.0.0.0",  # noqa: S104  nobody binds to it
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2001::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_this_machine_and_its_networks_are_not(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC + PRIVATE)
def test_the_first_address_may_be_any(address):
    Reach().check("x.example", [address])


@pytest.mark.parametrize("address", PRIVATE)
def test_a_redirect_to_a_private_address_is_out_of_reach(address):
    reach = Reach()
    reach.check("x.example", ["8.8.8.8"])
    reach.check("y.example", ["8.8.4.4"])
    with pytest.raises(OutOfReachError):
        reach.check("y.example", [address])


def test_one_private_address_among_public_ones_is_enough():
    reach = Reach()
    reach.check("x.example", ["8.8.8.8"])
    with pytest.raises(OutOfReachError):
        reach.check("y.example", ["8.8.4.4", "127.0.0.1"])


def test_a_redirect_to_the_very_host_stays_in_reach_where_it_was():
    reach = Reach()
    reach.check("X.example", ["10.0.0.1", "10.0.0.2"])
    reach.check("x.example", ["10.0.0.2"])
    with pytest.raises(OutOfReachError):
        reach.check("x.example", ["10.0.0.3"])
    with pytest.raises(OutOfReachError):
        reach.check("y.example", ["10.0.0.1"])


@pytest.mark.parametrize(
    ("host", "address"),
    [("10.0.0.1", "10.0.0.1"), ("::1", "::1"), ("x.example", None), ("localhost", None)],
)
def test_a_host_is_a_name_or_an_address(host, address):
    assert literal(host) == address


@pytest.mark.parametrize("host", ["127.1", "012.0.0.1", "2130706433", "999.0.0.1", "", "1.2.3.4."])
def test_numbers_that_systems_read_in_different_ways_are_neither(host):
    with pytest.raises(ValueError, match="address"):
        literal(host)
