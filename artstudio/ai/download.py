"""Fetching a picture that a gateway answered with an address instead of bytes."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx2

from artstudio.ai.errors import AnswerTooLarge, InvalidAnswer
from artstudio.ai.limits import bound_answer

_TRIES = 3
_ADVICE = (
    "The picture was drawn, but could not be fetched from the provider. What came back is kept."
)


def download_image(
    url: str,
    *,
    max_bytes: int,
    timeout_s: float,
    verify: ssl.SSLContext,
    sleep: Callable[[float], None],
) -> bytes:
    """Return the bytes at `url`, asked for without any of our headers or cookies.

    Fetching costs nothing, so unlike drawing it is tried again after any failure
    of the network or the server. Raises InvalidAnswer, or AnswerTooLarge.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise InvalidAnswer("The answer names a picture that is not at an http or https address.")
    for tries in range(1, _TRIES + 1):
        try:
            return _fetch(url, max_bytes=max_bytes, timeout_s=timeout_s, verify=verify)
        except AnswerTooLarge:
            raise
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            if tries == _TRIES or _is_final(error):
                break
        sleep(0.5 * tries)
    raise InvalidAnswer(_ADVICE)


def _fetch(url: str, *, max_bytes: int, timeout_s: float, verify: ssl.SSLContext) -> bytes:
    bound = bound_answer(max_bytes=max_bytes, timeout_s=timeout_s)
    with httpx2.Client(
        verify=verify,
        timeout=httpx2.Timeout(timeout_s, connect=min(timeout_s, 10.0)),
        event_hooks={"response": [bound]},
        follow_redirects=True,
        max_redirects=3,
    ) as client:
        return client.get(url).raise_for_status().content


def _is_final(error: Exception) -> bool:
    if isinstance(error, httpx2.HTTPStatusError):
        return error.response.status_code < 500
    return not isinstance(error, httpx2.TransportError)
