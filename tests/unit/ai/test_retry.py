from __future__ import annotations

import pytest

from artstudio.ai import errors
from artstudio.ai.retry import RetryAdvice, RetryPolicy, call_with_retries, retry_advice

NOON = 1_774_180_800.0  # 2026-03-22 12:00:00 UTC


class Flaky:
    """Raises its errors one after another, then answers."""

    def __init__(self, *failures: errors.ProviderError) -> None:
        self.failures = list(failures)
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return "picture"


def run(call: Flaky, policy: RetryPolicy | None = None) -> tuple[tuple[str, int], list[float]]:
    waits: list[float] = []
    return call_with_retries(call, policy=policy or RetryPolicy(), sleep=waits.append), waits


def test_success_is_not_asked_for_twice() -> None:
    assert run(Flaky()) == (("picture", 1), [])


def test_what_cost_nothing_is_tried_up_to_three_times() -> None:
    assert run(Flaky(errors.ProviderUnreachable(), errors.ProviderUnreachable()))[0] == (
        "picture",
        3,
    )
    hopeless = Flaky(*[errors.ProviderUnreachable() for _ in range(9)])
    with pytest.raises(errors.ProviderUnreachable):
        run(hopeless)
    assert hopeless.calls == 3


@pytest.mark.parametrize(
    "error",
    [
        errors.ProviderTimeout(),
        errors.ConnectionLost(),
        errors.InvalidAnswer(),
        errors.ProviderFailed(),
        errors.QuotaExhausted(retry_after=1),
        errors.PromptBlocked(),
    ],
    ids=lambda error: error.code,
)
def test_what_may_have_cost_something_or_cannot_help_is_never_repeated(
    error: errors.ProviderError,
) -> None:
    call = Flaky(error)
    with pytest.raises(type(error)):
        run(call)
    assert call.calls == 1


def test_the_providers_wait_is_kept_up_to_the_limit() -> None:
    policy = RetryPolicy(longest_wait_s=30)

    assert policy.wait_before_retry(errors.RateLimited(retry_after=30), tries_made=1) == 30
    assert policy.wait_before_retry(errors.RateLimited(retry_after=0), tries_made=1) == 0
    assert policy.wait_before_retry(errors.RateLimited(retry_after=31), tries_made=1) is None


def test_without_advice_the_wait_doubles_less_a_spread_of_a_quarter() -> None:
    policy = RetryPolicy(max_tries=10, first_wait_s=1, longest_wait_s=5)
    error = errors.ProviderUnreachable()

    longest = [
        policy.wait_before_retry(error, tries_made=n, spread=lambda: 0.0) for n in range(1, 6)
    ]
    assert longest == [1, 2, 4, 5, 5]
    assert policy.wait_before_retry(error, tries_made=1, spread=lambda: 1.0) == 0.75


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9),
        ({"retry-after": "Sun, 22 Mar 2026 12:00:20 GMT"}, 20),
        ({"retry-after": "Sun, 22 Mar 2026 11:00:00 GMT"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": ""}, None),
    ],
)
def test_the_wait_is_read_from_every_spelling(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_advice(headers, now=lambda: NOON).after_s == seconds


@pytest.mark.parametrize(
    ("advice", "says_retry"),
    [
        (RetryAdvice(), False),
        (RetryAdvice(after_s=0.0), True),
        (RetryAdvice(explicit=True), True),
        (RetryAdvice(after_s=5.0, explicit=False), False),
    ],
)
def test_an_explicit_word_counts_more_than_a_wait(advice: RetryAdvice, says_retry: bool) -> None:
    assert advice.says_retry is says_retry


def test_the_explicit_word_is_true_or_false_or_nothing() -> None:
    read = [retry_advice({"x-should-retry": word}).explicit for word in ("true", "False", "maybe")]

    assert read == [True, False, None]
