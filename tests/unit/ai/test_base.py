from __future__ import annotations

import dataclasses
import inspect
import math
import typing

import pytest

from artstudio.ai import ImageClient, ImageRequest, ImageResponse, ProviderConfig
from artstudio.ai.openai_images import OpenAIImageClient


def test_a_request_needs_a_prompt_only() -> None:
    request = ImageRequest(prompt="a rosette")

    assert (request.seed, request.style_hints, request.model) == (None, (), None)
    assert (dict(request.constraints), request.aspect, request.request_id) == ({}, 1.0, "")


@pytest.mark.parametrize("aspect", [0.0, -1.0, math.inf, math.nan])
def test_an_aspect_that_no_picture_has_is_refused(aspect: float) -> None:
    with pytest.raises(ValueError, match="aspect"):
        ImageRequest(prompt="a rosette", aspect=aspect)


@pytest.mark.parametrize("kind", [ImageRequest, ProviderConfig])
def test_what_crosses_the_border_cannot_change_and_is_given_by_name(kind: typing.Any) -> None:
    assert kind.__dataclass_params__.frozen
    assert all(field.kw_only for field in dataclasses.fields(kind))


def test_a_picture_cannot_change() -> None:
    assert ImageResponse.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_the_picture_itself_stays_out_of_logs() -> None:
    field = next(f for f in dataclasses.fields(ImageResponse) if f.name == "image_bytes")

    assert not field.repr


@pytest.mark.parametrize(
    ("address", "is_gateway"),
    [
        ("", False),
        ("  ", False),
        ("https://api.openai.com/v1", False),
        ("https://api.openai.com/v1/", False),
        ("http://127.0.0.1:8080/v1", True),
        ("https://eu.api.openai.com/v1", True),
    ],
)
def test_a_gateway_is_whoever_is_not_openai_itself(address: str, is_gateway: bool) -> None:
    assert ProviderConfig(openai_base_url=address).is_gateway is is_gateway


def test_the_openai_client_keeps_the_protocol_to_the_letter() -> None:
    assert_keeps_protocol(OpenAIImageClient)


def test_the_stub_keeps_the_protocol_to_the_letter() -> None:
    stub = pytest.importorskip("artstudio.ai.stub")

    assert_keeps_protocol(stub.StubImageClient)


def assert_keeps_protocol(client: type) -> None:
    public = {name for name in dir(client) if not name.startswith("_")}
    assert public == {"name", "generate"}
    expected = inspect.signature(ImageClient.generate, eval_str=True)
    assert inspect.signature(client.generate, eval_str=True) == expected  # type: ignore[attr-defined]
    assert typing.get_type_hints(client.name.fget) == {"return": str}  # type: ignore[attr-defined]
