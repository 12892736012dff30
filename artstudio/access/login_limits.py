"""How often passwords may be tried, so that guessing is slow and nobody is locked out by it.

The decision, after OWASP's "Slow Down Online Guessing Attacks with Device Cookies":

1. A browser in which somebody has logged in before keeps a signed cookie that says so. Its
   tries for that name are counted apart (`DEVICE`), and nothing that strangers do touches
   them: nobody can be locked out of a browser they use.
2. All others are counted by name and address together (`NAME_AT_SITE`, and for a day
   `NAME_AT_SITE_DAILY`): a stranger's wrong guesses lock out that name at the stranger's
   address alone. IPv6 counts by the 64 bits that one site has for itself.
3. An address may try only so many times whatever the names are (`SITE`), against one
   password tried with many names.
4. A name may be tried only so often in a day from everywhere (`NAME`), against guesses
   from many addresses. It takes at least ten sites to use that up. Then only browsers of
   1. get in under that name till the day is over: the price, and only for who is attacked
   by many and comes with a new browser.

They are asked in the order 3, 2, 4 and the first refusal ends it: what an address is
refused does not count against the name. A name counts as Django looks it up (stripped,
NFKC) and without its case. Whether a name exists makes no difference. All counts are in
the database, so they hold for all processes and machines together.
"""

from __future__ import annotations

import secrets
import unicodedata

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from artstudio.access.client_address import site_of
from artstudio.access.errors import TooManyLogins
from artstudio.access.rates import Rate, count_request
from rmos_runs.digests import sha256_hex

# A person mistypes a few times; who tries a list of passwords needs many more.
NAME_AT_SITE = Rate(count=30, period_s=900)
NAME_AT_SITE_DAILY = Rate(count=100, period_s=86_400)
SITE = Rate(count=100, period_s=900)
NAME = Rate(count=1_000, period_s=86_400)
DEVICE = Rate(count=30, period_s=900)

DEVICE_COOKIE = "artstudio_device"
_DEVICE_AGE_S = 365 * 86_400
_SALT = "artstudio.access.device"
_DIGITS = 16


def canonical_name(text: str) -> str:
    """Return a user's name as Django looks it up, without its case."""
    return unicodedata.normalize("NFKC", text.strip()).strip().casefold()


def count_login(request: HttpRequest) -> None:
    """Count one try to log in. Raises TooManyLogins."""
    name = _digest(canonical_name(request.POST.get("username", "")))
    device = _device_of(request, name)
    if device:
        _count(f"login device {device}", DEVICE)
        return
    site = site_of(request)
    _count(f"login site {site}", SITE)
    _count(f"login {site} {name}", NAME_AT_SITE)
    _count(f"login day {site} {name}", NAME_AT_SITE_DAILY)
    _count(f"login name {name}", NAME)


def remember_device(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give a browser in which somebody has just logged in the cookie that says so."""
    user = request.user
    if not isinstance(user, AbstractBaseUser):
        return
    name = _digest(canonical_name(user.get_username()))
    if _device_of(request, name):
        return
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps([name, secrets.token_hex(8)], salt=_SALT),
        max_age=_DEVICE_AGE_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device_of(request: HttpRequest, name: str) -> str:
    """Return the device that a cookie names, where it is one of this user's; else nothing."""
    try:
        known, device = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=_SALT, max_age=_DEVICE_AGE_S
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return f"{name} {device}" if known == name else ""


def _count(caller: str, rate: Rate) -> None:
    count_request(caller, rate, refusal=TooManyLogins)


def _digest(name: str) -> str:
    return sha256_hex(name.encode())[:_DIGITS]
