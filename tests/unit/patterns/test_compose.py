from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from artstudio.patterns import FAMILIES, Pattern, PatternConstraints, compose, draw_spec
from artstudio.svg.contours import Contours
from rmos_runs.errors import DomainError, InvalidRequest
from tests.unit.patterns.geometry import crossing_pairs, digest, flattened, rings_of

PROMPTS = {
    "rosette": "soundhole rosette for a guitar",
    "celtic_knot": "celtic knot",
    "vine": "climbing vine for a fretboard",
    "mandala": "mandala",
    "medallion": "silhouette medallion of a bird",
    "tessellation": "islamic tessellation",
    "purfling": "herringbone purfling",
}


def _compose(prompt: str, seed: int = 1, **limits: Any) -> Pattern:
    return compose(prompt, constraints=PatternConstraints(**limits), seed=seed)


def _contours(pattern: Pattern) -> Contours:
    return pattern.drawing.layers[0].contours


def test_there_is_a_prompt_for_every_family() -> None:
    assert set(PROMPTS) == set(FAMILIES)


@pytest.mark.parametrize(("family", "prompt"), PROMPTS.items())
def test_words_choose_the_family(family: str, prompt: str) -> None:
    assert _compose(prompt).family == family


@pytest.mark.parametrize(
    ("prompt", "family"),
    [
        ("three rings of rope and mosaic around a soundhole", "rosette"),
        ("Irish interlaced braid", "celtic_knot"),
        ("ivy leaves with tendrils", "vine"),
        ("a lotus mandala, 12-fold", "mandala"),
        ("a butterfly", "medallion"),
        ("an eagle", "medallion"),
        ("honeycomb of hexagons", "tessellation"),
        ("chequered border strip", "purfling"),
    ],
)
def test_other_words_for_the_same_families(prompt: str, family: str) -> None:
    assert _compose(prompt).family == family


def test_style_hints_count_as_words() -> None:
    hinted = compose("something", style_hints=["celtic"], constraints=PatternConstraints(), seed=1)
    assert hinted.family == "celtic_knot"


def test_a_prompt_without_a_known_word_always_picks_the_same_family() -> None:
    picked = {_compose(f"qwxz {word}").family for word in ("bla", "blub", "foo", "bar", "quux")}
    assert len(picked) > 1
    assert _compose("qwxz bla").family == _compose("qwxz bla", seed=9).family


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_four_seeds_give_four_drawings(prompt: str) -> None:
    assert len({_compose(prompt, seed).drawing.to_svg() for seed in range(4)}) == 4


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_no_seed_overlaps_rings_leaves_the_sheet_or_makes_slivers(prompt: str) -> None:
    for seed in range(6):
        pattern = _compose(f"{('', 'dense ', 'bold ')[seed % 3]}{prompt}", seed)
        rings = rings_of(_contours(pattern))
        assert crossing_pairs(rings) == []
        assert all(ring.is_simple for ring in rings)
        assert min(shapely.Polygon(ring).area for ring in rings) > 0.04
        points = np.concatenate(flattened(_contours(pattern)))
        assert points.min() >= -0.001
        assert points[:, 0].max() <= pattern.drawing.width_mm + 0.001
        assert points[:, 1].max() <= pattern.drawing.height_mm + 0.001


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_no_segment_is_without_length(prompt: str) -> None:
    for seed in range(6):
        contours = _contours(_compose(prompt, seed))
        steps = contours.points[:, 2] - contours.starts()
        assert np.hypot(steps[:, 0], steps[:, 1]).min() > 0.004


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_nodes_are_few(prompt: str) -> None:
    assert max(_contours(_compose(f"dense {prompt}", seed)).nodes for seed in range(6)) < 15_000


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_the_longer_side_is_100_mm_by_default(prompt: str) -> None:
    drawing = _compose(prompt).drawing
    assert max(drawing.width_mm, drawing.height_mm) == 100


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_the_sheet_is_as_ordered(prompt: str) -> None:
    drawing = _compose(prompt, width_mm=150, height_mm=60).drawing
    assert (drawing.width_mm, drawing.height_mm) == (150, 60)


@pytest.mark.parametrize("prompt", ["rosette", "mandala", "sun medallion", "celtic knot ring"])
def test_diameters_are_exact(prompt: str) -> None:
    pattern = _compose(prompt, outer_diameter_mm=123.4, inner_diameter_mm=86)
    assert pattern.drawing.width_mm == pattern.drawing.height_mm == 123.4
    points = np.concatenate(flattened(_contours(pattern), 32)) - 61.7
    radii = np.hypot(points[:, 0], points[:, 1])
    assert radii.max() == pytest.approx(61.7, abs=0.001)
    if "medallion" not in prompt:
        assert radii.min() == pytest.approx(43, abs=0.001)


@pytest.mark.parametrize("fold", [5, 8, 12])
@pytest.mark.parametrize(
    "prompt", ["rosette", "mandala", "flower medallion", "celtic knot ring", "wreath of ivy"]
)
def test_symmetry_is_exact(prompt: str, fold: int) -> None:
    pattern = _compose(prompt, symmetry=fold, outer_diameter_mm=100)
    ends = _contours(pattern).points[:, 2] - 50
    angle = 2 * np.pi / fold
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    # A solid circle has the nodes of its own symmetry; ornament has that of the request.
    radii = np.round(np.hypot(ends[:, 0], ends[:, 1]), 2)
    common = {r for r in radii if (radii == r).sum() <= 8}
    ornament = ends[[r not in common for r in radii]]
    apart = shapely.STRtree([shapely.Point(end) for end in ends]).query_nearest(
        shapely.points(ornament @ turn), return_distance=True, all_matches=False
    )[1]
    assert apart.max() <= 0.0021


def test_counts_in_words_are_heard() -> None:
    assert _compose("a 12-fold mandala").parameters.layers[0].cells % 12 == 0
    assert _compose("eight-fold mandala").parameters.layers[0].cells % 8 == 0
    rings = [b for b in _compose("rosette with three rings").parameters.bands if b.cells]
    assert len(rings) == 3


def test_constraints_win_over_words() -> None:
    pattern = _compose("a 12-fold mandala", symmetry=7)
    assert all(layer.cells % 7 == 0 for layer in pattern.parameters.layers)


def test_density_words_change_the_number_of_pieces() -> None:
    bold, dense = (len(_contours(_compose(f"{word} mandala", 3))) for word in ("bold", "dense"))
    assert dense > 1.5 * bold


def test_motifs_are_chosen_by_name() -> None:
    assert _compose("rope purfling").parameters.motif == "rope"
    assert "herringbone" in {b.motif for b in _compose("herringbone rosette").parameters.bands}
    assert _compose("rhombille tessellation").parameters.tiling == "rhombs"
    assert _compose("sun medallion").parameters.figure == "sun"


def test_a_constraint_that_a_family_does_not_use_is_named_in_a_warning() -> None:
    pattern = _compose("herringbone purfling", inner_diameter_mm=50)
    assert len(pattern.warnings) == 1
    assert "inner_diameter_mm" in pattern.warnings[0]
    assert _compose("rosette", inner_diameter_mm=50).warnings == ()


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        ({"inner_diameter_mm": 90, "outer_diameter_mm": 80}, "inner_diameter_mm"),
        ({"inner_diameter_mm": 80, "outer_diameter_mm": 80}, "inner_diameter_mm"),
        ({"outer_diameter_mm": 120, "width_mm": 100}, "outer_diameter_mm"),
        ({"outer_diameter_mm": 120, "height_mm": 100, "width_mm": 200}, "outer_diameter_mm"),
    ],
)
def test_contradictions_are_refused_by_name(limits: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        _compose("rosette", **limits)
    assert set(caught.value.fields or {}) == {f"constraints.{field}"}


@pytest.mark.parametrize(
    "limits",
    [{"width_mm": 0}, {"height_mm": -3}, {"symmetry": 1}, {"rings": 0}, {"width_mm": 6000}],
)
def test_values_out_of_range_are_refused_by_name(limits: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        PatternConstraints(**limits)
    assert set(caught.value.fields or {}) == {f"constraints.{next(iter(limits))}"}


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_a_record_draws_the_same_bytes_again(prompt: str) -> None:
    pattern = _compose(prompt, 5)
    again = draw_spec(json.loads(json.dumps(pattern.spec())))
    assert again.drawing.to_svg() == pattern.drawing.to_svg()
    assert again.spec() == pattern.spec()


@pytest.mark.parametrize(
    "change",
    [{"engine": "0"}, {"family": "spaghetti"}, {"parameters": {}}, {"parameters": {"x": 1}}],
)
def test_a_record_that_cannot_be_read_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        draw_spec({**_compose("rosette").spec(), **change})


def test_another_process_draws_the_same() -> None:
    program = (
        "import sys, json; from artstudio.patterns import *\n"
        "from tests.unit.patterns.geometry import digest\n"
        "for p in json.loads(sys.argv[1]):\n"
        "    made = compose(p, constraints=PatternConstraints(), seed=4294967295)\n"
        "    print(digest(made.drawing.layers[0].contours))\n"
    )
    prompts = list(PROMPTS.values())
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(prompts)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "77"},
    )
    assert done.stdout.split() == [digest(_contours(_compose(p, 4294967295))) for p in prompts]


def _limits() -> st.SearchStrategy[dict[str, Any]]:
    def size(low: float, high: float) -> st.SearchStrategy[float | None]:
        return st.none() | st.floats(low, high).map(lambda v: round(v, 2))

    return st.fixed_dictionaries(
        {
            "width_mm": size(3, 800),
            "height_mm": size(3, 800),
            "outer_diameter_mm": size(6, 500),
            "inner_diameter_mm": size(4, 400),
            "symmetry": st.none() | st.integers(2, 72),
            "rings": st.none() | st.integers(1, 12),
        }
    )


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(
    words=st.lists(
        st.sampled_from([*" ".join(PROMPTS.values()).split(), "dense", "bold", "ring", "12-fold"]),
        max_size=5,
    ),
    extra=st.text(max_size=12),
    limits=_limits(),
    seed=st.integers(0, 2**32 - 1),
)
def test_whatever_is_asked_the_answer_is_a_drawing_or_a_clear_refusal(
    words: list[str], extra: str, limits: dict[str, Any], seed: int
) -> None:
    try:
        pattern = _compose(" ".join([*words, extra]), seed, **limits)
    except DomainError:
        reject()
    contours = _contours(pattern)
    assert len(contours) > 0
    assert np.isfinite(contours.points).all()
    assert contours.nodes < 60_000
    ends = contours.points[:, 2]
    assert ends.min() >= 0
    assert ends[:, 0].max() <= pattern.drawing.width_mm + 0.001
    assert ends[:, 1].max() <= pattern.drawing.height_mm + 0.001
