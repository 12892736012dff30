"""Whom the studio trusts: whoever reaches it, or only who has logged in."""

from __future__ import annotations

import enum
import ipaddress

from django.conf import settings
from django.http import HttpRequest

from artstudio.access.errors import Exposed


class Access(enum.Enum):
    """What ARTSTUDIO_ACCESS may be."""

    TRUSTED = "trusted"
    LOGIN = "login"


def login_needed() -> bool:
    """Tell whether callers have to say who they are; every word but `trusted` means so."""
    return str(settings.ARTSTUDIO_ACCESS) != Access.TRUSTED.value


def others_may_reach() -> bool:
    """Tell whether other machines may reach the studio."""
    return login_needed() or bool(settings.ARTSTUDIO_TRUSTED_NETWORK)


def refuse_exposure(host: str) -> None:
    """Raise Exposed where a host's number to listen on would let strangers in unasked."""
    if is_loopback(host) or others_may_reach():
        return
    raise Exposed(
        f"Whoever reaches {host} could use and spend everything here: set ARTSTUDIO_ACCESS=login, "
        "or ARTSTUDIO_TRUSTED_NETWORK=1 if everyone on that network may."
    )


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether a request was sent on this machine; a proxy tells for whom it asks.

    A header can only take away: who invents one is not believed to be here.
    """
    told = request.headers.get("X-Forwarded-For", "").split(",")
    asked_for = [part.strip() for part in told if part.strip()]
    # A Unix socket has no address, and only this machine reaches it.
    peer = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    return "Forwarded" not in request.headers and all(map(is_loopback, [peer, *asked_for]))


def is_loopback(host: str) -> bool:
    """Tell whether a host's number is this machine's own; what is no number is not."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
