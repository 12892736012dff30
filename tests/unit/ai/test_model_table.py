from __future__ import annotations

import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types import ImageGenerateParams, ImageModel

from artstudio.ai import ProviderConfig
from artstudio.ai.model_table import (
    DALL_E_3,
    GPT_FIXED,
    GPT_FREE,
    LIVE_MODELS,
    RETIRED_MODELS,
    UNKNOWN,
    family_of,
    is_safe_name,
)


def test_the_table_knows_the_models_of_the_installed_sdk() -> None:
    assert set(LIVE_MODELS) | set(RETIRED_MODELS) == set(typing.get_args(ImageModel))


def test_the_default_model_is_live() -> None:
    assert ProviderConfig().openai_image_model in LIVE_MODELS


def test_every_option_and_value_is_one_that_the_sdk_names() -> None:
    named = typing.get_type_hints(typing.get_args(ImageGenerateParams)[0])
    for family in map(family_of, (*LIVE_MODELS, *RETIRED_MODELS, "flux")):
        for option, value in family.options.items():
            assert value in str(typing.get_args(named[option])), option


@pytest.mark.parametrize(
    ("family", "aspect", "size"),
    [
        (GPT_FIXED, 1.0, "1024x1024"),
        (GPT_FIXED, 1.2, "1024x1024"),
        (GPT_FIXED, 1.3, "1536x1024"),
        (GPT_FIXED, 0.1, "1024x1536"),
        (DALL_E_3, 1.6, "1792x1024"),
        (DALL_E_3, 0.5, "1024x1792"),
        (UNKNOWN, 9.0, "1024x1024"),
        (GPT_FREE, 1.0, "1024x1024"),
        (GPT_FREE, 16 / 9, "1360x768"),
        (GPT_FREE, 99.0, "1776x592"),
        (GPT_FREE, 0.01, "592x1776"),
    ],
)
def test_the_nearest_size_that_is_offered_is_asked_for(
    family: typing.Any, aspect: float, size: str
) -> None:
    assert family.size_for(aspect) == size


@given(st.floats(min_value=1e-6, max_value=1e6))
def test_a_free_size_keeps_the_limits_of_the_api_and_the_aspect(aspect: float) -> None:
    width, height = map(int, GPT_FREE.size_for(aspect).split("x"))

    assert width % 16 == 0
    assert height % 16 == 0
    assert 1 / 3 <= width / height <= 3
    assert 655_360 <= width * height <= 8_294_400
    assert width / height == pytest.approx(min(max(aspect, 1 / 3), 3), rel=0.03)


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("gpt-image-2.6-flare", GPT_FIXED),
        ("openai/gpt-image-2.5-flare", GPT_FREE),
        ("gpt-image-9-comet", GPT_FIXED),
        ("dall-e-3", DALL_E_3),
        ("stabilityai/sdxl", UNKNOWN),
    ],
)
def test_a_name_outside_the_table_is_judged_by_its_beginning(
    model: str, family: typing.Any
) -> None:
    assert family_of(model) is family


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("flux.1-schnell", True),
        ("black-forest/flux:free@v1+x_y", True),
        ("a" * 128, True),
        ("a" * 129, False),
        ("", False),
        ("-a", False),
        ("a b", False),
        ("a\n", False),
        ("ä", False),
        ("a'", False),
    ],
)
def test_a_models_name_is_safe_to_log_and_send(name: str, safe: bool) -> None:
    assert is_safe_name(name) is safe
