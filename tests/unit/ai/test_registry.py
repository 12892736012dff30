from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict

import pytest

from artstudio.ai import (
    ImageClient,
    LlmClient,
    ProviderConfig,
    ProviderNotConfigured,
    check_model,
    get_image_client,
    get_llm_client,
    list_providers,
)
from rmos_runs.errors import InvalidRequest, Kind

KEY = "sk-test-0123456789"
READY = ProviderConfig(openai_api_key=KEY)
GATEWAY = ProviderConfig(openai_api_key="any", openai_base_url="http://127.0.0.1:8080/v1")


def test_both_providers_are_listed_with_what_they_can_do() -> None:
    stub, openai = list_providers(READY)

    assert (stub.name, stub.routes, stub.free, stub.configured) == (
        "stub",
        ("pattern", "raster"),
        True,
        True,
    )
    assert (openai.name, openai.routes, openai.free, openai.configured) == (
        "openai",
        ("raster", "direct", "native"),
        False,
        True,
    )
    for info in (stub, openai):
        assert info.default_model == info.models[0]
        assert info.reason == ""
        json.dumps(asdict(info))


@pytest.mark.parametrize(
    ("config", "names"),
    [
        (ProviderConfig(), "OPENAI_API_KEY"),
        (ProviderConfig(openai_api_key="  "), "OPENAI_API_KEY"),
        (ProviderConfig(openai_base_url="http://127.0.0.1/v1"), "any non-empty text will do"),
        (ProviderConfig(openai_api_key=KEY, openai_base_url="127.0.0.1/v1"), "OPENAI_BASE_URL"),
        (ProviderConfig(openai_api_key=KEY, openai_base_url="http://"), "OPENAI_BASE_URL"),
        (ProviderConfig(openai_api_key=KEY, openai_base_url="http://a:b/v1"), "OPENAI_BASE_URL"),
        (ProviderConfig(openai_api_key=KEY, openai_timeout_s=0), "ARTSTUDIO_OPENAI_TIMEOUT_S"),
        (
            ProviderConfig(openai_api_key=KEY, openai_text_api="grpc"),  # type: ignore[arg-type]
            "ARTSTUDIO_OPENAI_TEXT_API",
        ),
    ],
)
def test_what_is_missing_is_named_by_its_variable_in_the_list_and_in_the_error(
    config: ProviderConfig, names: str
) -> None:
    info = list_providers(config)[1]
    with pytest.raises(ProviderNotConfigured) as caught:
        get_image_client("openai", config)

    assert not info.configured
    assert names in info.reason
    assert caught.value.message == info.reason
    assert (caught.value.kind, caught.value.code) == (Kind.UNAVAILABLE, "provider_unavailable")


def test_without_any_configuration_openai_is_not_set_up() -> None:
    with pytest.raises(ProviderNotConfigured):
        get_image_client("openai")


def test_a_provider_that_is_set_up_is_given() -> None:
    client, writer = get_image_client("openai", READY), get_llm_client("openai", READY)

    assert isinstance(client, ImageClient)
    assert isinstance(writer, LlmClient)
    assert client.name == writer.name == "openai"


def test_a_writer_needs_what_a_painter_needs() -> None:
    with pytest.raises(ProviderNotConfigured):
        get_llm_client("openai")


@pytest.mark.parametrize(
    ("image_model", "native"),
    [
        ("gpt-image-2.6-flare", True),
        ("openai/gpt-image-2.6-sunburst", True),
        ("gpt-image-3", True),
        ("gpt-image-2.10-flare", True),
        ("gpt-image-2.5-flare", False),
        ("gpt-image-2", False),
        ("gpt-image-2-2026-04-21", False),
        ("gpt-image-1.5", False),
        ("chatgpt-image-latest", False),
        ("dall-e-3", False),
        ("flux", False),
    ],
)
def test_native_svg_is_offered_only_where_the_configured_image_model_gives_it(
    image_model: str, native: bool
) -> None:
    info = list_providers(ProviderConfig(openai_api_key=KEY, openai_image_model=image_model))[1]

    assert info.routes == ("raster", "direct", *(["native"] if native else []))


def test_each_route_has_its_own_default_model_and_auto_is_explained() -> None:
    stub, openai = list_providers(ProviderConfig(openai_text_model="gpt-9"))

    assert openai.default_model_for("direct") == openai.text_model == "gpt-9"
    assert openai.text_models[0] == "gpt-9"
    assert openai.default_model_for("native") == openai.default_model_for("raster")
    assert (stub.text_model, stub.default_model_for("pattern")) == ("", "patterns")
    assert "direct" in openai.auto
    assert "pattern" in stub.auto


def test_an_unknown_provider_is_refused_with_the_names_of_those_there_are() -> None:
    for call in (
        lambda: get_image_client("midjourney", READY),
        lambda: check_model("midjourney", None, READY),
    ):
        with pytest.raises(InvalidRequest) as caught:
            call()
        assert caught.value.fields == {"provider": ["Choose one of: stub, openai."]}


@pytest.mark.parametrize(
    ("provider", "model", "config"),
    [
        ("stub", None, ProviderConfig()),
        ("stub", "patterns", ProviderConfig()),
        ("openai", None, ProviderConfig()),
        ("openai", "gpt-image-2.5-sunburst", READY),
        ("openai", "dall-e-3", GATEWAY),
        ("openai", "flux/schnell:free", GATEWAY),
        ("openai", "gpt-image-7", ProviderConfig(openai_image_model="gpt-image-7")),
    ],
)
def test_models_that_can_be_asked_for(
    provider: str, model: str | None, config: ProviderConfig
) -> None:
    check_model(provider, model, config)


@pytest.mark.parametrize(
    ("provider", "model", "config", "advice"),
    [
        ("stub", "gpt-image-2", READY, "Choose one of: patterns."),
        ("openai", "patterns", READY, "gpt-image-2.6-flare"),
        ("openai", "", READY, "gpt-image-2.6-flare"),
        ("openai", "dall-e-3", READY, "OPENAI_BASE_URL"),
        ("openai", "flux", READY, "gpt-image-2.6-flare"),
        ("openai", "two words", GATEWAY, "dall-e-3"),
        ("openai", "x\r\nEvil: 1", GATEWAY, "dall-e-3"),
    ],
)
def test_models_that_cannot_are_refused_by_name(
    provider: str, model: str, config: ProviderConfig, advice: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check_model(provider, model, config)

    assert caught.value.fields is not None
    ((field, (message,)),) = caught.value.fields.items()
    assert field == "model"
    assert advice in message


@pytest.mark.parametrize(
    ("model", "route", "config"),
    [
        (None, "direct", READY),
        ("gpt-6.2-sol", "direct", READY),
        ("llama-9:70b", "direct", GATEWAY),
        ("gpt-9", "direct", ProviderConfig(openai_text_model="gpt-9")),
        ("gpt-image-2.6-sunburst", "native", READY),
        ("vendor/gpt-image-2.6-flare", "native", GATEWAY),
        ("recraftv4_1_vector", "native", GATEWAY),
        ("flux", "native", GATEWAY),
        ("gpt-image-2", "raster", READY),
    ],
)
def test_a_route_takes_models_of_its_own_kind(
    model: str | None, route: str, config: ProviderConfig
) -> None:
    check_model("openai", model, config, route=route)


@pytest.mark.parametrize(
    ("model", "route", "config", "advice"),
    [
        ("gpt-image-2.6-flare", "direct", READY, "gpt-6.1-terra"),
        ("gpt-6.1-terra", "raster", READY, "gpt-image-2.6-flare"),
        ("gpt-image-2", "native", READY, "one of: gpt-image-2.6-flare, gpt-image-2.6-sunburst."),
        ("two words", "direct", GATEWAY, "gpt-6.1-terra"),
    ],
)
def test_a_route_refuses_models_of_another_kind(
    model: str, route: str, config: ProviderConfig, advice: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check_model("openai", model, config, route=route)

    assert caught.value.fields is not None
    assert advice in caught.value.fields["model"][0]


def test_the_operators_model_is_the_default_and_first_in_the_list() -> None:
    config = ProviderConfig(openai_api_key=KEY, openai_image_model="gpt-image-2.5-flare")
    info = list_providers(config)[1]

    assert info.default_model == "gpt-image-2.5-flare"
    assert info.models[0] == "gpt-image-2.5-flare"
    assert len(set(info.models)) == len(info.models)


def test_a_key_never_shows_in_the_list() -> None:
    assert KEY not in str(list_providers(READY))


def test_listing_providers_loads_no_sdk_no_django_and_no_database() -> None:
    # The SDK alone takes most of a second; pages that only list providers must not wait.
    program = (
        "import sys; from artstudio.ai import ProviderConfig, list_providers;"
        "list_providers(ProviderConfig());"
        "print([m for m in ('openai', 'httpx2', 'django', 'PIL', 'numpy') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert shown.stdout.strip() == "[]"
