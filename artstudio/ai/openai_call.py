"""One call of an OpenAI API: parameters in, the answer's bytes out, or one of our errors.

The client is made before the call is on record, because that takes time. The request
counts as sent from the moment at which its first byte is about to be written.
"""

from __future__ import annotations

import functools
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self, get_args

import httpx2
import openai

from artstudio.ai.base import OPENAI_BASE_URL, BeforeSend, ProviderConfig, ignore_sending
from artstudio.ai.errors import ProviderError, ProviderUnreachable
from artstudio.ai.limits import bound_answer
from artstudio.ai.openai_errors import request_id_of, translate
from artstudio.ai.redact import Redactor

Api = Literal["images", "router_images", "responses", "chat"]

_CONNECT_TIMEOUT_S = 10.0
#: Options of chat completions that gateways have and the SDK's method has not, or narrower.
_UNNAMED = {"modalities", "image_config"}
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


class Caller:
    """Sends the requests of one call; a context manager. For one thread."""

    def __init__(self, *, config: ProviderConfig, scrubber: Redactor, max_bytes: int) -> None:
        """Make the client; nothing is connected yet. Raises ProviderUnreachable."""
        self._scrubber = scrubber
        try:
            self._sdk = _sdk(config, _bounded_client(config, max_bytes, self._watch))
        except (httpx2.InvalidURL, UnicodeError):
            raise _no_address() from None
        self._before_send: BeforeSend = ignore_sending
        self._is_sent = False
        self._stopped_by: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._sdk.close()

    def load(self) -> None:
        """Import what the SDK imports at the first call of each API."""
        for api in get_args(Api):
            _method(self._sdk, api)

    def send(
        self,
        api: Api,
        params: dict[str, Any],
        *,
        request_id: str = "",
        before_send: BeforeSend = ignore_sending,
    ) -> RawAnswer:
        """Send `params` to one of OpenAI's APIs once and return what came back.

        Raises a ProviderError, or what `before_send` did. It is raised outside the
        `except` block, so that the SDK's exception, which holds the key, is not kept
        as its context.
        """
        self._before_send, self._is_sent, self._stopped_by = before_send, False, None
        failure: Exception
        try:
            raw = _method(self._sdk, api)(**_split(api, params), extra_headers=_headers(request_id))
            named = request_id_of(raw.headers, self._scrubber)
            return RawAnswer(body=raw.content, provider_request_id=named)
        except openai.OpenAIError as error:
            failure = self._stopped_by or self._translate(error)
        except (httpx2.InvalidURL, UnicodeError):
            # Host names that look like one until they are taken apart or looked up.
            failure = _no_address()
        raise failure

    def _translate(self, error: openai.OpenAIError) -> ProviderError:
        failure = translate(error, self._scrubber)
        if failure.billed == "maybe" and not self._is_sent and failure.status is None:
            return ProviderUnreachable()
        return failure

    def _watch(self, request: httpx2.Request) -> None:
        request.extensions["trace"] = self._on_event

    def _on_event(self, event: str, facts: Mapping[str, Any]) -> None:
        """Hear of each step of the connection; see "trace" in httpx's request extensions."""
        if not event.endswith(".send_request_headers.started"):
            return
        if facts["request"].method == b"CONNECT":
            # To a proxy, for the way to the provider.
            return
        try:
            self._before_send()
        except Exception as error:
            self._stopped_by = error
            raise
        self._is_sent = True


def _no_address() -> ProviderUnreachable:
    error = ProviderUnreachable("OPENAI_BASE_URL is not an address. Check its host name.")
    error.retryable = False
    return error


def _bounded_client(
    config: ProviderConfig, max_bytes: int, watch: Callable[[httpx2.Request], None]
) -> httpx2.Client:
    """Return a client for one call.

    A kept connection that the server has closed meanwhile fails in a way that
    cannot be told from a lost answer, which must not be sent again. It is also
    safe across forks. The price is one handshake per picture.
    """
    timeout_s = config.openai_timeout_s
    return httpx2.Client(
        verify=tls_context(),
        timeout=httpx2.Timeout(timeout_s, connect=min(timeout_s, _CONNECT_TIMEOUT_S)),
        limits=httpx2.Limits(max_keepalive_connections=0),
        event_hooks={
            "request": [watch],
            "response": [bound_answer(max_bytes=max_bytes, timeout_s=timeout_s)],
        },
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
    if api == "router_images":
        return functools.partial(_post, client, "/images")
    if api == "responses":
        return client.responses.with_raw_response.create
    return client.chat.completions.with_raw_response.create


def _split(api: Api, params: dict[str, Any]) -> dict[str, Any]:
    """Move what the SDK's method does not name into the body's extra part."""
    extra = {name: value for name, value in params.items() if api == "chat" and name in _UNNAMED}
    if not extra:
        return params
    named = {name: value for name, value in params.items() if name not in extra}
    return {**named, "extra_body": extra}


def _post(
    client: openai.OpenAI, path: str, *, extra_headers: Mapping[str, str], **params: Any
) -> httpx2.Response:
    """Send `params` to an address that the SDK has no method for."""
    return client.post(
        path, cast_to=httpx2.Response, body=params, options={"headers": extra_headers}
    )


def _headers(request_id: str) -> dict[str, str]:
    return {"X-Client-Request-Id": request_id} if _SAFE_REQUEST_ID.fullmatch(request_id) else {}
