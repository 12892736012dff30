"""Three backends to potrace that give one drawing."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.measure import measure
from artstudio.svg.render import render_png
from artstudio.vectorize import errors, get_tracer, tracers
from artstudio.vectorize.decode import decode
from artstudio.vectorize.limits import boundary_pixels
from artstudio.vectorize.tracers import TracerSettings, libpotrace, pypotrace
from tests.rounds import rounds
from tests.unit.vectorize.backends import (
    EVERY_BACKEND,
    needs_native,
    needs_reference,
)
from tests.unit.vectorize.bitmaps import VARIED, Bitmap, of

SETTINGS = [
    TracerSettings(),
    TracerSettings(turdsize=0, turnpolicy="black", alphamax=0.0, opttolerance=0),
    TracerSettings(turdsize=20, turnpolicy="majority", alphamax=1.334, opttolerance=1.0),
]
bitmaps = arrays(np.bool_, st.tuples(st.integers(1, 24), st.integers(1, 80)))


# A pixel of CSS. 24 of them are 6.35 mm, so a renderer has nothing to round.
MM_PER_PX = 25.4 / 96


def drawing(contours: Contours, bitmap: Bitmap) -> Drawing:
    height, width = bitmap.shape
    layer = Layer(contours.scaled(MM_PER_PX))
    return Drawing(width * MM_PER_PX, height * MM_PER_PX, (layer,))


def svg(backend: str, bitmap: Bitmap, chosen: TracerSettings) -> bytes:
    return drawing(get_tracer(backend).trace(bitmap, chosen), bitmap).to_svg()


def overlap(contours: Contours, bitmap: Bitmap) -> float:
    """Return the intersection over union of the rendered drawing and the bitmap."""
    drawn = rendered(contours, bitmap)
    return float((drawn & bitmap).sum() / (drawn | bitmap).sum())


def rendered(contours: Contours, bitmap: Bitmap) -> Bitmap:
    return of(decode(render_png(drawing(contours, bitmap).to_svg(), width_px=bitmap.shape[1])).grey)


def padded(bitmap: Bitmap) -> Bitmap:
    """Return the bitmap with white on its right and below, up to a multiple of 24 pixels."""
    height, width = bitmap.shape
    return np.pad(bitmap, ((0, -height % 24), (0, -width % 24)))


@needs_native
@needs_reference
@pytest.mark.parametrize("chosen", SETTINGS, ids=["default", "polygons", "smooth"])
@pytest.mark.parametrize("name", VARIED)
def test_ctypes_and_pypotrace_give_the_same_bytes(name: str, chosen: TracerSettings) -> None:
    assert svg("ctypes", VARIED[name], chosen) == svg("pypotrace", VARIED[name], chosen)


@needs_native
@needs_reference
@given(bitmaps, st.sampled_from(SETTINGS))
def test_ctypes_and_pypotrace_agree_on_any_bitmap(bitmap: Bitmap, chosen: TracerSettings) -> None:
    assert svg("ctypes", bitmap, chosen) == svg("pypotrace", bitmap, chosen)


@pytest.mark.parametrize("backend", EVERY_BACKEND)
@pytest.mark.parametrize("name", ["ring", "rosette", "text"])
def test_a_drawing_covers_the_ink(backend: str, name: str) -> None:
    bitmap = padded(VARIED[name])
    contours = get_tracer(backend).trace(bitmap, TracerSettings())
    # Shapes of a few pixels are smoothed away in part; the ring is large.
    assert overlap(contours, bitmap) > {"ring": 0.98, "rosette": 0.8, "text": 0.6}[name]


@needs_native
@pytest.mark.parametrize("name", ["ring", "rosette"])
def test_potracer_draws_the_same_shapes(name: str) -> None:
    bitmap = padded(VARIED[name])
    native_ink = rendered(get_tracer("ctypes").trace(bitmap, TracerSettings()), bitmap)
    assert overlap(get_tracer("potracer").trace(bitmap, TracerSettings()), native_ink) > 0.98


@given(bitmaps)
@settings(max_examples=rounds(20))
def test_potracer_never_crashes_and_closes_its_rings(bitmap: Bitmap) -> None:
    contours = get_tracer("potracer").trace(bitmap, TracerSettings())
    assert np.isfinite(contours.points).all()
    assert drawing(contours, bitmap).to_svg().endswith(b"</svg>\n")


@needs_native
@given(bitmaps, st.sampled_from(SETTINGS))
def test_rings_are_whole_and_lie_on_the_bitmap(bitmap: Bitmap, chosen: TracerSettings) -> None:
    contours = get_tracer("ctypes").trace(bitmap, chosen)
    height, width = bitmap.shape
    assert contours.offsets[0] == 0
    assert contours.offsets[-1] == contours.nodes == len(contours.points)
    assert (np.diff(contours.offsets) >= 2).all()
    if contours.nodes:
        ends = contours.points[:, 2]
        # A node lies within half a pixel of the pixels' corners it stands for.
        assert (ends.min(axis=0) >= -0.5).all()
        assert (ends.max(axis=0) <= [width + 0.5, height + 0.5]).all()


@needs_native
@given(bitmaps)
def test_the_direction_of_rings_tells_holes_from_outlines(bitmap: Bitmap) -> None:
    """The area by direction is the area of the ink, to what smoothing takes or adds."""
    chosen = TracerSettings(turdsize=0, alphamax=0.0, opttolerance=0)
    contours = get_tracer("ctypes").trace(bitmap, chosen)
    area = measure(drawing(contours, bitmap), oriented=True).area_mm2 / MM_PER_PX**2
    # A polygon strays from the pixels by less than half a pixel along their edges.
    assert abs(area - bitmap.sum()) <= boundary_pixels(bitmap) / 2 + 1


@needs_native
def test_row_0_is_at_the_top() -> None:
    bitmap = np.zeros((40, 40), dtype=bool)
    bitmap[2:8, 30:38] = True
    low_y = get_tracer("ctypes").trace(bitmap, TracerSettings()).points[:, :, 1]
    assert low_y.max() < 9


@pytest.mark.parametrize("backend", EVERY_BACKEND)
def test_no_ink_gives_no_contours(backend: str) -> None:
    contours = get_tracer(backend).trace(np.zeros((5, 70), dtype=bool), TracerSettings())
    assert (len(contours), contours.nodes, contours.offsets.tolist()) == (0, 0, [0])


@needs_native
def test_auto_takes_libpotrace_where_it_is() -> None:
    assert get_tracer().name == "ctypes"
    assert get_tracer().version.startswith("potracelib 1.")


def test_auto_takes_the_next_door_when_one_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed() -> libpotrace.LibpotraceTracer:
        raise errors.TracerUnavailable

    monkeypatch.setitem(tracers.BACKENDS, "ctypes", closed)
    monkeypatch.setitem(tracers.BACKENDS, "pypotrace", closed)
    forget()
    try:
        assert get_tracer("auto").name == "potracer"
    finally:
        forget()


def test_a_missing_library_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libpotrace, "_places", lambda: iter(["/nowhere/libpotrace.so.0"]))
    with pytest.raises(errors.TracerUnavailable, match="apt-get install libpotrace0") as caught:
        libpotrace.LibpotraceTracer()
    assert caught.value.code == "tracer_unavailable"


def test_a_library_unpacked_by_set_up_is_among_the_places(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    folder = tmp_path / "libpotrace0/usr/lib/any-linux-gnu"  # type: ignore[operator]
    folder.mkdir(parents=True)
    (folder / "libpotrace.so.0").touch()
    monkeypatch.setattr(libpotrace, "TOOLS", tmp_path)
    assert str(folder / "libpotrace.so.0") in list(libpotrace._places())


def test_a_missing_pypotrace_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(pypotrace, "FOLDER", tmp_path)
    pypotrace._load.cache_clear()
    try:
        with pytest.raises(errors.TracerUnavailable, match=r"uv pip install .*pypotrace==0\.3"):
            pypotrace.PypotraceTracer()
    finally:
        pypotrace._load.cache_clear()


@needs_reference
def test_pypotrace_leaves_potracer_its_name() -> None:
    get_tracer("pypotrace")
    pure = get_tracer("potracer")._potrace  # type: ignore[attr-defined]
    assert "site-packages" in pure.__file__
    assert sys.modules["potrace"] is pure
    assert not {"potrace._potrace", "potrace.bezier", "potrace.agg"} & set(sys.modules)


class Mirrored(libpotrace.LibpotraceTracer):
    """A tracer whose rows run the wrong way."""

    def trace(self, bitmap: Bitmap, chosen: TracerSettings) -> Contours:
        return super().trace(bitmap[::-1], chosen)


@needs_native
def test_a_tracer_that_fails_its_self_test_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tracers.BACKENDS, "ctypes", Mirrored)
    forget()
    try:
        with pytest.raises(errors.TracerUnavailable, match="self-test"):
            get_tracer("ctypes")
        assert get_tracer("auto").name != "ctypes"
    finally:
        forget()


def test_an_unknown_door_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(errors.TracerUnavailable, match="auto, ctypes, pypotrace, potracer"):
        get_tracer("autotrace")


def forget() -> None:
    tracers._first.cache_clear()
    tracers._opened.cache_clear()
