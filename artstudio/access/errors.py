"""Why a caller is turned away, each with what to do about it."""

from __future__ import annotations

from artstudio.embedded.errors import StartupError
from rmos_runs.errors import DomainError, Kind


class NotAuthenticated(DomainError):
    """Log in, or send `Authorization: Bearer TOKEN`. `manage.py create_token` makes a token."""

    kind = Kind.UNAUTHENTICATED
    code = "not_authenticated"


class InvalidToken(DomainError):
    """The token is unknown, expired or revoked. `manage.py create_token` makes a new one."""

    kind = Kind.UNAUTHENTICATED
    code = "invalid_token"


class CrossOriginRefused(DomainError):
    """A page of another site asked for this. ARTSTUDIO_TRUSTED_ORIGINS lists those that may."""

    kind = Kind.FORBIDDEN
    code = "cross_origin_refused"


class LocalOnly(DomainError):
    """Only this machine may ask. Set ARTSTUDIO_ACCESS=login, or ARTSTUDIO_TRUSTED_NETWORK=1."""

    kind = Kind.FORBIDDEN
    code = "only_this_machine"


class RateLimited(DomainError):
    """You asked for more drawings than ARTSTUDIO_RATE_LIMIT allows. Wait, then ask again."""

    kind = Kind.RATE_LIMITED
    code = "rate_limited"


class TooManyLogins(RateLimited):
    """Too many logins were tried from this address. Wait, then try again."""


class TooManyWaiting(DomainError):
    """Too many wait for news at this moment. Ask again in a while, or without `wait`."""

    kind = Kind.UNAVAILABLE
    code = "too_many_waiting"
    retry_after = 5.0


class TooManyDrawings(DomainError):
    """Too many drawings are being made at this moment. Ask again, or with `respond-async`."""

    kind = Kind.UNAVAILABLE
    code = "too_many_drawings"
    retry_after = 10.0


class BadTokenName(DomainError):
    """A token's name has 1 to 64 plain characters."""

    code = "bad_token_name"


class TokenNameTaken(DomainError):
    """Another token has this name. Choose another one, or revoke that one first."""

    kind = Kind.CONFLICT
    code = "token_name_taken"


class TokenNotFound(DomainError):
    """No token that is in use has this name. `manage.py list_tokens` shows those there are."""

    kind = Kind.NOT_FOUND
    code = "token_not_found"


class UnsafeBind(StartupError):
    """Everyone who reaches the address would be trusted."""

    code = "exposed"
