"""Whom the studio trusts: whoever reaches it, or only who has logged in."""

from __future__ import annotations

import enum
import ipaddress

from django.conf import settings

from artstudio.access.errors import UnsafeBind


class Access(enum.Enum):
    """What ARTSTUDIO_ACCESS may be."""

    TRUSTED = "trusted"
    LOGIN = "login"


def login_needed() -> bool:
    """Tell whether callers have to say who they are; every word but `trusted` means so."""
    return str(settings.ARTSTUDIO_ACCESS) != Access.TRUSTED.value


def allows_remote() -> bool:
    """Tell whether other machines may reach the studio."""
    return login_needed() or bool(settings.ARTSTUDIO_TRUSTED_NETWORK)


def refuse_exposure(host: str) -> None:
    """Raise Exposed where a host's number to listen on would let strangers in unasked."""
    if is_loopback(host) or allows_remote():
        return
    raise UnsafeBind(
        f"Whoever reaches {host} could use and spend everything here: set ARTSTUDIO_ACCESS=login, "
        "or ARTSTUDIO_TRUSTED_NETWORK=1 if everyone on that network may."
    )


def is_loopback(host: str) -> bool:
    """Tell whether a host's number is this machine's own; what is no number is not."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
