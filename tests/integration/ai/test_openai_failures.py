"""What goes wrong at the provider, told by what to do, what was paid and how often it was asked."""

from __future__ import annotations

import json
import time

import pytest

from artstudio.ai import errors
from artstudio.ai.openai_images import OpenAIImageClient
from rmos_runs.errors import InvalidRequest, Kind
from tests.fake_openai import Answer, FakeOpenAI, pictures
from tests.fake_openai.scenarios import error_answer, json_answer
from tests.integration.ai.conftest import MakeClient, ask


def fail(client: OpenAIImageClient, prompt: str = "a rosette") -> errors.ProviderError:
    """Return the error that `client` raises for `prompt`."""
    with pytest.raises(errors.ProviderError) as caught:
        client.generate(ask(prompt))
    return caught.value


@pytest.mark.parametrize(
    ("scenario", "kind", "code", "billed", "advice"),
    [
        ("moderation", errors.PromptBlocked, "prompt_blocked", "no", "Change the prompt"),
        ("401", errors.AuthenticationFailed, "authentication_failed", "no", "OPENAI_API_KEY"),
        ("403", errors.PermissionRefused, "permission_refused", "no", "permissions"),
        ("404", errors.ModelNotFound, "model_not_found", "no", "OPENAI_BASE_URL"),
        ("400", errors.RequestRejected, "request_rejected", "no", "Invalid value: 'size'"),
        ("redirect", errors.RequestRejected, "request_rejected", "no", "OPENAI_BASE_URL"),
        ("429-quota", errors.QuotaExhausted, "quota_exhausted", "no", "billing"),
        ("500", errors.ProviderFailed, "provider_failed", "maybe", "Try again later"),
        ("504", errors.ProviderFailed, "provider_failed", "maybe", "Try again"),
        ("hang-up", errors.ConnectionLost, "connection_lost", "maybe", "may have been billed"),
        ("cut", errors.ConnectionLost, "connection_lost", "maybe", "may have been billed"),
        ("fewer", errors.InvalidAnswer, "invalid_answer", "yes", "fewer pictures"),
        ("null-data", errors.InvalidAnswer, "invalid_answer", "yes", "fewer pictures"),
        ("no-bytes", errors.InvalidAnswer, "invalid_answer", "yes", "no picture"),
        ("not-base64", errors.InvalidAnswer, "invalid_answer", "yes", "base64"),
        ("html", errors.InvalidAnswer, "invalid_answer", "yes", "ending in /v1"),
        ("url-gone", errors.InvalidAnswer, "invalid_answer", "yes", "could not be fetched"),
        ("url-file", errors.InvalidAnswer, "invalid_answer", "yes", "http or https"),
    ],
)
def test_each_failure_has_its_word_and_is_asked_for_once(
    client: OpenAIImageClient,
    fake_openai: FakeOpenAI,
    waits: list[float],
    scenario: str,
    kind: type[errors.ProviderError],
    code: str,
    billed: str,
    advice: str,
) -> None:
    fake_openai.set_scenario(scenario)
    error = fail(client)

    assert type(error) is kind
    assert (error.code, error.billed, error.retryable) == (code, billed, False)
    assert advice in error.message
    assert error.as_dict() == {"type": kind.__name__, "code": code, "message": error.message}
    assert len(fake_openai.image_requests) == 1
    assert waits == []


def test_a_moderation_refusal_keeps_its_details(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("moderation")
    error = fail(client)

    assert error.kind is Kind.REFUSED
    assert error.status == 400
    assert error.provider_request_id == "req_fake_1"
    assert error.details["moderation_details"] == {
        "moderation_stage": "input",
        "categories": ["violence"],
    }


def test_a_picture_refused_after_it_was_drawn_may_have_been_paid_for(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    late = {"moderation_details": {"moderation_stage": "output", "categories": []}}
    fake_openai.set_scenario(
        lambda _: error_answer(400, "moderation_blocked", "Blocked.", extra=late)
    )

    assert fail(client).billed == "maybe"


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


def test_what_came_back_and_cannot_be_used_is_handed_over(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("not-base64")
    error = fail(client)

    assert error.received is not None
    assert json.loads(error.received)["data"] == [{"b64_json": "!!! not base64 !!!"}]
    assert (error.status, error.provider_request_id) == (200, "req_fake_1")


def test_a_picture_that_cannot_be_fetched_is_tried_again_and_its_address_handed_over(
    make_client: MakeClient, fake_openai: FakeOpenAI, refused_base_url: str, waits: list[float]
) -> None:
    address = f"{refused_base_url}/lost.png"
    fake_openai.set_scenario(lambda _: json_answer({"data": [{"url": address}]}))
    error = fail(make_client(openai_image_model="dall-e-3"))

    assert error.received is not None
    assert address in error.received.decode()
    assert address not in error.message
    assert waits == [0.5, 1.0]
    assert len(fake_openai.image_requests) == 1


def test_a_prompt_that_does_not_fit_the_model_is_refused_before_it_is_sent(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        client.generate(ask("x" * 2000, model="dall-e-2"))

    assert caught.value.fields is not None
    assert list(caught.value.fields) == ["prompt"]
    assert fake_openai.requests == []


@pytest.mark.parametrize("junk", [b"", b"[]", b"null", b'{"data": {}}', b'{"data": [7]}', b"\xff"])
def test_no_answer_however_odd_gets_past_the_error_tree(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, junk: bytes
) -> None:
    fake_openai.set_scenario(lambda _: Answer(body=junk))
    error = fail(client)

    assert error.code == "invalid_answer"
    assert error.received == junk


@pytest.mark.parametrize("status", [400, 429, 500])
@pytest.mark.parametrize("junk", [b"", b"[]", b'"text"', b'{"error": "text"}', b'{"error": [1]}'])
def test_no_error_answer_however_odd_gets_past_the_error_tree(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, status: int, junk: bytes
) -> None:
    fake_openai.set_scenario(lambda _: Answer(status=status, body=junk))

    assert fail(client).status == status


def test_the_scenarios_of_bad_pictures_are_honest(fake_openai: FakeOpenAI) -> None:
    assert len(pictures.bomb_png()) < 200_000
    assert pictures.bomb_png()[16:24] == (20_000).to_bytes(4) * 2
    assert pictures.truncated_png()[-12:] != pictures.rosette_png("truncated", 1)[-12:]
