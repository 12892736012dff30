"""Section 5: a client asked with a prompt and options, and its configuration."""

from __future__ import annotations

import json

import pytest

from artstudio.ai import (
    ImageClientError,
    ImageConfig,
    ImageProvider,
    ImageRequest,
    ImageResponse,
    ProviderConfig,
    config_from_environment,
    get_image_client,
    get_llm_client,
)
from artstudio.ai.model_table import family_of
from artstudio.ai.prompting import prompt_for_tracing
from artstudio.patterns.llm_schema import spec_from_model
from rmos_runs.errors import InvalidRequest


def test_there_is_one_client_for_a_provider_and_configuration() -> None:
    key = ProviderConfig(openai_api_key="sk-one")
    assert get_image_client("stub") is get_image_client(provider=ImageProvider.STUB)
    assert get_image_client() is get_image_client("stub")
    assert get_image_client("openai", key) is get_image_client("openai", key)
    other = ProviderConfig(openai_api_key="sk-two")
    assert get_image_client("openai", key) is not get_image_client("openai", other)
    assert get_llm_client() is get_llm_client("stub")


def test_options_and_a_whole_request_draw_the_same() -> None:
    client = get_image_client("stub")
    asked = client.generate(
        prompt="rosette", seed=3, size="512x512", quality="hd", model="dall-e-3"
    )
    whole = client.generate(ImageRequest(prompt="rosette", seed=3, size="512x512"))
    assert asked.image_bytes == whole.image_bytes
    assert (asked.size, asked.seed, asked.revised_prompt) == ("512x512", 3, None)
    with pytest.raises(TypeError):
        client.generate(ImageRequest(prompt="rosette"), seed=3)


@pytest.mark.parametrize("size", ["1024", "0x5", "x", "99999x1"])
def test_what_is_no_size_is_refused(size: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        get_image_client("stub").generate("rosette", size=size)
    assert set(caught.value.fields or {}) == {"size"}


@pytest.mark.parametrize(
    ("model", "size", "sent"),
    [
        ("dall-e-3", "1792x1024", "1792x1024"),
        ("gpt-image-2.6-flare", "1792x1024", "1536x1024"),
        ("gpt-image-2.6-flare", "1024x1024", "1024x1024"),
        ("some-gateway-model", "640x480", "640x480"),
    ],
)
def test_a_size_that_is_not_offered_becomes_the_nearest(model: str, size: str, sent: str) -> None:
    assert family_of(model).nearest_size(size) == sent


@pytest.mark.parametrize(
    ("model", "quality", "sent"),
    [
        ("dall-e-3", "hd", {"quality": "hd"}),
        ("dall-e-3", "low", {"quality": "standard"}),
        ("gpt-image-2", "standard", {"quality": "medium"}),
        ("gpt-image-2", "hd", {"quality": "high"}),
        ("gpt-image-2", "auto", {"quality": "auto"}),
        ("dall-e-2", "hd", {}),
    ],
)
def test_a_quality_is_said_in_the_models_word(model: str, quality: str, sent: object) -> None:
    assert family_of(model).quality_for(quality) == sent


def test_an_unknown_quality_is_refused() -> None:
    with pytest.raises(InvalidRequest):
        family_of("dall-e-3").quality_for("best")


def test_what_is_not_wanted_is_told_in_words() -> None:
    assert "Leave out: leaves." in prompt_for_tracing("vine", (), longest=9000, avoid="leaves")
    assert "Leave out" not in prompt_for_tracing("vine", (), longest=9000)


def test_a_picture_needs_only_bytes_model_and_size() -> None:
    response = ImageResponse(b"\x89PNG\r\n\x1a\n", "dall-e-3", "1024x1024")
    assert (response.revised_prompt, response.seed, response.metadata) == (None, None, {})
    assert response.mime == "image/png"


def test_the_environment_configures_what_is_not_given() -> None:
    found = config_from_environment(
        {"OPENAI_API_KEY": "sk-x", "ARTSTUDIO_OPENAI_TIMEOUT_S": "7", "OPENAI_BASE_URL": ""}
    )
    assert found == ProviderConfig(openai_api_key="sk-x", openai_timeout_s=7.0)
    with pytest.raises(ImageClientError):
        config_from_environment({"ARTSTUDIO_OPENAI_TIMEOUT_S": "soon"})


def test_a_client_can_have_a_configuration_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    config = ImageConfig(provider=ImageProvider.OPENAI, default_model="dall-e-3", max_retries=0)
    assert get_image_client(config=config).name == "openai"
    assert "dall-e-3" in repr(get_image_client(config=config))
    assert config.policy.max_tries == 1


def test_the_offline_language_model_answers_parameters_that_can_be_drawn() -> None:
    response = get_llm_client("stub").generate_json(prompt="celtic knot ring", model="gpt-4")
    given = json.loads(response.content)
    spec = spec_from_model(given, width_mm=100, height_mm=100, seed=0)
    assert given["family"] == spec["family"] == "celtic_knot"
    again = get_llm_client("stub").generate_json("celtic knot ring")
    assert again.content == response.content
