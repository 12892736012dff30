from __future__ import annotations

import ssl

import httpx2
import openai
import pytest

from artstudio.ai import errors
from artstudio.ai.openai_errors import translate
from artstudio.ai.redact import Redactor

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/images/generations")
SCRUBBER = Redactor(key="sk-0123456789")


def broken(cause: Exception) -> errors.ProviderError:
    """Return our error for a call that the SDK says broke because of `cause`."""
    kind = (
        openai.APITimeoutError
        if isinstance(cause, httpx2.TimeoutException)
        else openai.APIConnectionError
    )
    error = kind(request=REQUEST)
    error.__cause__ = cause
    return translate(error, SCRUBBER)


@pytest.mark.parametrize(
    ("cause", "code", "retryable", "billed"),
    [
        (httpx2.ConnectError("refused"), "provider_unreachable", True, "no"),
        (httpx2.ConnectTimeout("slow"), "provider_unreachable", True, "no"),
        (httpx2.PoolTimeout("busy"), "provider_unreachable", True, "no"),
        (httpx2.ProxyError("407"), "provider_unreachable", False, "no"),
        (httpx2.UnsupportedProtocol("ftp"), "provider_unreachable", False, "no"),
        (httpx2.ReadTimeout("slow"), "provider_timeout", False, "maybe"),
        (httpx2.WriteTimeout("slow"), "provider_timeout", False, "maybe"),
        (httpx2.ReadError("reset"), "connection_lost", False, "maybe"),
        (httpx2.WriteError("pipe"), "connection_lost", False, "maybe"),
        (httpx2.RemoteProtocolError("gone"), "connection_lost", False, "maybe"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_only_a_call_that_never_arrived_may_be_sent_again(
    cause: Exception, code: str, retryable: bool, billed: str
) -> None:
    error = broken(cause)

    assert (error.code, error.retryable, error.billed) == (code, retryable, billed)


def test_a_bad_certificate_is_found_beneath_the_connection_error() -> None:
    cause = httpx2.ConnectError("tls")
    cause.__cause__ = ssl.SSLCertVerificationError("self-signed")
    error = broken(cause)

    assert error.retryable is False
    assert "SSL_CERT_FILE" in error.message


def test_any_other_trouble_of_the_sdk_stays_inside_the_tree() -> None:
    error = translate(openai.OpenAIError("odd: sk-0123456789"), SCRUBBER)

    assert isinstance(error, errors.ProviderError)
    assert "[key]" in error.message


def test_details_are_kept_only_while_they_are_small() -> None:
    body = {"code": "x", "moderation_details": {"categories": ["c" * 10_000]}}
    response = httpx2.Response(400, request=REQUEST)
    error = translate(openai.BadRequestError("no", response=response, body=body), SCRUBBER)

    assert dict(error.details) == {}
