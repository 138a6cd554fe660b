"""Which machines a download may connect to.

The first address is the function's own word, and people test against services on their own
machine, so it may lead anywhere. A redirect is the word of somebody outside: it must not turn this
program against the machine it runs on, its network, or a cloud's metadata (169.254.169.254). What
counts is the address that is connected to, not the name: a name may lead elsewhere a moment later.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_TRANSLATED = ip_network("64:ff9b::/96")  # NAT64: the last four bytes are an address of IPv4
_LAST_FOUR = (1 << 32) - 1


class OutOfReachError(Exception):
    """A redirect leads to a machine that it must not lead to."""


class Reach:
    """What one download may connect to."""

    def __init__(self) -> None:
        """Allow everything for the first connection."""
        self._first: tuple[str, frozenset[str]] | None = None

    def check(self, host: str, addresses: Iterable[str]) -> None:
        """Look at the addresses of the next connection.

        Args:
            host: As the URL has it.
            addresses: What the host has turned out to be, as numbers.

        Raises:
            OutOfReachError: One of them is private, and not where the download began.
        """
        found = frozenset(addresses)
        if self._first is None:
            self._first = (host.lower(), found)
            return
        first_host, known = self._first
        allowed = known if host.lower() == first_host else frozenset()
        if any(not is_public(one) for one in found - allowed):
            raise OutOfReachError


def literal(host: str) -> str | None:
    """Return the address that a host is, or None when it is a name.

    Raises:
        ValueError: It is neither, such as ``127.1``, which systems read in different ways.
    """
    if ":" in host or not host.strip("0123456789."):
        return str(ip_address(host))
    return None


def is_public(address: str) -> bool:
    """Whether an address is one of the internet, not of this machine or its networks.

    Args:
        address: Of IPv4 or IPv6, as numbers.
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        found = _carried(found) or found
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Return the address of IPv4 that one of IPv6 stands for, or None."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & _LAST_FOUR)
    return address.ipv4_mapped or address.sixtofour
