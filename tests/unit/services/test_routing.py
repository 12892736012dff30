"""A request that leaves the route open: geometry is drawn by rules, a picture is traced."""

from __future__ import annotations

import dataclasses
import time

import pytest

from artstudio import ai
from artstudio.services.route_words import (
    MANNER,
    METHOD,
    PLANT,
    STRUCTURE,
    SUBJECT,
    listed_words,
    plain_words,
)
from artstudio.services.routing import RouteChoice, choose_route
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
    return choose_route(prompt, (), given, provider)


@pytest.mark.parametrize("prompt", GEOMETRIC + MORE_GEOMETRIC)
def test_geometry_is_drawn_by_rules(prompt: str) -> None:
    assert (chosen(prompt).route, chosen(prompt, OPENAI).route) == ("pattern", "direct")


@pytest.mark.parametrize("prompt", ARTISTIC + MORE_ARTISTIC)
def test_a_picture_is_made_and_traced(prompt: str) -> None:
    assert (chosen(prompt).route, chosen(prompt, OPENAI).route) == ("raster", "raster")


@pytest.mark.parametrize("prompt", OPEN)
def test_a_prompt_that_says_neither_goes_the_providers_usual_way(prompt: str) -> None:
    assert (chosen(prompt).route, chosen(prompt, OPENAI).route) == ("pattern", "raster")


class TestReason:
    def test_names_the_words_that_decided(self) -> None:
        choice = chosen("rosette with a herringbone ring and an owl")
        assert choice.reason == (
            "The prompt speaks of rosette, herringbone and ring; "
            "the pattern engine draws that exactly."
        )

    def test_names_the_subject_of_a_picture(self) -> None:
        assert chosen("an Owl in the FOREST").reason == (
            "The prompt speaks of owl and forest; that is a picture, which is made as one and "
            "traced."
        )

    def test_names_the_constraints_that_decided(self) -> None:
        assert chosen("something", STUB, "rings", "width_mm", "symmetry").reason == (
            "The constraints fix symmetry and rings; the pattern engine draws that exactly."
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
            ("an owl", ("direct", "native"), "native", "openai makes it as vectors"),
            ("an owl", ("direct",), "direct", "openai makes no pictures"),
            ("an owl", ("pattern",), "pattern", "openai makes no pictures"),
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
        assert chosen("roses", OPENAI, "inner_diameter_mm").route == "direct"

    def test_those_of_any_drawing_say_nothing(self) -> None:
        assert chosen("something", OPENAI, "width_mm", "threshold").route == "raster"

    def test_one_does_not_make_geometry_of_an_owl(self) -> None:
        assert chosen("an owl", OPENAI, "outer_diameter_mm").route == "raster"

    def test_several_and_a_figure_do(self) -> None:
        assert chosen("owl medallion", OPENAI, "rings", "symmetry").route == "direct"


class TestWords:
    def test_hints_count_as_the_prompt_does(self) -> None:
        assert choose_route("an apple", ["watercolour"], (), OPENAI).route == "raster"
        assert choose_route("an apple", ["geometric"], (), OPENAI).route == "direct"

    @pytest.mark.parametrize(
        "prompt", ["earring", "catalogue", "carpet", "bearing", "spring", "foxed", "manifold"]
    )
    def test_parts_of_words_say_nothing(self, prompt: str) -> None:
        assert "names no figure and no subject" in chosen(prompt).reason

    @pytest.mark.parametrize("word", ["wolves", "butterflies", "foxes", "owls", "OWLS", "Öwl"])
    def test_plurals_capitals_and_accents_are_heard(self, word: str) -> None:
        assert chosen(word).route == "raster"

    @pytest.mark.parametrize(
        "prompt", ["fish scales", "running dog", "compass rose", "snake skin", "dragon scale"]
    )
    def test_a_phrase_wins_over_its_words(self, prompt: str) -> None:
        assert chosen(prompt).route == "pattern"

    def test_a_wood_is_a_material(self) -> None:
        assert "names no figure and no subject" in chosen("an inlay in maple and oak").reason
        assert chosen("oak leaves").route == chosen("a maple leaf").route == "raster"

    def test_a_word_said_ten_times_weighs_as_once(self) -> None:
        assert chosen("an owl, " + "ring " * 10).route == "raster"

    def test_every_listed_word_can_be_found(self) -> None:
        """An entry with a capital, an accent or five words would never match."""
        for words in (STRUCTURE, METHOD, SUBJECT, MANNER, PLANT):
            for entry in words:
                assert " ".join(plain for plain, _ in plain_words(entry)) == entry
                assert [said for _, said in listed_words(entry, words)] == [entry]

    def test_no_word_is_on_two_lists(self) -> None:
        lists = (STRUCTURE, METHOD, SUBJECT, MANNER, PLANT)
        assert sum(map(len, lists)) == len(frozenset().union(*lists))

    def test_the_longest_request_takes_milliseconds(self) -> None:
        started = time.perf_counter()
        choose_route("ring of owls " * 154, ["x " * 32] * 16, (), STUB)
        assert time.perf_counter() - started < 0.2

    @pytest.mark.parametrize("prompt", ["", "{route} {0}", "\ud83d\x00", "9" * 2000 + " fold"])
    def test_any_text_gets_a_route(self, prompt: str) -> None:
        assert chosen(prompt).route == "pattern"
