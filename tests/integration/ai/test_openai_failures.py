"""What goes wrong at the provider, told by what to do and what was paid."""

from __future__ import annotations

import json

import pytest

from artstudio.ai import errors
from artstudio.ai.openai_images import OpenAIImageClient
from rmos_runs.errors import InvalidRequest, Kind
from tests.fake_openai import Answer, FakeOpenAI, pictures
from tests.fake_openai.scenarios import error_answer, json_answer
from tests.integration.ai.conftest import MakeClient, ask
from tests.integration.ai.failures import Failure, fail


@pytest.mark.parametrize(
    ("scenario", "failure"),
    [
        ("moderation", Failure(errors.PromptBlocked, "prompt_blocked", "no", "Change the prompt")),
        (
            "401",
            Failure(errors.AuthenticationFailed, "authentication_failed", "no", "OPENAI_API_KEY"),
        ),
        ("403", Failure(errors.PermissionRefused, "permission_refused", "no", "permissions")),
        ("404", Failure(errors.ModelNotFound, "model_not_found", "no", "OPENAI_BASE_URL")),
        ("400", Failure(errors.RequestRejected, "request_rejected", "no", "Invalid value: 'user'")),
        ("redirect", Failure(errors.RequestRejected, "request_rejected", "no", "OPENAI_BASE_URL")),
        ("429-quota", Failure(errors.QuotaExhausted, "quota_exhausted", "no", "billing")),
        ("500", Failure(errors.ProviderFailed, "provider_failed", "maybe", "Try again later")),
        ("504", Failure(errors.ProviderFailed, "provider_failed", "maybe", "Try again")),
        (
            "hang-up",
            Failure(errors.ConnectionLost, "connection_lost", "maybe", "may have been billed"),
        ),
        ("cut", Failure(errors.ConnectionLost, "connection_lost", "maybe", "may have been billed")),
        ("fewer", Failure(errors.InvalidAnswer, "invalid_answer", "yes", "fewer pictures")),
        ("null-data", Failure(errors.InvalidAnswer, "invalid_answer", "yes", "fewer pictures")),
        ("no-bytes", Failure(errors.InvalidAnswer, "invalid_answer", "yes", "no picture")),
        ("not-base64", Failure(errors.InvalidAnswer, "invalid_answer", "yes", "base64")),
        ("html", Failure(errors.InvalidAnswer, "invalid_answer", "yes", "ending in /v1")),
        (
            "url-gone",
            Failure(errors.InvalidAnswer, "invalid_answer", "yes", "could not be fetched"),
        ),
        ("url-file", Failure(errors.InvalidAnswer, "invalid_answer", "yes", "http or https")),
    ],
)
def test_each_failure_has_its_word_and_is_asked_for_once(
    client: OpenAIImageClient,
    fake_openai: FakeOpenAI,
    waits: list[float],
    scenario: str,
    failure: Failure,
) -> None:
    fake_openai.set_scenario(scenario)
    failure.check(fail(client))
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


def test_what_came_back_and_cannot_be_used_is_handed_over(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("not-base64")
    error = fail(client)

    assert error.received is not None
    assert json.loads(error.received)["data"] == [{"b64_json": "!!! not base64 !!!"}]
    assert (error.status, error.provider_request_id) == (200, "req_fake_1")


def test_a_picture_at_an_address_inside_is_not_fetched_and_its_address_handed_over(
    make_client: MakeClient, fake_openai: FakeOpenAI, refused_base_url: str, waits: list[float]
) -> None:
    address = f"{refused_base_url}/lost.png"
    fake_openai.set_scenario(lambda _: json_answer({"data": [{"url": address}]}))
    error = fail(make_client(openai_image_model="dall-e-3"))

    assert error.received is not None
    assert address in error.received.decode()
    assert address not in error.message
    assert "not fetched" in error.message
    assert waits == []
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
