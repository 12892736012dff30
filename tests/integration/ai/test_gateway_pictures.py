"""Gateways that answer oddly: whatever holds a picture gives one, and refusals keep their words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from artstudio.ai import errors
from artstudio.ai.image_call import forget_refusals, nearest_ratio
from artstudio.ai.openai_images import OpenAIImageClient
from tests.fake_openai import FakeOpenAI
from tests.integration.ai.conftest import MakeClient, ask
from tests.integration.ai.failures import fail

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def nothing_is_known_of_the_gateway() -> Iterator[None]:
    forget_refusals()
    yield
    forget_refusals()


@pytest.fixture
def gateway_client(make_client: MakeClient) -> OpenAIImageClient:
    """A client for a model that no table knows."""
    return make_client(openai_image_model="vendor/some-picture-model")


@pytest.mark.parametrize(
    "scenario",
    [
        *("b64-data-url", "b64-lines", "b64-for-urls", "url-data", "url-relative", "fal-images"),
        *("openrouter-chat", "content-parts", "markdown", "responses-tool", "gemini"),
    ],
)
def test_a_picture_is_found_wherever_the_answer_holds_it(
    client: OpenAIImageClient, scenario: str
) -> None:
    response = client.generate(ask(f"a rosette [{scenario}]"))
    assert response.image_bytes.startswith(PNG)
    assert response.mime == "image/png"


@pytest.mark.parametrize("scenario", ["router-svg", "svg-text"])
def test_an_svg_where_a_picture_was_due_is_an_svg(client: OpenAIImageClient, scenario: str) -> None:
    assert client.generate(ask(f"a rosette [{scenario}]")).mime == "image/svg+xml"


@pytest.mark.parametrize("refused", [{"response_format"}, {"size"}, {"response_format", "size"}])
def test_an_option_that_is_refused_is_left_out_and_not_sent_again(
    gateway_client: OpenAIImageClient, fake_openai: FakeOpenAI, refused: set[str]
) -> None:
    fake_openai.refused_options = refused
    response = gateway_client.generate(ask("a rosette"))
    assert response.image_bytes.startswith(PNG)
    assert response.metadata["options_refused"] == sorted(refused)
    assert len(fake_openai.requests) == 1 + len(refused)

    gateway_client.generate(ask("another rosette"))
    assert len(fake_openai.requests) == 2 + len(refused), "what was refused is remembered"
    assert not refused & set(fake_openai.requests[-1].body)


def test_what_one_model_refuses_is_still_sent_to_another(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.refused_options = {"response_format"}
    make_client(openai_image_model="one").generate(ask())
    fake_openai.refused_options = set()
    make_client(openai_image_model="two").generate(ask())
    assert "response_format" in fake_openai.requests[-1].body


def test_openrouter_is_asked_at_its_own_address(
    gateway_client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.picture_api = "router"
    response = gateway_client.generate(ask())
    assert response.image_bytes.startswith(PNG)
    assert [r.path for r in fake_openai.requests] == ["/v1/images/generations", "/v1/images"]
    assert "response_format" not in fake_openai.requests[-1].body


def test_a_gateway_without_pictures_api_is_asked_by_chat(
    gateway_client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.picture_api = "chat"
    fake_openai.refused_options = {"image_config"}
    response = gateway_client.generate(ask(aspect=1.5))
    assert response.image_bytes.startswith(PNG)
    assert response.provider_request_id == "req_fake_1"
    assert response.metadata["api"] == "chat"
    paths = ["/v1/images/generations", "/v1/images", *["/v1/chat/completions"] * 2]
    assert [r.path for r in fake_openai.requests] == paths
    assert fake_openai.requests[2].body["image_config"] == {"aspect_ratio": "3:2"}
    assert fake_openai.requests[3].body["modalities"] == ["image", "text"]

    gateway_client.generate(ask("again"))
    assert fake_openai.requests[-1].path == "/v1/chat/completions"
    assert len(fake_openai.requests) == 5, "the address that answered is asked first"


def test_the_setting_chat_asks_nowhere_else(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.picture_api = "chat"
    make_client(openai_image_model="x", openai_image_api="chat").generate(ask())
    assert [r.path for r in fake_openai.requests] == ["/v1/chat/completions"]


@pytest.mark.parametrize(
    ("scenario", "kind", "status", "words"),
    [
        ("azure-filter", errors.PromptBlocked, 400, "Your task failed"),
        ("azure-filter-inside", errors.PromptBlocked, 400, "Rejected"),
        ("litellm-filter", errors.PromptBlocked, 400, "ContentPolicyViolationError"),
        ("litellm-budget", errors.QuotaExhausted, 400, "Budget has been exceeded"),
        ("openrouter-402", errors.QuotaExhausted, 402, "more credits"),
        ("openrouter-403", errors.PromptBlocked, 403, "Input was flagged"),
        ("fastapi-detail", errors.RequestRejected, 422, "body.prompt: Field required"),
        ("200-error", errors.ProviderFailed, 200, "Provider returned error"),
        ("200-error-text", errors.RequestRejected, 200, "still loading"),
        ("200-error-moderation", errors.PromptBlocked, 200, "Change the prompt"),
        ("200-error-quota", errors.QuotaExhausted, 200, "No quota"),
        ("gemini-withheld", errors.PromptBlocked, 200, "withheld"),
        ("xai-withheld", errors.PromptBlocked, 200, "withheld"),
        ("529", errors.ProviderFailed, 529, "Try again later. It says: Overloaded"),
    ],
)
def test_a_refusal_is_what_it_is_whatever_the_gateway_renamed(
    client: OpenAIImageClient,
    scenario: str,
    kind: type[errors.ProviderError],
    status: int,
    words: str,
) -> None:
    error = fail(client, f"a rosette [{scenario}]")
    assert type(error) is kind
    assert error.status == status
    assert words in error.message


def test_try_again_is_said_only_where_it_can_help(client: OpenAIImageClient) -> None:
    assert "Try again" not in fail(client, "a rosette [501]").message


def test_an_error_inside_a_200_keeps_its_bytes(client: OpenAIImageClient) -> None:
    error = fail(client, "a rosette [200-error]")
    assert error.received
    assert b"Provider returned error" in error.received


@pytest.mark.parametrize(
    ("scenario", "named"), [("litellm-filter", "call-7"), ("azure-filter", "req_fake_1")]
)
def test_the_call_is_named_by_the_gateways_own_header(
    client: OpenAIImageClient, scenario: str, named: str
) -> None:
    assert fail(client, f"a rosette [{scenario}]").provider_request_id == named


@pytest.mark.parametrize(
    ("aspect", "ratio"), [(1.0, "1:1"), (1.45, "3:2"), (0.7, "2:3"), (1.8, "16:9"), (9.0, "21:9")]
)
def test_aspect_becomes_the_nearest_ratio(aspect: float, ratio: str) -> None:
    assert nearest_ratio(aspect) == ratio
