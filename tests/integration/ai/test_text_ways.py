"""By which API and in which form a language model is asked, and what is tried next."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from artstudio.ai import LlmClient, ProviderConfig, TextResponse, get_llm_client
from artstudio.ai.openai_text import OpenAITextClient
from artstudio.patterns.llm_schema import model_schema, spec_from_model
from tests.fake_openai import FakeOpenAI
from tests.integration.ai.conftest import KEY, MakeWriter, wish

SCHEMA = model_schema()


Sent = dict[str, Any]


@pytest.fixture
def sent_to_openai(fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Sent]:
    """Let the fake stand at OpenAI's own address; return what it was sent."""
    monkeypatch.setattr("artstudio.ai.openai_call.OPENAI_BASE_URL", fake_openai.base_url)
    return lambda: dict(fake_openai.requests[0].body)


def test_a_gateway_is_asked_by_chat_and_openai_itself_by_responses(
    make_writer: MakeWriter, fake_openai: FakeOpenAI, sent_to_openai: Callable[[], Sent]
) -> None:
    make_writer().write(wish())
    OpenAITextClient(ProviderConfig(openai_api_key=KEY)).write(wish())

    paths = [request.path for request in fake_openai.requests]
    assert paths == ["/v1/chat/completions", "/v1/responses"]


@pytest.mark.parametrize(
    ("scenario", "paths"),
    [
        ("only-responses", ["/v1/chat/completions", "/v1/responses"]),
        ("only-chat", ["/v1/chat/completions"]),
    ],
)
def test_a_gateway_without_one_api_is_asked_by_the_other(
    make_writer: MakeWriter, fake_openai: FakeOpenAI, scenario: str, paths: list[str]
) -> None:
    fake_openai.set_scenario(scenario)
    response = make_writer().write(wish())

    assert response.svg is not None
    assert [request.path for request in fake_openai.requests] == paths
    assert response.metadata["tries"] == len(paths)


def test_a_gateway_without_structured_output_is_asked_once_more_without_it(
    writer: OpenAITextClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    response = writer.write(wish("a rosette [no-form]"))

    first, second = (request.body for request in fake_openai.requests)
    assert {"text", "response_format"} & first.keys()
    assert not {"text", "response_format"} & second.keys()
    assert response.svg is not None
    assert response.metadata["form"] == "free"
    assert waits == []


def test_a_model_of_ones_own_is_asked_for(
    writer: OpenAITextClient, fake_openai: FakeOpenAI
) -> None:
    response = writer.write(wish(model="qwen/qwen4-coder:30b"))

    assert fake_openai.requests[0].body["model"] == response.model == "qwen/qwen4-coder:30b"


def test_an_error_that_the_provider_says_to_retry_is_retried(
    writer: OpenAITextClient, fake_openai: FakeOpenAI, waits: list[float]
) -> None:
    fake_openai.set_scenario("500-then-success")
    response = writer.write(wish())

    assert response.metadata["tries"] == 2
    assert len(waits) == 1
    first, second = fake_openai.requests
    assert first.body == second.body


def test_the_client_comes_from_the_registry() -> None:
    client = get_llm_client("openai", ProviderConfig(openai_api_key=KEY))

    assert isinstance(client, LlmClient)
    assert client.name == "openai"
    assert "gpt-6.1-terra" in repr(client)
    assert KEY not in repr(client)


@pytest.mark.parametrize(
    ("api", "bounds"),
    [
        ("responses", {"max_output_tokens": 32_000}),
        ("chat", {"max_completion_tokens": 32_000, "store": False}),
    ],
)
def test_openai_itself_is_told_when_to_stop(
    api: str, bounds: Sent, sent_to_openai: Callable[[], Sent]
) -> None:
    config = ProviderConfig(openai_api_key=KEY, openai_text_api=api)  # type: ignore[arg-type]
    response: TextResponse = OpenAITextClient(config).write(wish())

    assert response.svg is not None
    assert bounds.items() <= sent_to_openai().items()


@pytest.mark.parametrize("api", ["responses", "chat"])
def test_openai_itself_keeps_to_the_engines_own_schema(
    api: str, fake_openai: FakeOpenAI, sent_to_openai: Callable[[], Sent]
) -> None:
    config = ProviderConfig(openai_api_key=KEY, openai_text_api=api)  # type: ignore[arg-type]
    request = wish("a medallion [pattern]", pattern_schema=SCHEMA, width_mm=80)
    response = OpenAITextClient(config).write(request)

    body = sent_to_openai()
    form = body["text"]["format"] if api == "responses" else body["response_format"]["json_schema"]
    families = SCHEMA["properties"]["pattern"]["anyOf"]
    assert form["schema"]["properties"]["pattern"]["anyOf"] == [*families, {"type": "null"}]
    assert json.dumps(families[0]["description"]) not in response.prompt_sent
    assert response.metadata["form"] == "exact"
    assert response.pattern is not None
    # Strict mode makes the model write every property; null leaves one to the engine.
    assert response.pattern["figure"] is None
    spec = spec_from_model(response.pattern, width_mm=80, height_mm=100, seed=1)
    assert spec["parameters"]["fold"] == 8


def test_a_schema_that_openai_does_not_take_is_told_in_words_instead(
    fake_openai: FakeOpenAI, sent_to_openai: Callable[[], Sent]
) -> None:
    unknown_keyword = {"type": "object", "properties": {}, "minProperties": 1}
    request = wish("a medallion [pattern]", pattern_schema=unknown_keyword)
    response = OpenAITextClient(ProviderConfig(openai_api_key=KEY)).write(request)

    assert len(fake_openai.requests) == 2
    assert (response.metadata["form"], response.metadata["tries"]) == ("texts", 2)
    assert response.pattern == {"family": "medallion", "fold": 8}
    assert '"minProperties":1' in response.prompt_sent


def test_a_drawing_may_be_answered_although_parameters_were_offered(
    fake_openai: FakeOpenAI, sent_to_openai: Callable[[], Sent]
) -> None:
    client = OpenAITextClient(ProviderConfig(openai_api_key=KEY))
    response = client.write(wish("a crow", pattern_schema=SCHEMA))

    assert json.loads(response.answer)["pattern"] is None
    assert response.svg is not None
