"""Curves by the real Inkscape program; apt installs it in CI."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from artstudio.geometry.contours import LINE
from artstudio.geometry.coverage import agreement
from artstudio.geometry.drawing import Drawing
from artstudio.vectorize import TraceResult, trace_picture
from artstudio.vectorize.child_process import Limits
from artstudio.vectorize.errors import TraceFailed, TracerUnavailable
from artstudio.vectorize.methods import inkscape
from tests.unit.vectorize.bitmaps import VARIED, disc_and_hole, encoded, of, picture_of

RING = encoded(disc_and_hole())
needs_inkscape = pytest.mark.skipif(
    shutil.which("inkscape") is None and "CI" not in os.environ, reason="inkscape is not installed"
)


def traced(data: bytes, **options: object) -> TraceResult:
    return trace_picture(data, "inkscape", **options)


def picture(name: str) -> bytes:
    return encoded(picture_of(VARIED[name]))


def agreed(result: TraceResult) -> float:
    assert result.ink is not None
    return agreement(result.drawing, result.ink, result.mm_per_px)


@needs_inkscape
@pytest.mark.parametrize("name", ["ring", "rosette", "text", "stairs"])
def test_a_drawing_agrees_with_the_ink_it_was_traced_from(name: str) -> None:
    result = traced(picture(name))
    assert agreed(result) > 0.95
    assert Drawing.from_svg(result.svg).to_svg() == result.svg


@needs_inkscape
def test_a_drawing_has_the_size_asked_for_and_the_art_in_the_middle() -> None:
    facts = traced(RING, width_mm=300, height_mm=300).measurements
    assert (facts.width_mm, facts.height_mm) == (300, 300)
    assert facts.bounds == pytest.approx((50, 100, 151, 201), abs=1)
    assert facts.area_mm2 == pytest.approx(np.count_nonzero(of(disc_and_hole())), rel=0.01)


@needs_inkscape
def test_what_was_done_is_told_in_json() -> None:
    result = traced(RING, width_mm=300, threshold=90, min_speck_mm=3, curve_tolerance_mm=0.7)
    assert result.tracer == {"backend": "inkscape", "version": inkscape.version()}
    assert result.tracer["version"][0].isdigit()
    used = json.loads(json.dumps(result.options))["used"]
    assert used["tolerance_px"] == 0.7
    assert (used["speck_px"], used["threshold"], used["inverted"]) == (9, 90, False)
    assert result.warnings == ()


@needs_inkscape
def test_the_tolerance_is_inkscapes_to_keep() -> None:
    fine, normal, smooth = (
        traced(picture("rosette"), detail=detail) for detail in ("fine", "normal", "smooth")
    )
    assert fine.measurements.nodes > normal.measurements.nodes > smooth.measurements.nodes
    assert agreed(fine) > agreed(normal) > agreed(smooth)
    own = traced(picture("rosette"), detail="fine", curve_tolerance_mm=0.5 * normal.mm_per_px)
    assert own.svg == normal.svg


@needs_inkscape
def test_light_ink_and_specks_mean_what_they_always_mean() -> None:
    ink = np.zeros((80, 120), dtype=bool)
    ink[10:40, 10:40] = True
    ink[60:63, 60:63] = True
    data = encoded(picture_of(~ink))
    assert traced(data).measurements.subpaths == 2
    assert traced(data, width_mm=120, min_speck_mm=3).measurements.subpaths == 1
    # The dark border, the light square in it and the light speck.
    assert traced(data, invert=False).measurements.subpaths == 3


@needs_inkscape
def test_straight_lines_stay_lines() -> None:
    ink = np.zeros((80, 120), dtype=bool)
    ink[10:40, 10:60] = True
    result = traced(encoded(picture_of(ink)))
    kinds = result.drawing.layers[0].contours.kinds  # type: ignore[union-attr] # a filled layer
    assert np.count_nonzero(kinds == LINE) >= 4


@needs_inkscape
def test_options_that_inkscape_lacks_are_noted() -> None:
    result = traced(RING, corner_smoothness=0.5, turnpolicy="black")
    assert [note["code"] for note in result.warnings] == ["option_not_used"] * 2
    assert "corner_smoothness" in result.warnings[0]["message"]


@needs_inkscape
@pytest.mark.parametrize("level", [False, True])
def test_a_single_tone_gives_an_empty_drawing_and_a_warning(level: bool) -> None:
    result = traced(encoded(picture_of(np.full((30, 40), level))))
    assert result.measurements.nodes == 0
    assert [note["code"] for note in result.warnings] == ["empty_drawing"]


@needs_inkscape
def test_several_at_once_do_not_disturb_each_other() -> None:
    names = ["ring", "rosette", "stairs", "ring"]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda name: traced(picture(name)).svg, names))
    assert together == [traced(picture(name)).svg for name in names]


@needs_inkscape
def test_the_users_own_profile_is_neither_read_nor_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = traced(RING).svg
    profile = tmp_path / ".config" / "inkscape"
    profile.mkdir(parents=True)
    (profile / "preferences.xml").write_text(
        '<inkscape version="1"><group id="options">'
        '<group id="simplifythreshold" value="0.1"/></group></inkscape>'
    )
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.setenv("INKSCAPE_PROFILE_DIR", str(profile))
    assert traced(RING).svg == usual
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a shell script on PATH that says it is Inkscape and does what is asked of it."""

    def put(work: str) -> None:
        script = tmp_path / "inkscape"
        script.write_text(
            f'#!/bin/sh\n[ "$1" = --version ] && echo "Inkscape 9.1 (x)" && exit\n{work}\n'
        )
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return put


def test_without_the_program_it_is_said_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TracerUnavailable, match="apt install inkscape") as caught:
        traced(RING)
    assert (caught.value.code, caught.value.kind.name) == ("tracer_unavailable", "UNAVAILABLE")


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ("echo no good >&2; exit 3", "no good"),
        ("kill -SEGV $$", "exit status -11"),
        ("exit 0", "exit status 0"),
        ("echo '<svg/>' > fitted.svg", "something else"),
        ("echo '<svg><path d=\"M0 0 1 1 2\"/></svg>' > fitted.svg", "something else"),
        ("echo '<svg><path d=\"M0 0 1 1 2 9\"/></svg>' > fitted.svg", "something else"),
        ("head -c 300000000 /dev/zero > fitted.svg", "Inkscape failed"),
    ],
)
def test_a_program_that_fails_is_a_clear_error(
    program: Callable[[str], None], work: str, words: str
) -> None:
    program(work)
    with pytest.raises(TraceFailed, match=words):
        traced(RING)


def test_a_program_that_hangs_is_ended(
    program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        inkscape, "LIMITS", Limits(time_s=1, memory_bytes=1024**3, file_bytes=10_000)
    )
    program("sleep 60")
    with pytest.raises(TraceFailed, match="longer than 1 seconds"):
        traced(RING)


def test_a_program_that_is_something_else_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "inkscape"
    script.write_text("#!/bin/sh\necho hello\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TracerUnavailable, match="does not tell its version"):
        traced(RING)
