"""Fetching a picture that a gateway answered with an address instead of bytes.

The address comes from outside, so it leads to public hosts alone, or to the gateway
itself; each redirect is judged anew. What comes back is kept only if its bytes are those of a
picture.
"""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2

from artstudio.ai.errors import AnswerTooLarge, InvalidAnswer
from artstudio.ai.limits import bound_answer
from artstudio.ai.public_hosts import Lookup, NotPublic, hosts_for, look_up, origin_of
from artstudio.ai.sniff import UNKNOWN, sniff_mime

_TRIES = 3
_MAX_REDIRECTS = 3
#: Seconds for all tries together: a file is there or it is not.
_MAX_SECONDS = 120.0
_ADVICE = (
    "The picture was drawn, but could not be fetched from the provider. What came back is kept."
)


@dataclass(frozen=True, kw_only=True)
class Downloader:
    """How pictures are fetched for one gateway."""

    #: The gateway's own address, which may be anywhere.
    gateway_url: str
    max_bytes: int
    timeout_s: float
    verify: ssl.SSLContext
    sleep: Callable[[float], None] = time.sleep
    lookup: Lookup = look_up

    def fetch(self, url: str) -> bytes:
        """Return the picture at `url`, asked for without any of our headers or cookies.

        Fetching costs nothing, so unlike drawing it is tried again after any failure
        of the network or the server. Raises InvalidAnswer, or AnswerTooLarge.
        """
        end = time.monotonic() + min(self.timeout_s, _MAX_SECONDS)
        for tries in range(1, _TRIES + 1):
            try:
                return _picture(self._follow(url, end))
            except AnswerTooLarge:
                raise
            except NotPublic as error:
                raise InvalidAnswer(_reason(error)) from None
            except (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError) as error:
                if tries == _TRIES or _is_final(error) or time.monotonic() > end:
                    break
            self.sleep(0.5 * tries)
        raise InvalidAnswer(_ADVICE)

    def _follow(self, url: str, end: float) -> bytes:
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._ask_any(url, end)
            if answer.next_request is None:
                return answer.raise_for_status().content
            url = urljoin(url, answer.headers["location"])
        raise httpx2.TooManyRedirects("The picture's address leads on and on.")

    def _ask_any(self, url: str, end: float) -> httpx2.Response:
        """Ask at the first number of a host that can be reached."""
        numbers = hosts_for(url, allowed=_origin(self.gateway_url), lookup=self.lookup)
        for number in numbers[:-1]:
            try:
                return self._ask(url, number, end)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue
        return self._ask(url, numbers[-1], end)

    def _ask(self, url: str, number: str, end: float) -> httpx2.Response:
        """Ask for `url` at a number: the name is for the host and its certificate alone."""
        left_s = max(0.1, end - time.monotonic())
        asked = httpx2.URL(url)
        host = f"[{number}]" if ipaddress.ip_address(number).version == 6 else number
        with httpx2.Client(
            verify=self.verify,
            timeout=httpx2.Timeout(left_s, connect=min(left_s, 10.0)),
            event_hooks={"response": [bound_answer(max_bytes=self.max_bytes, timeout_s=left_s)]},
            follow_redirects=False,
        ) as client:
            return client.get(
                asked.copy_with(host=host),
                headers={"Host": asked.netloc.decode("ascii")},
                extensions={"sni_hostname": asked.raw_host.decode("ascii")},
            )


def _picture(data: bytes) -> bytes:
    if sniff_mime(data) == UNKNOWN:
        raise InvalidAnswer("The answer names an address where there is no picture. Try again.")
    return data


def _reason(error: NotPublic) -> str:
    return (
        f"The answer names an address for the picture that is not fetched. {error} "
        "Only public addresses and that of OPENAI_BASE_URL are."
    )


def _origin(gateway_url: str) -> tuple[str, int]:
    try:
        return origin_of(gateway_url)
    except NotPublic:
        return "", 0


def _is_final(error: Exception) -> bool:
    if isinstance(error, httpx2.HTTPStatusError):
        return error.response.status_code < 500
    return not isinstance(error, httpx2.TransportError | OSError)
