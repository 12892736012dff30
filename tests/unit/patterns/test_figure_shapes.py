"""Plain figures: each is what it is called and counts what was asked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import affinity

from tests.unit.patterns.figure_prompts import ink, polar_of, polygons
from tests.unit.patterns.geometry import flattened
from tests.unit.patterns.prompts import composed, contours_of


class TestCounts:
    @pytest.mark.parametrize("sides", [3, 5, 6, 7, 12])
    def test_a_polygon_has_equal_sides(self, sides: int) -> None:
        (shape,) = polygons(composed(f"{sides}-sided polygon 80 mm"))
        corners = np.array(shape.exterior.coords)
        lengths = np.hypot(*np.diff(corners, axis=0).T)
        assert len(lengths) == sides
        assert lengths == pytest.approx(lengths.mean(), abs=0.004)

    @pytest.mark.parametrize("points", [3, 4, 5, 6, 7, 8, 12, 16])
    def test_a_star_has_as_many_tips(self, points: int) -> None:
        (shape,) = polygons(composed(f"{points}-pointed star"))
        hull: Any = shape.convex_hull
        assert len(hull.exterior.coords) - 1 == points
        assert len(shape.exterior.coords) - 1 == 2 * points

    def test_five_points_are_the_pentagram(self) -> None:
        (shape,) = polygons(composed("star"))
        star = np.array(shape.exterior.coords)[:-1]
        # Two tips and the two corners between them lie on one line.
        around: Any = shape.convex_hull
        hull = np.array(around.exterior.coords)[:-1]
        assert len(hull) == 5
        side = max(np.hypot(*(a - b)) for a in hull for b in hull)
        touching = [
            sum(abs((b - a)[0] * (c - a)[1] - (b - a)[1] * (c - a)[0]) / side < 0.01 for c in star)
            for a in hull
            for b in hull
            if np.hypot(*(a - b)) == pytest.approx(side, abs=0.01)
        ]
        assert touching
        assert set(touching) == {4}

    @pytest.mark.parametrize("teeth", [5, 8, 12, 17, 18, 24, 60, 120])
    def test_a_gear_has_as_many_teeth(self, teeth: int) -> None:
        pattern = composed(f"gear with {teeth} teeth", width_mm=200)
        outline = polygons(pattern)[0]
        radii, _ = polar_of(pattern)
        middle = (radii.max() + radii.min()) / 2
        circle = shapely.Point(100, 100).buffer(middle, quad_segs=4096).exterior
        assert len(shapely.get_parts(circle.intersection(outline))) in {teeth, teeth + 1}
        assert len(shapely.get_parts(outline.difference(shapely.Polygon(circle)))) == teeth
        assert radii.max() == pytest.approx(100, abs=0.001)

    def test_the_flanks_of_a_gear_are_involutes(self) -> None:
        """Every point of a flank is the unrolled length of the base circle away from it."""
        pattern = composed("gear with 24 teeth", width_mm=104)
        ring = flattened(contours_of(pattern), 8)[0] - 52
        radii = np.hypot(*ring.T)
        base = 48 * math.cos(math.radians(20))
        flank = [i for i in range(len(ring) - 1) if base + 0.5 < radii[i] < 51.5 and i]
        checked = 0
        for i in flank:
            step = ring[i + 1] - ring[i - 1]
            if abs(radii[i + 1] - radii[i - 1]) < 0.1:
                continue
            normal = np.array((-step[1], step[0])) / np.hypot(*step)
            # The normal of an involute touches its base circle.
            distance = abs(ring[i][0] * normal[1] - ring[i][1] * normal[0])
            checked += abs(distance - base) < 0.35
        assert checked > 24 * 2 * 8

    @pytest.mark.parametrize("turns", [2, 3, 5, 12])
    def test_a_spiral_has_as_many_turns(self, turns: int) -> None:
        pattern = composed(f"spiral with {turns} turns")
        p = pattern.parameters
        (band,) = polygons(pattern)
        x, y = contours_of(pattern).points[0, 2]
        # The band's area is its length times its width: a mean radius for each turn.
        radius = max(pattern.drawing.width_mm, pattern.drawing.height_mm) / 2
        assert band.area / p.line_mm == pytest.approx(math.pi * radius * turns, rel=0.2)
        assert x >= 0
        assert y >= 0
        eroded = band.buffer(-p.line_mm / 2 * 0.97)
        assert eroded.geom_type == "Polygon"

    @pytest.mark.parametrize("rays", [7, 16, 40])
    def test_a_sunburst_has_as_many_rays(self, rays: int) -> None:
        shapes = polygons(composed(f"sunburst with {rays} rays"))
        assert len(shapes) == rays + 1

    @pytest.mark.parametrize("arms", [4, 5, 6, 8, 12])
    def test_a_snowflake_repeats_as_often(self, arms: int) -> None:
        for seed in range(6):
            pattern = composed(f"{arms}-fold snowflake", seed, outer_diameter_mm=100)
            shape = ink(pattern)
            assert shape.geom_type == "Polygon"
            middle = shape.centroid
            turned = affinity.rotate(shape, 360 / arms, origin=middle)
            assert shape.symmetric_difference(turned, grid_size=1e-4).area < shape.area * 0.002

    @pytest.mark.parametrize(("columns", "rows"), [(8, 8), (3, 5), (10, 4)])
    def test_a_chequerboard_has_every_second_square(self, columns: int, rows: int) -> None:
        pattern = composed(f"{columns} by {rows} chequerboard")
        frame, hole, *squares = polygons(pattern)
        assert len(squares) == math.ceil(columns * rows / 2)
        assert frame.contains(hole)
        apart = [a.distance(b) for i, a in enumerate(squares) for b in squares[:i]]
        assert min(apart) >= 0.3

    def test_grids_have_as_many_cells(self) -> None:
        assert len(polygons(composed("dot grid 7x5"))) == 35
        assert len(polygons(composed("12 x 10 dots"))) == 120
        _, *cells = polygons(composed("hexagon grid 6 by 5"))
        largest = max(cell.area for cell in cells)
        assert sum(cell.area > largest * 0.99 for cell in cells) == 6 * 3 + 5 * 2
        assert len(cells) == 6 * 3 + (5 + 2) * 2

    def test_halftone_dots_shrink_from_the_middle_or_downwards(self) -> None:
        for prompt, middle in (("halftone", (0.5, 0.5)), ("linear halftone", (0.5, 0.0))):
            pattern = composed(prompt)
            width, height = pattern.drawing.width_mm, pattern.drawing.height_mm
            at = np.array((width * middle[0], height * middle[1]))
            dots = polygons(pattern)
            far = [
                abs(dot.centroid.y - at[1])
                if middle[1] == 0
                else np.hypot(dot.centroid.x - at[0], dot.centroid.y - at[1])
                for dot in dots
            ]
            areas = [dot.area for dot in dots]
            assert np.corrcoef(far, areas)[0, 1] < -0.8
            assert max(areas) > 20 * min(areas)


class TestPlates:
    @pytest.mark.parametrize("prompt", ["flower of life", "honeycomb", "snowflake", "yin yang"])
    def test_hang_together(self, prompt: str) -> None:
        parts = [part for part in shapely.get_parts(ink(composed(prompt))) if part.area > 0.01]
        # The dark eye of yin and yang is an island.
        assert len(parts) == (2 if prompt == "yin yang" else 1)

    def test_the_flower_of_life_is_bands_of_one_width_on_nineteen_circles(self) -> None:
        pattern = composed("flower of life", width_mm=120)
        p = pattern.parameters
        step = (60 - p.line_mm / 2) / 3
        middle = np.array((60, pattern.drawing.height_mm / 2))
        axes = ((step, 0.0), (step / 2, step * math.sqrt(0.75)))
        bands = []
        for a in range(-2, 3):
            for b in range(-2, 3):
                if abs(a + b) > 2:
                    continue
                centre = middle + np.array(axes[0]) * a + np.array(axes[1]) * b
                disc = shapely.Point(centre)
                outer, inner = step + p.line_mm / 2, step - p.line_mm / 2
                bands.append(
                    disc.buffer(outer, quad_segs=256).difference(disc.buffer(inner, quad_segs=256))
                )
        assert len(bands) == 19
        flower = shapely.union_all(bands)
        assert flower.symmetric_difference(ink(pattern, 64)).area < flower.area * 0.001


class TestTilings:
    def test_penrose_tiles_are_two_shapes_in_the_golden_ratio(self) -> None:
        for prompt in ("penrose tiling", "penrose kites and darts"):
            pattern = composed(f"dense {prompt}", width_mm=200)
            joint = pattern.parameters.gap_mm
            sizes = sorted(
                shape.buffer(joint / 2, join_style="mitre", mitre_limit=20).area
                for shape in polygons(pattern)
            )
            kinds = np.split(sizes, [int(np.argmax(np.diff(sizes))) + 1])
            assert all(np.ptp(kind) < kind.mean() * 0.01 for kind in kinds)
            golden = (1 + math.sqrt(5)) / 2
            assert kinds[1].mean() / kinds[0].mean() == pytest.approx(golden, rel=0.01)
            assert len(kinds[1]) / len(kinds[0]) == pytest.approx(golden, rel=0.15)

    def test_cairo_tiles_are_pentagons_of_one_size(self) -> None:
        shapes = polygons(composed("cairo tiling"))
        whole = [shape for shape in shapes if len(shape.exterior.coords) == 6]
        assert np.ptp([shape.area for shape in whole]) < 0.1
        assert len(whole) > len(shapes) / 2

    def test_fish_scales_are_a_gap_apart(self) -> None:
        pattern = composed("fish scale pattern")
        shapes = polygons(pattern, 64)
        tree = shapely.STRtree(shapes)
        first, second = tree.query(shapes, predicate="dwithin", distance=1.5)
        apart = [shapes[a].distance(shapes[b]) for a, b in zip(first, second, strict=True) if a < b]
        assert min(apart) == pytest.approx(pattern.parameters.gap_mm, abs=0.01)


class TestMazes:
    @pytest.mark.parametrize("prompt", ["maze", "12 x 8 maze", "1x5 maze", "dense maze"])
    def test_has_one_way_through(self, prompt: str) -> None:
        """The free ground is in one piece without a hole: between two places is one way."""
        for seed in range(4):
            pattern = composed(prompt, seed)
            sheet = shapely.box(0, 0, pattern.drawing.width_mm, pattern.drawing.height_mm)
            free = sheet.difference(ink(pattern))
            assert free.geom_type == "Polygon"
            assert len(free.interiors) == 0
            assert len(shapely.get_parts(ink(pattern))) == 2

    def test_every_cell_is_reached_in_one_way(self) -> None:
        pattern = composed("14 x 9 maze", 3)
        p, walls = pattern.parameters, ink(pattern)
        shapely.prepare(walls)
        px = (p.width_mm - p.line_mm) / 14
        py = (p.height_mm - p.line_mm) / 9

        def is_open(x: float, y: float) -> bool:
            return not walls.intersects(
                shapely.Point(p.line_mm / 2 + x * px, p.line_mm / 2 + y * py)
            )

        ways: dict[tuple[int, int], list[tuple[int, int]]] = {
            (i, j): [] for i in range(14) for j in range(9)
        }
        for i, j in list(ways):
            if i < 13 and is_open(i + 1, j + 0.5):
                ways[i, j].append((i + 1, j))
                ways[i + 1, j].append((i, j))
            if j < 8 and is_open(i + 0.5, j + 1):
                ways[i, j].append((i, j + 1))
                ways[i, j + 1].append((i, j))
        seen, front = {(0, 0)}, [(0, 0)]
        while front:
            front = [w for cell in front for w in ways[cell] if w not in seen and not seen.add(w)]  # type: ignore[func-returns-value]
        assert len(seen) == 14 * 9
        assert sum(map(len, ways.values())) // 2 == 14 * 9 - 1
        assert is_open(0.5, 0)
        assert is_open(13.5, 9)

    @pytest.mark.parametrize("prompt", ["round maze", "round maze with 10 rings"])
    def test_a_round_one_has_one_way_to_the_middle(self, prompt: str) -> None:
        for seed in range(3):
            pattern = composed(prompt, seed)
            disc = shapely.Point(50, 50).buffer(50.001, quad_segs=512)
            free = disc.difference(ink(pattern).buffer(0.02)).buffer(0)
            parts = [part for part in shapely.get_parts(free) if part.area > 0.5]
            assert len(parts) == 1
            assert parts[0].contains(shapely.Point(50, 50))
            assert len(parts[0].interiors) == 0
            assert parts[0].distance(shapely.Point(50 + 0.5, 0)) < 3

    def test_another_seed_is_another_maze(self) -> None:
        assert len({composed("maze", seed).drawing.to_svg() for seed in range(8)}) == 8
