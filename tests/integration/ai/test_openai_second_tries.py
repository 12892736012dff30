"""When the provider is asked again: where that surely costs nothing, and never otherwise."""

from __future__ import annotations

import time

import pytest

from artstudio.ai.openai_images import OpenAIImageClient
from tests.fake_openai import FakeOpenAI
from tests.integration.ai.conftest import MakeClient, ask
from tests.integration.ai.failures import fail


def test_a_rate_limit_is_waited_out_as_long_as_the_provider_says(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario("429", number=7)
    error = fail(client)

    assert (error.code, error.billed, error.retryable) == ("rate_limited", "no", True)
    assert error.retry_after == 7
    assert "Wait 7 s" in error.message
    assert waits == [7, 7]
    assert len(fake_openai.requests) == 3


def test_a_wait_that_is_too_long_is_left_to_the_user(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario("429", number=120)

    assert "Wait 120 s" in fail(client).message
    assert waits == []
    assert len(fake_openai.requests) == 1


def test_a_rate_limit_without_advice_is_waited_out_a_little_longer_each_time(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario("429-bare")
    fail(client)

    first, second = waits
    assert 0.375 <= first <= 0.5
    assert 0.75 <= second <= 1.0


def test_an_error_that_the_provider_says_to_retry_is_retried_and_the_picture_comes(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario("500-then-success")
    response = client.generate(ask())

    assert response.mime == "image/png"
    assert response.metadata["tries"] == 2
    assert len(waits) == 1
    first, second = fake_openai.requests
    assert first.body == second.body


def test_a_provider_that_is_down_for_ever_is_asked_three_times(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario("503", number=2)
    error = fail(client)

    assert (error.code, error.status, error.billed) == ("provider_failed", 503, "no")
    assert "Try again in 2 s" in error.message
    assert waits == [2, 2]
    assert len(fake_openai.requests) == 3


def test_a_read_timeout_is_never_followed_by_a_second_call(
    make_client: MakeClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario("timeout")
    error = fail(make_client(openai_timeout_s=0.3))

    assert (error.code, error.billed, error.retryable) == ("provider_timeout", "maybe", False)
    assert "ARTSTUDIO_OPENAI_TIMEOUT_S" in error.message
    time.sleep(0.2)
    assert len(fake_openai.requests) == 1
    assert waits == []


def test_an_answer_in_drops_ends_when_the_time_in_all_is_up(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("drip", number=0.05)
    started = time.monotonic()
    error = fail(make_client(openai_timeout_s=0.3))

    assert error.code == "provider_timeout"
    assert time.monotonic() - started < 1.0
    assert len(fake_openai.requests) == 1


def test_a_refused_connection_costs_nothing_and_is_tried_three_times(
    make_client: MakeClient, refused_base_url: str, waits: list[float]
) -> None:
    error = fail(make_client(openai_base_url=refused_base_url))

    assert (error.code, error.billed) == ("provider_unreachable", "no")
    assert "OPENAI_BASE_URL" in error.message
    assert len(waits) == 2


@pytest.mark.parametrize("host", ["999.1.1.1", "..", "a" * 70 + ".test", "127.0.0.1\0"])
def test_a_host_that_cannot_exist_is_named_and_not_tried_again(
    make_client: MakeClient, waits: list[float], host: str
) -> None:
    error = fail(make_client(openai_base_url=f"http://{host}/v1"))

    assert error.code == "provider_unreachable"
    assert "OPENAI_BASE_URL" in error.message
    assert waits == []


def test_a_certificate_that_is_not_trusted_is_named_and_not_tried_again(
    make_client: MakeClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    # Plain HTTP where TLS is expected fails in the handshake, as a bad certificate does.
    error = fail(make_client(openai_base_url=fake_openai.base_url.replace("http", "https", 1)))

    assert error.code == "provider_unreachable"
    assert "certificate" in error.message
    assert waits == []
