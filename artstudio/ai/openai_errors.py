"""From the openai package's exceptions to ours, without a trace of key or header."""

from __future__ import annotations

import math
import ssl
from collections.abc import Iterator, Mapping
from typing import Any

import httpx2
import openai

from artstudio.ai import errors
from artstudio.ai.error_facts import ErrorFacts, facts_of_bytes
from artstudio.ai.redact import Redactor
from artstudio.ai.retry import RetryAdvice, retry_advice

#: A server that answers with these and advice to retry has not started to draw.
_TURNED_AWAY = {500, 503}

#: Those at which the same request may well be answered later.
_WORTH_ANOTHER_TRY = {408, 425, 429, 500, 502, 503, 504, 524, 529}
#: In which gateways name a call, the one to ask about first.
_ID_HEADERS = (
    "x-request-id",
    "x-litellm-call-id",
    "apim-request-id",
    "x-generation-id",
    "request-id",
    "cf-ray",
)


def translate(error: openai.OpenAIError, scrubber: Redactor) -> errors.ProviderError:
    """Return our error for one of the SDK's; raise it outside the `except` block.

    The SDK's exception carries the request with its Authorization header and the
    provider's unscrubbed words, so it must not become the context of ours.
    """
    if isinstance(error, openai.APIStatusError):
        return _from_status(error, scrubber)
    if isinstance(error, openai.APIConnectionError):
        return _from_transport(error)
    return errors.InvalidAnswer(_with_words(errors.InvalidAnswer, scrubber.sentence(str(error))))


def refused_svg(error: errors.RequestRejected) -> errors.RequestRejected:
    """Return what a 400 means that answers a request for SVG, where it is about the SVG.

    Two are known: the model or account has no SVG output, and `svg.model` was sent
    without access to it or left out with access.
    """
    param, said = str(error.details.get("param")), error.message.lower()
    kind: type[errors.RequestRejected] | None = None
    if param.startswith("svg") or "svg.model" in said or "svg model" in said:
        kind = errors.SvgModelRefused
    elif param == "output_format" or "svg" in said:
        kind = errors.SvgOutputRefused
    if kind is None or error.status != 400:
        return error
    words = error.message.removeprefix(errors.RequestRejected.default_message()).strip()
    return kind(
        f"{kind.default_message()} {words}".strip(),
        status=error.status,
        provider_request_id=error.provider_request_id,
        details=error.details,
    )


def _from_transport(error: openai.APIConnectionError) -> errors.ProviderError:
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return _once(
            errors.ProviderUnreachable(
                "No secure connection to the provider: its certificate is not trusted here. "
                "Check OPENAI_BASE_URL, or set SSL_CERT_FILE to the authority's certificate."
            )
        )
    for cause in causes:
        if isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout):
            return errors.ProviderUnreachable()
        if isinstance(cause, httpx2.ProxyError | httpx2.UnsupportedProtocol):
            return _once(errors.ProviderUnreachable())
    if isinstance(error, openai.APITimeoutError):
        return errors.ProviderTimeout()
    return errors.ConnectionLost()


def _once(error: errors.ProviderError) -> errors.ProviderError:
    error.retryable = False
    return error


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _from_status(error: openai.APIStatusError, scrubber: Redactor) -> errors.ProviderError:
    facts = facts_of_bytes(error.response.content)
    return error_from(
        facts, status=error.status_code, headers=error.response.headers, scrubber=scrubber
    )


def error_from(
    facts: ErrorFacts, *, status: int, headers: Mapping[str, str], scrubber: Redactor
) -> errors.ProviderError:
    """Return our error for what a body says; `status` is that of HTTP, or the body's own."""
    advice = retry_advice(headers)
    kind = facts.kind(status)
    ours = kind(
        _message(kind, status=status, said=facts.message, advice=advice, scrubber=scrubber),
        status=status,
        provider_request_id=request_id_of(headers, scrubber),
        retry_after=advice.after_s,
        details=_clean(facts.details, scrubber),
    )
    _settle(ours, advice)
    return ours


def _settle(error: errors.ProviderError, advice: RetryAdvice) -> None:
    """Decide from the provider's advice what this very error means for retry and bill."""
    if isinstance(error, errors.ProviderFailed):
        if error.status in _TURNED_AWAY and advice.says_retry:
            error.retryable, error.billed = True, "no"
    elif advice.explicit is False:
        error.retryable = False
    if isinstance(error, errors.PromptBlocked) and _stage(error) == "input":
        error.billed = "no"


def _stage(error: errors.ProviderError) -> object:
    moderation = error.details.get("moderation_details")
    return moderation.get("moderation_stage") if isinstance(moderation, dict) else None


def _message(
    kind: type[errors.ProviderError],
    *,
    status: int,
    said: object,
    advice: RetryAdvice,
    scrubber: Redactor,
) -> str:
    if 300 <= status < 400:
        return "The provider answers with a redirect. Set OPENAI_BASE_URL to its final address."
    if kind is errors.RateLimited and advice.after_s:
        return (
            "The provider takes no more requests just now. "
            f"Wait {math.ceil(advice.after_s)} s and try again."
        )
    if kind is errors.ProviderFailed:
        return _failure(status, said, advice, scrubber)
    # What is said about a key quotes the key, if only in part.
    return _with_words(kind, "" if status == 401 else scrubber.sentence(said))


def _with_words(kind: type[errors.ProviderError], words: str) -> str:
    message = kind.default_message()
    return f"{message} It says: {words}" if words else message


def _failure(status: int, said: object, advice: RetryAdvice, scrubber: Redactor) -> str:
    message = f"The provider had an error of its own (HTTP {status})."
    if advice.after_s:
        message = f"{message} Try again in {math.ceil(advice.after_s)} s."
    elif status in _WORTH_ANOTHER_TRY:
        message = f"{message} Try again later."
    words = scrubber.sentence(said)
    return f"{message} It says: {words}" if words else message


def _clean(details: Mapping[str, Any], scrubber: Redactor) -> dict[str, Any]:
    clean = scrubber.value(dict(details))
    return clean if isinstance(clean, dict) else {}


def request_id_of(headers: Mapping[str, str], scrubber: Redactor) -> str | None:
    """Return the provider's or gateway's id of this call, fit to be stored and logged."""
    found = next((headers[name] for name in _ID_HEADERS if headers.get(name)), "")
    return scrubber.text(found, longest=128) or None
