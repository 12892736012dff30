"""The one retry policy: only what surely was not paid for is sent again.

The SDK's own retries are switched off, because they send a timed-out picture
up to three times without an idempotency key, and each may be billed.
"""

from __future__ import annotations

import email.utils
import logging
import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from artstudio.ai.errors import ProviderError

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """How often and how long."""

    max_tries: int = 3
    first_wait_s: float = 0.5
    #: A provider that asks for more is answered by the error, which names the wait.
    longest_wait_s: float = 30.0

    def wait_before_retry(
        self, error: ProviderError, *, tries_made: int, spread: Callable[[], float] = random.random
    ) -> float | None:
        """Return the seconds to wait before trying again, or None to give up.

        Without advice the wait doubles each time, less up to a quarter of it
        (`spread` gives 0 to 1), so that variants refused together do not come back together.
        """
        if not error.retryable or tries_made >= self.max_tries:
            return None
        if error.retry_after is not None:
            return error.retry_after if error.retry_after <= self.longest_wait_s else None
        wait = min(self.first_wait_s * 2.0 ** (tries_made - 1), self.longest_wait_s)
        return wait * (1 - 0.25 * spread())


def call_with_retries(
    call: Callable[[], T],
    *,
    policy: RetryPolicy,
    sleep: Callable[[float], None] = time.sleep,
    request_id: str = "",
) -> tuple[T, int]:
    """Return what `call` returns and how many tries it took; raise its last ProviderError."""
    tries = 0
    while True:
        tries += 1
        try:
            return call(), tries
        except ProviderError as error:
            wait = policy.wait_before_retry(error, tries_made=tries)
            if wait is None:
                raise
            code = error.code
        log.info(
            "provider call is tried again",
            extra={"code": code, "wait_s": round(wait, 3), "tries": tries, "for": request_id},
        )
        sleep(wait)


@dataclass(frozen=True, kw_only=True)
class RetryAdvice:
    """What the provider's headers say about trying again."""

    #: Seconds to wait, if stated.
    after_s: float | None = None
    #: `x-should-retry`, if stated.
    explicit: bool | None = None

    @property
    def says_retry(self) -> bool:
        """Tell whether the provider itself advises to try again."""
        return self.explicit if self.explicit is not None else self.after_s is not None


def retry_advice(
    headers: Mapping[str, str], *, now: Callable[[], float] = time.time
) -> RetryAdvice:
    """Read `retry-after-ms`, `retry-after` (seconds or an HTTP date) and `x-should-retry`.

    headers: a mapping whose `get` ignores case, as httpx2's does.
    """
    explicit = {"true": True, "false": False}.get(headers.get("x-should-retry", "").lower())
    return RetryAdvice(after_s=_seconds(headers, now), explicit=explicit)


def _seconds(headers: Mapping[str, str], now: Callable[[], float]) -> float | None:
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        if math.isfinite(seconds):
            return max(seconds, 0.0)
    return _seconds_until(headers.get("retry-after", ""), now)


def _seconds_until(http_date: str, now: Callable[[], float]) -> float | None:
    try:
        then = email.utils.parsedate_to_datetime(http_date).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(then - now(), 0.0)
