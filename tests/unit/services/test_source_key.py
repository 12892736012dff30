"""The replay key: two requests share a stored source only when a provider is asked the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from artstudio.patterns.reading import read_prompt
from artstudio.services.requests.constraints import (
    CUT_NAMES,
    PATTERN_NAMES,
    SIZE_NAMES,
    TRACE_NAMES,
    Constraints,
)
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.sources.stored import source_key

PICTURE = GenerationRequest(
    prompt="a crow",
    count=1,
    variant_seed="s",
    constraints=Constraints(width_mm=80, height_mm=60),
    style_hints=("woodcut", "bold"),
    provider="openai",
    route="raster",
    route_reason="",
    model="gpt-image-2.6-flare",
    fresh=False,
    run_id="",
    workflow_session_id="",
    warnings=(),
    reading=read_prompt("a crow"),
)
WRITTEN = replace(PICTURE, route="direct", model="gpt-5.2")
PATTERN = replace(PICTURE, provider="stub", route="pattern", model="")
ASKS: dict[str, dict[str, Any]] = {
    "prompt": {"prompt": "a wren"},
    "another seed": {"variant_seed": "t"},
    "provider": {"provider": "gateway"},
    "route": {"route": "native"},
    "model": {"model": "gpt-image-2.6-sunburst"},
    "another hint": {"style_hints": ("woodcut", "fine")},
    "one hint less": {"style_hints": ("woodcut",)},
    "no hints": {"style_hints": ()},
    "hints in another order": {"style_hints": ("bold", "woodcut")},
    "hints run together": {"style_hints": ("woodcutbold",)},
    "a hint in the prompt": {"prompt": "a crow woodcut", "style_hints": ("bold",)},
}
OTHER_VALUES: dict[str, Any] = {
    "width_mm": 90.0,
    "height_mm": 90.0,
    "inner_diameter_mm": 20.0,
    "outer_diameter_mm": 40.0,
    "symmetry": 7,
    "rings": 3,
    "threshold": 99,
    "invert": True,
    "min_speck_mm": 0.5,
    "corner_smoothness": 0.4,
    "curve_tolerance_mm": 0.7,
    "method": "potrace",
    "detail": "fine",
    "tones": 4,
    "min_feature_mm": 0.7,
    "min_gap_mm": 0.7,
    "tool_diameter_mm": 2.0,
    "feed_mm_min": 900.0,
    "geometry": "strict",
    "alpha": "shape",
    "relations": {"rotation": False},
    "size_by": "ink",
    "crop": "auto",
    "corners": [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]],
}


def with_constraint(request: GenerationRequest, name: str) -> GenerationRequest:
    return replace(request, constraints=replace(request.constraints, **{name: OTHER_VALUES[name]}))


@pytest.mark.parametrize("change", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize("asked", [PICTURE, WRITTEN, PATTERN], ids=lambda asked: asked.route)
def test_whatever_the_provider_is_told_changes_the_key(
    asked: GenerationRequest, change: dict[str, Any]
) -> None:
    assert source_key(replace(asked, **change), 7) != source_key(asked, 7)


@pytest.mark.parametrize("asked", [PICTURE, WRITTEN, PATTERN], ids=lambda asked: asked.route)
def test_variants_of_one_request_have_keys_of_their_own(asked: GenerationRequest) -> None:
    assert source_key(asked, 7) != source_key(asked, 8)


@pytest.mark.parametrize("name", [*SIZE_NAMES, *PATTERN_NAMES])
@pytest.mark.parametrize("asked", [WRITTEN, PATTERN], ids=lambda asked: asked.route)
def test_a_size_or_pattern_constraint_changes_the_key_of_who_is_told_it(
    asked: GenerationRequest, name: str
) -> None:
    assert source_key(with_constraint(asked, name), 7) != source_key(asked, 7)


@pytest.mark.parametrize("name", SIZE_NAMES)
def test_a_picture_of_another_aspect_has_another_key(name: str) -> None:
    assert source_key(with_constraint(PICTURE, name), 7) != source_key(PICTURE, 7)


def test_a_picture_of_the_same_aspect_has_the_same_key() -> None:
    twice = replace(PICTURE, constraints=Constraints(width_mm=160, height_mm=120))
    assert source_key(twice, 7) == source_key(PICTURE, 7)


@pytest.mark.parametrize("name", [*TRACE_NAMES, *CUT_NAMES])
@pytest.mark.parametrize("asked", [PICTURE, WRITTEN, PATTERN], ids=lambda asked: asked.route)
def test_tracing_and_cutting_otherwise_is_a_drawing_of_the_same_source(
    asked: GenerationRequest, name: str
) -> None:
    assert source_key(with_constraint(asked, name), 7) == source_key(asked, 7)


@pytest.mark.parametrize(
    "change",
    [
        {"count": 4},
        {"fresh": True},
        {"run_id": "run_1"},
        {"workflow_session_id": "ws_1"},
        {"route_reason": "It was chosen."},
        {"warnings": ({"code": "x", "message": "y"},)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_no_provider_is_told_leaves_the_key(change: dict[str, Any]) -> None:
    assert source_key(replace(PICTURE, **change), 7) == source_key(PICTURE, 7)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (PICTURE, "4a633bd9d96bda6c04ad47bc77ef7a590e7a9637f27e7aee0d72c95744c64689"),
        (WRITTEN, "c874ece7740ce50115fd64b154396378259c5eacbdc9e50467ff53e4b0f7c96f"),
        (PATTERN, "da28930b1f35b5af5d05eb9498389694ad488e003667282de53f61778d2bdaaf"),
    ],
    ids=lambda value: getattr(value, "route", None),
)
def test_keys_stay_those_of_stored_sources(asked: GenerationRequest, key: str) -> None:
    # Another key for the same request would pay a provider again for what is stored.
    assert source_key(asked, 7) == key
