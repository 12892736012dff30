"""Where a request comes from, behind proxies too.

`X-Forwarded-For` is a list to which each proxy adds the address that asked it, so only
what our own proxies added can be believed: read from the right, the first address that is
not one of ARTSTUDIO_TRUSTED_PROXIES is the caller's. Without that setting the header
counts for nothing but caution: it can show that a request is not from this machine.
"""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# What proxies say of a request, and only they may.
_OF_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")
_BITS_OF_A_SITE = 64
_LOOPBACK = ipaddress.IPv4Address("127.0.0.1")


class ProxyHeadersMiddleware:
    """Takes away what callers who are no trusted proxy say in a proxy's words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request; without trusted proxies nothing is known and nothing is removed.

        That there was such a header stays known: it shows that a proxy is in between.
        """
        if settings.ARTSTUDIO_TRUSTED_PROXIES and not is_trusted_proxy(peer_of(request)):
            for name in _OF_PROXIES:
                if request.META.pop(name, None) is not None:
                    request.META[_SAID_FOR_OTHERS] = True
        return self.get_response(request)


# No header can have this name.
_SAID_FOR_OTHERS = "artstudio.said_for_others"


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks that `10.0.0.5` or `10.0.0.0/24` name. Raises ValueError."""
    return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts)


def parse_address(text: str) -> Address | None:
    """Return an address as proxies write it, with or without a port; None for all else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def peer_of(request: HttpRequest) -> Address | None:
    """Return who is at the other end of the connection; a Unix socket is this machine."""
    text = request.META.get("REMOTE_ADDR")
    return parse_address(text) if text else _LOOPBACK


def is_trusted_proxy(address: Address | None) -> bool:
    """Tell whether ARTSTUDIO_TRUSTED_PROXIES lists an address."""
    networks = _networks(tuple(settings.ARTSTUDIO_TRUSTED_PROXIES))
    return address is not None and any(address in network for network in networks)


def client_address(request: HttpRequest) -> Address | None:
    """Return the caller's address; None where a trusted proxy did not tell a readable one."""
    peer = peer_of(request)
    if not is_trusted_proxy(peer):
        return peer
    told = forwarded_for(request)
    address: Address | None = None
    for text in reversed(told):
        address = parse_address(text)
        if not is_trusted_proxy(address):
            return address
    # All of them are proxies of ours: the first one asked by itself.
    return address


def forwarded_for(request: HttpRequest) -> list[str]:
    """Return the entries of X-Forwarded-For."""
    told = request.headers.get("X-Forwarded-For", "").split(",")
    return [part.strip() for part in told if part.strip()]


def site_of(request: HttpRequest) -> str:
    """Return the name that a caller's address is counted under: of IPv6 all that one site has."""
    address = client_address(request) or peer_of(request)
    if address is None:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, _BITS_OF_A_SITE), strict=False))


def is_local_request(request: HttpRequest) -> bool:
    """Tell whether a request was sent on this machine.

    A header can only take away: who invents one is not believed to be here. With
    ARTSTUDIO_HTTPS there is a proxy, so nothing but the word of a trusted one counts.
    """
    if request.META.get(_SAID_FOR_OTHERS) or "Forwarded" in request.headers:
        return False
    told = [parse_address(text) for text in forwarded_for(request)]
    peer = peer_of(request)
    if (settings.ARTSTUDIO_HTTPS or is_trusted_proxy(peer)) and not (
        told and is_trusted_proxy(peer)
    ):
        return False
    return all(address is not None and address.is_loopback for address in [peer, *told])


@functools.lru_cache(maxsize=8)
def _networks(texts: tuple[Any, ...]) -> tuple[Network, ...]:
    return parse_networks(texts)
