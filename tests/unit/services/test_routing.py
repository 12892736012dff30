"""A request that leaves the route open: geometry is drawn by rules, a picture is traced."""

from __future__ import annotations

import dataclasses

import pytest

from artstudio import ai
from artstudio.patterns.reading import read_prompt
from artstudio.services.requests.routing import RouteChoice, choose_route
from tests.unit.services.route_prompts import (
    ARTISTIC,
    GEOMETRIC,
    MORE_ARTISTIC,
    MORE_GEOMETRIC,
    OPEN,
)

STUB = ai.ProviderInfo(
    name="stub",
    title="Pattern engine",
    description="",
    routes=("pattern", "raster"),
    models=("m",),
    default_model="m",
    configured=True,
    reason="",
    free=True,
)
OPENAI = dataclasses.replace(STUB, name="openai", routes=("raster", "direct", "native"))


def chosen(prompt: str, provider: ai.ProviderInfo = STUB, *given: str) -> RouteChoice:
    return choose_route(read_prompt(prompt, given=given), given, provider)


@pytest.mark.parametrize("prompt", GEOMETRIC + MORE_GEOMETRIC)
def test_geometry_is_drawn_by_rules(prompt: str) -> None:
    assert (chosen(prompt).route, chosen(prompt, OPENAI).route) == ("pattern", "direct")


@pytest.mark.parametrize("prompt", ARTISTIC + MORE_ARTISTIC)
def test_a_picture_is_made_and_traced_where_somebody_makes_pictures(prompt: str) -> None:
    assert (chosen(prompt).route, chosen(prompt, OPENAI).route) == ("pattern", "raster")


@pytest.mark.parametrize("prompt", OPEN)
def test_a_prompt_that_says_neither_goes_the_providers_usual_way(prompt: str) -> None:
    assert (chosen(prompt).route, chosen(prompt, OPENAI).route) == ("pattern", "raster")


class TestReason:
    def test_names_the_words_that_decided(self) -> None:
        choice = chosen("rosette with a herringbone ring")
        assert choice.reason == (
            "The prompt asks for “rosette”, “herringbone” and “ring”; the pattern engine draws it."
        )

    def test_names_the_subject_of_a_picture(self) -> None:
        assert chosen("an Owl in the FOREST", OPENAI).reason == (
            "The prompt asks for “Owl” and “FOREST”; a picture is made and traced."
        )

    def test_names_the_constraints_that_decided(self) -> None:
        assert chosen("something", STUB, "rings", "width_mm", "symmetry").reason == (
            "The constraints fix symmetry and rings; the pattern engine draws it."
        )

    def test_says_when_nothing_decided(self) -> None:
        assert chosen("p", OPENAI).reason == (
            "The prompt names no figure and no subject; raster is openai's usual."
        )

    @pytest.mark.parametrize(
        ("prompt", "routes", "route", "part"),
        [
            ("three rings", ("raster",), "raster", "openai has no route for geometry"),
            ("three rings", ("native",), "native", "openai has no route for geometry"),
            ("an owl", ("direct", "native"), "native", "openai makes a picture as vectors"),
            ("an owl", ("direct",), "direct", "openai makes no pictures"),
        ],
    )
    def test_says_so_where_the_provider_lacks_the_better_route(
        self, prompt: str, routes: tuple[str, ...], route: str, part: str
    ) -> None:
        choice = chosen(prompt, dataclasses.replace(OPENAI, routes=routes))
        assert choice.route == route
        assert part in choice.reason


class TestConstraints:
    def test_those_of_patterns_speak_for_geometry(self) -> None:
        assert chosen("something", OPENAI, "symmetry").route == "direct"

    def test_those_of_any_drawing_say_nothing(self) -> None:
        assert chosen("something", OPENAI, "width_mm", "threshold").route == "raster"

    def test_none_makes_geometry_of_an_owl(self) -> None:
        assert chosen("an owl", OPENAI, "outer_diameter_mm").route == "raster"
        assert chosen("owl medallion", OPENAI, "symmetry").route == "direct"


class TestWords:
    @pytest.mark.parametrize(
        "prompt", ["earring", "catalogue", "carpet", "bearing", "spring", "foxed", "manifold"]
    )
    def test_parts_of_words_say_nothing(self, prompt: str) -> None:
        assert "names no figure and no subject" in chosen(prompt).reason

    @pytest.mark.parametrize("word", ["wolves", "butterflies", "foxes", "owls", "OWLS", "Öwl"])
    def test_plurals_capitals_and_accents_are_heard(self, word: str) -> None:
        assert chosen(word, OPENAI).route == "raster"

    @pytest.mark.parametrize("prompt", ["fish scales", "running dog", "snake skin", "dragon scale"])
    def test_a_phrase_wins_over_its_words(self, prompt: str) -> None:
        assert chosen(prompt, OPENAI).route == "direct"

    def test_a_wood_is_a_material(self) -> None:
        assert "names no figure and no subject" in chosen("an inlay in maple and ebony").reason
        assert (
            chosen("oak leaves", OPENAI).route == chosen("a maple leaf", OPENAI).route == "raster"
        )
