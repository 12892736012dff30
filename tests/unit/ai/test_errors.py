from __future__ import annotations

import inspect

import pytest

from artstudio.ai import errors
from rmos_runs.errors import DomainError, Kind

TREE = [
    kind
    for _name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, DomainError) and kind is not DomainError
]


def test_the_codes_are_a_contract() -> None:
    assert {kind.__name__: kind.code for kind in TREE} == {
        "AnswerIncomplete": "answer_incomplete",
        "AnswerRefused": "answer_refused",
        "AnswerTooLarge": "answer_too_large",
        "AuthenticationFailed": "authentication_failed",
        "ConnectionLost": "connection_lost",
        "ImageClientError": "image_client_error",
        "InvalidAnswer": "invalid_answer",
        "ModelNotFound": "model_not_found",
        "PermissionRefused": "permission_refused",
        "PluginFailed": "plugin_failed",
        "PromptBlocked": "prompt_blocked",
        "ProviderError": "provider_error",
        "ProviderFailed": "provider_failed",
        "ProviderNotConfigured": "provider_unavailable",
        "ProviderTimeout": "provider_timeout",
        "ProviderUnreachable": "provider_unreachable",
        "QuotaExhausted": "quota_exhausted",
        "RateLimited": "rate_limited",
        "RequestRejected": "request_rejected",
        "SvgModelRefused": "svg_model_refused",
        "SvgOutputRefused": "svg_output_refused",
    }


def test_only_what_was_surely_not_paid_for_may_be_sent_again() -> None:
    calls = [kind for kind in TREE if issubclass(kind, errors.ProviderError)]

    assert {kind for kind in calls if kind.retryable} == {
        errors.RateLimited,
        errors.ProviderUnreachable,
    }
    assert all(kind.billed == "no" for kind in calls if kind.retryable)


def test_a_refused_prompt_is_a_refusal_and_the_rest_is_the_providers_trouble() -> None:
    kinds = {kind: kind.kind for kind in TREE if issubclass(kind, errors.ProviderError)}

    assert kinds.pop(errors.PromptBlocked) is Kind.REFUSED
    assert kinds.pop(errors.AnswerRefused) is Kind.REFUSED
    assert set(kinds.values()) == {Kind.UPSTREAM}
    assert errors.ProviderNotConfigured.kind is Kind.UNAVAILABLE


@pytest.mark.parametrize("kind", TREE)
def test_every_message_is_one_line_with_advice(kind: type[DomainError]) -> None:
    message = kind().message

    assert "\n" not in message
    assert "  " not in message
    assert message.endswith(".")


def test_an_error_carries_its_facts() -> None:
    error = errors.InvalidAnswer("no", status=200, received=b"x", provider_request_id="r")

    assert (error.message, error.status, error.received) == ("no", 200, b"x")
    assert (error.provider_request_id, error.retry_after, dict(error.details)) == ("r", None, {})
