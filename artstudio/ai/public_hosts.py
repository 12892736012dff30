"""Which hosts an address in somebody else's answer may lead to: public ones, looked up once.

A name is looked up here, the numbers are judged, and the connection goes to the very
number that was judged: a name that means another host a moment later (DNS rebinding)
changes nothing. Forms such as `2130706433` or `0177.1` are read by the same function that
would be used to connect, so what is judged is what they mean.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Looks a host and a port up, as `socket.getaddrinfo` does.
Lookup = Callable[[str, int], list[str]]
_PORTS = {"http": 80, "https": 443}
# RFC 6052 and RFC 8215: the last 32 bits are an IPv4 address, which a gateway translates to.
_TRANSLATED = (
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
)


class NotPublic(ValueError):
    """The address leads to no host of the public internet."""


def look_up(host: str, port: int) -> list[str]:
    """Return the numbers of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def origin_of(url: str) -> tuple[str, int]:
    """Return host and port of an http or https address. Raises NotPublic for all others."""
    parts = _split(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise NotPublic("It is not an http or https address.")
    if parts.username is not None or parts.password is not None:
        raise NotPublic("It holds a user name or a password.")
    return parts.hostname.lower().rstrip("."), _port_of(parts) or _PORTS[parts.scheme]


def hosts_for(url: str, *, allowed: tuple[str, int], lookup: Lookup = look_up) -> list[str]:
    """Return the numbers to connect to for an address.

    `allowed` is a host and port that the operator has named: it may be anywhere.
    Raises NotPublic where any number is not public, OSError where there is none.
    """
    host, port = origin_of(url)
    numbers = lookup(host, port)
    if (host, port) != allowed and not all(map(is_public, numbers)):
        raise NotPublic("It leads to no host of the public internet.")
    return numbers


def is_public(number: str) -> bool:
    """Tell whether an address, and every IPv4 address inside it, is one of the public internet."""
    if "%" in number:
        return False
    address = ipaddress.ip_address(number)
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved
        for one in [address, *_embedded(address)]
        if not _only_carries(one)
    )


def _only_carries(address: Address) -> bool:
    """Tell whether an IPv6 address is but a form of the IPv4 one inside, which decides."""
    return address.version == 6 and (address.ipv4_mapped is not None or address in _TRANSLATED[0])


def _embedded(address: Address) -> Iterator[ipaddress.IPv4Address]:
    if address.version == 4:
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if any(address in network for network in _TRANSLATED):
        yield ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise NotPublic("It is no address.") from None


def _port_of(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise NotPublic("Its port is no number.") from None
