"""What goes wrong when a language model draws, told by what to do and what was paid."""

from __future__ import annotations

import json

import pytest

from artstudio.ai import errors
from artstudio.ai.openai_text import OpenAITextClient
from rmos_runs.errors import InvalidRequest, Kind
from tests.fake_openai import Answer, FakeOpenAI
from tests.fake_openai.scenarios import error_answer, json_answer
from tests.integration.ai.conftest import MakeWriter, wish
from tests.integration.ai.failures import Failure, fail


@pytest.mark.parametrize(
    ("scenario", "failure"),
    [
        ("refuse", Failure(errors.AnswerRefused, "answer_refused", "yes", "I can't help")),
        ("filtered", Failure(errors.AnswerRefused, "answer_refused", "yes", "Change the prompt")),
        ("incomplete", Failure(errors.AnswerIncomplete, "answer_incomplete", "yes", "simpler")),
        ("html", Failure(errors.InvalidAnswer, "invalid_answer", "yes", "ending in /v1")),
        ("moderation", Failure(errors.PromptBlocked, "prompt_blocked", "no", "Change the prompt")),
        (
            "401",
            Failure(errors.AuthenticationFailed, "authentication_failed", "no", "OPENAI_API_KEY"),
        ),
        ("403", Failure(errors.PermissionRefused, "permission_refused", "no", "permissions")),
        ("404", Failure(errors.ModelNotFound, "model_not_found", "no", "OPENAI_BASE_URL")),
        ("400", Failure(errors.RequestRejected, "request_rejected", "no", "Invalid value")),
        ("429-quota", Failure(errors.QuotaExhausted, "quota_exhausted", "no", "billing")),
        ("500", Failure(errors.ProviderFailed, "provider_failed", "maybe", "Try again later")),
        (
            "hang-up",
            Failure(errors.ConnectionLost, "connection_lost", "maybe", "may have been billed"),
        ),
        ("cut", Failure(errors.ConnectionLost, "connection_lost", "maybe", "may have been billed")),
    ],
)
def test_each_failure_has_its_word_and_is_asked_for_once(
    writer: OpenAITextClient,
    fake_openai: FakeOpenAI,
    waits: list[float],
    scenario: str,
    failure: Failure,
) -> None:
    failure.check(fail(writer, f"a rosette [{scenario}]"))
    assert len(fake_openai.text_requests) == 1
    assert waits == []


@pytest.mark.parametrize("scenario", ["refuse", "filtered", "incomplete"])
def test_what_was_paid_for_and_holds_no_drawing_is_handed_over(
    writer: OpenAITextClient, scenario: str
) -> None:
    error = fail(writer, f"a rosette [{scenario}]")

    assert error.received is not None
    assert json.loads(error.received)["model"] == "gpt-6.1-terra"
    assert (error.status, error.provider_request_id) == (200, "req_fake_1")


def test_a_refusal_is_one_and_is_quoted(writer: OpenAITextClient) -> None:
    error = fail(writer, "a rosette [refuse]")

    assert error.kind is Kind.REFUSED
    assert error.details == {"refusal": "I can't help with drawing that."}


@pytest.mark.parametrize(
    ("code", "kind"),
    [("server_error", errors.ProviderFailed), ("invalid_prompt", errors.PromptBlocked)],
)
def test_a_failure_inside_of_a_good_answer_is_noticed(
    make_writer: MakeWriter,
    fake_openai: FakeOpenAI,
    code: str,
    kind: type[errors.ProviderError],
) -> None:
    failed = {"status": "failed", "error": {"code": code, "message": "No luck."}, "output": []}
    fake_openai.set_scenario(lambda _: json_answer(failed))
    error = fail(make_writer(openai_text_api="responses"))

    assert type(error) is kind
    assert error.billed == "maybe"
    assert "It says: No luck." in error.message


def test_an_answer_that_is_still_being_written_is_none(
    make_writer: MakeWriter, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario(lambda _: json_answer({"status": "queued", "output": []}))

    assert "not finished" in fail(make_writer(openai_text_api="responses")).message


def test_a_gateway_with_neither_api_is_asked_twice_and_then_named(
    make_writer: MakeWriter, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario(lambda _: json_answer({"detail": "Not Found"}, status=404))
    error = fail(make_writer())

    assert (error.code, error.billed) == ("model_not_found", "no")
    assert "OPENAI_BASE_URL" in error.message
    assert len(fake_openai.text_requests) == 2
    assert waits == []


@pytest.mark.parametrize("api", ["responses", "chat"])
def test_an_api_that_was_chosen_is_never_left_for_the_other(
    make_writer: MakeWriter, fake_openai: FakeOpenAI, api: str
) -> None:
    other = {"responses": "only-chat", "chat": "only-responses"}[api]
    fake_openai.set_scenario(other)
    fail(make_writer(openai_text_api=api))

    assert len(fake_openai.text_requests) == 1


def test_a_server_that_goes_on_about_the_form_is_asked_twice_only(
    writer: OpenAITextClient, fake_openai: FakeOpenAI
) -> None:
    words = "'response_format' is not supported"
    fake_openai.set_scenario(lambda _: error_answer(400, None, words))

    assert fail(writer).code == "request_rejected"
    assert len(fake_openai.text_requests) == 2


def test_a_rate_limit_is_waited_out_as_long_as_the_provider_says(
    writer: OpenAITextClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario("429", number=7)
    error = fail(writer)

    assert (error.code, error.billed, error.retryable) == ("rate_limited", "no", True)
    assert waits == [7, 7]


def test_a_read_timeout_is_never_followed_by_a_second_call(
    make_writer: MakeWriter, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario("timeout")
    error = fail(make_writer(openai_timeout_s=0.3))

    assert (error.code, error.billed) == ("provider_timeout", "maybe")
    assert len(fake_openai.text_requests) == 1
    assert waits == []


def test_a_refused_connection_costs_nothing_and_is_tried_three_times(
    make_writer: MakeWriter, refused_base_url: str, waits: list[float]
) -> None:
    error = fail(make_writer(openai_base_url=refused_base_url))

    assert (error.code, error.billed) == ("provider_unreachable", "no")
    assert len(waits) == 2


def test_an_answer_past_the_limit_is_not_read(
    make_writer: MakeWriter, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario(lambda _: Answer(body=b" " * 100_000))

    assert fail(make_writer(max_answer_bytes=10_000)).code == "answer_too_large"


@pytest.mark.parametrize(
    ("fields", "blamed"),
    [
        ({"prompt": " "}, "prompt"),
        ({"prompt": "half a smile \ud83d"}, "prompt"),
        ({"style_hints": ("half \ud83d",)}, "style_hints"),
    ],
)
def test_words_that_cannot_be_sent_are_refused_by_name(
    writer: OpenAITextClient, fake_openai: FakeOpenAI, fields: dict[str, object], blamed: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        writer.write(wish(**{"prompt": "a vine", **fields}))  # type: ignore[arg-type]

    assert caught.value.fields is not None
    assert list(caught.value.fields) == [blamed]
    assert fake_openai.requests == []


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b'{"choices": {}}',
        b'{"choices": [7]}',
        b"[" * 100_000,
    ],
)
def test_no_answer_however_odd_gets_past_the_error_tree(
    make_writer: MakeWriter, fake_openai: FakeOpenAI, junk: bytes
) -> None:
    fake_openai.set_scenario(lambda _: Answer(body=junk))
    error = fail(make_writer())

    assert error.code == "invalid_answer"
    assert error.received == junk


@pytest.mark.parametrize(
    "odd",
    [
        {"output": None},
        {"output": [None, 7, {"type": "message"}, {"type": "message", "content": [1, {}]}]},
        {"output": [{"type": "message", "content": [{"type": "output_text", "text": 5}]}]},
        {"choices": [{"message": None}]},
        {"choices": [{"message": {"content": 5}}]},
        {"choices": [{"message": {"content": [7, {"text": 5}]}}]},
    ],
)
def test_an_answer_with_odd_pieces_is_one_without_a_drawing(
    make_writer: MakeWriter, fake_openai: FakeOpenAI, odd: dict[str, object]
) -> None:
    fake_openai.set_scenario(lambda _: json_answer(odd))
    api = "chat" if "choices" in odd else "responses"
    response = make_writer(openai_text_api=api).write(wish())

    assert (response.svg, response.pattern) == (None, None)
    assert response.fault
