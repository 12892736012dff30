"""One call of an OpenAI API: parameters in, the answer's bytes out, or one of our errors."""

from __future__ import annotations

import functools
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx2
import openai

from artstudio.ai.base import OPENAI_BASE_URL, ProviderConfig
from artstudio.ai.errors import ProviderError, ProviderUnreachable
from artstudio.ai.limits import bound_answer
from artstudio.ai.openai_errors import request_id_of, translate
from artstudio.ai.scrub import Scrubber

Api = Literal["images", "responses", "chat"]

_CONNECT_TIMEOUT_S = 10.0
_SAFE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class RawAnswer:
    """The body of a successful answer, unread."""

    body: bytes = field(repr=False)
    provider_request_id: str | None


@functools.cache
def tls_context() -> ssl.SSLContext:
    """Return the process's trust store, which takes twenty times longer to load than to use."""
    return httpx2.create_ssl_context()


def call_openai(
    api: Api,
    params: dict[str, Any],
    *,
    config: ProviderConfig,
    scrubber: Scrubber,
    max_bytes: int,
    request_id: str = "",
) -> RawAnswer:
    """Send `params` to one of OpenAI's APIs once and return what came back.

    Raises a ProviderError. It is raised outside the `except` block, so that the
    SDK's exception, which holds the key, is not kept as its context.
    """
    failure: ProviderError
    try:
        with _sdk(config, _bounded_client(config, max_bytes)) as client:
            raw = _method(client, api)(**params, extra_headers=_headers(request_id))
            named = request_id_of(raw.headers, scrubber)
            return RawAnswer(body=raw.content, provider_request_id=named)
    except openai.OpenAIError as error:
        failure = translate(error, scrubber)
    except (httpx2.InvalidURL, UnicodeError):
        # Host names that look like one until they are taken apart or looked up.
        failure = ProviderUnreachable("OPENAI_BASE_URL is not an address. Check its host name.")
        failure.retryable = False
    raise failure


def _bounded_client(config: ProviderConfig, max_bytes: int) -> httpx2.Client:
    """Return a client for one call.

    A kept connection that the server has closed meanwhile fails in a way that
    cannot be told from a lost answer, which must not be sent again. It is also
    safe across forks. The price is one handshake per picture.
    """
    timeout_s = config.openai_timeout_s
    return httpx2.Client(
        verify=tls_context(),
        timeout=httpx2.Timeout(timeout_s, connect=min(timeout_s, _CONNECT_TIMEOUT_S)),
        event_hooks={"response": [bound_answer(max_bytes=max_bytes, timeout_s=timeout_s)]},
        # A redirected POST comes back as a GET, or goes to a host nobody has chosen.
        follow_redirects=False,
    )


def _sdk(config: ProviderConfig, http_client: httpx2.Client) -> openai.OpenAI:
    return openai.OpenAI(
        api_key=config.openai_api_key.strip(),
        base_url=config.openai_base_url.strip() or OPENAI_BASE_URL,
        max_retries=0,
        timeout=http_client.timeout,
        http_client=http_client,
    )


def _method(client: openai.OpenAI, api: Api) -> Callable[..., Any]:
    """Return the SDK's method that gives the answer unread."""
    if api == "images":
        return client.images.with_raw_response.generate
    if api == "responses":
        return client.responses.with_raw_response.create
    return client.chat.completions.with_raw_response.create


def _headers(request_id: str) -> dict[str, str]:
    return {"X-Client-Request-Id": request_id} if _SAFE_REQUEST_ID.fullmatch(request_id) else {}
