"""SVG with a record, and SVG as cutting programs want it, read by other parsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from artstudio.geometry.drawing import Drawing, Layer
from artstudio.svg.export.metadata import Record
from artstudio.svg.export.presets import Preset, Role
from artstudio.svg.export.svg import svg
from artstudio.svg.render import render_png
from tests.unit.svg.export.drawings import circle, mixed, rosette, tones, two_colours

RECORD = Record(
    title="Rosette <for> a guitar",
    prompt='A "rosette" & rings; größer, 花, \x0b and ]]> too',
    drawing_sha256="a" * 64,
    source_sha256="b" * 64,
    provenance_sha256="c" * 64,
    variant_id="var_1",
    provider="stub",
    made_with=("Art Studio 0.1.0", "potrace 1.16"),
    started_at="2026-01-02T03:04:05+00:00",
    ended_at="2026-01-02T03:04:06+00:00",
)
NAMES = {
    "svg": "http://www.w3.org/2000/svg",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "inkscape": "http://www.inkscape.org/namespaces/inkscape",
}
RESOURCE = f"{{{NAMES['rdf']}}}resource"
LASERS = (Preset.LIGHTBURN, Preset.GLOWFORGE, Preset.INKSCAPE)


def parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)


def paths(root: ET.Element) -> list[ET.Element]:
    return list(root.iter(f"{{{NAMES['svg']}}}path"))


def geometry(data: bytes) -> tuple[dict[str, str], list[str]]:
    """Return the sheet and the text of every path."""
    root = parsed(data)
    return dict(root.attrib), [path.attrib["d"] for path in paths(root)]


@pytest.mark.parametrize("make", [rosette, tones, mixed])
def test_the_plain_form_is_the_drawing_byte_for_byte(make: Callable[[], Drawing]) -> None:
    assert svg(make()) == make().to_svg()


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize("record", [None, RECORD])
def test_paths_keep_their_names_and_no_id_is_used_twice(
    preset: Preset, record: Record | None
) -> None:
    named = Drawing(60, 40, (*tones().layers, Layer(circle(5, 5, 2), name="view")))
    root = parsed(svg(named, preset=preset, record=record))
    assert [path.get("id") for path in paths(root)] == ["tone-0", "tone-1", "tone-2", "view"]
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    assert len(set(ids)) == len(ids)


def test_a_record_says_what_the_drawing_is_and_comes_from() -> None:
    root = parsed(svg(rosette(), record=RECORD))
    assert root.findtext("svg:title", namespaces=NAMES) == RECORD.title
    entity = root.find(".//prov:Entity", NAMES)
    assert entity is not None
    assert entity.findtext("dc:title", namespaces=NAMES) == RECORD.title
    assert entity.findtext("dc:description", namespaces=NAMES) == RECORD.prompt.replace(
        "\x0b", "\ufffd"
    )
    assert entity.findtext("dc:identifier", namespaces=NAMES) == f"sha256:{'a' * 64}"
    origin = entity.find("prov:wasDerivedFrom", NAMES)
    made = entity.find("prov:wasGeneratedBy", NAMES)
    activity = root.find(".//prov:Activity", NAMES)
    assert origin is not None
    assert made is not None
    assert activity is not None
    assert origin.attrib[RESOURCE] == f"urn:sha256:{'b' * 64}"
    assert made.attrib[RESOURCE] == activity.attrib[f"{{{NAMES['rdf']}}}about"]
    agents = [a.text for a in activity.findall(".//prov:SoftwareAgent/dc:title", NAMES)]
    assert agents == list(RECORD.made_with)


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("record", [None, RECORD])
def test_the_geometry_never_changes(preset: Preset, role: Role, record: Record | None) -> None:
    for drawing in (rosette(), two_colours(), mixed()):
        sheet, lines = geometry(svg(drawing, preset=preset, role=role, record=record))
        assert (sheet, sorted(lines)) == (
            geometry(drawing.to_svg())[0],
            sorted(geometry(drawing.to_svg())[1]),
        )


def test_a_record_shows_nothing() -> None:
    for drawing in (rosette(), mixed()):
        with_record = render_png(svg(drawing, record=RECORD), width_px=400)
        assert with_record == render_png(drawing.to_svg(), width_px=400)


@pytest.mark.parametrize("preset", LASERS)
@pytest.mark.parametrize(("role", "colour"), [(Role.CUT, "#ff0000"), (Role.SCORE, "#0000ff")])
def test_lines_have_a_stroke_of_their_colour_and_no_fill(
    preset: Preset, role: Role, colour: str
) -> None:
    for path in paths(parsed(svg(two_colours(), preset=preset, role=role))):
        assert path.attrib["fill"] == "none"
        assert path.attrib["stroke"] == colour


@pytest.mark.parametrize("preset", LASERS)
def test_engravings_are_black_areas_without_a_stroke(preset: Preset) -> None:
    for path in paths(parsed(svg(two_colours(), preset=preset, role=Role.ENGRAVE))):
        assert path.attrib["fill"] == "#000000"
        assert path.attrib["fill-rule"] == "evenodd"
        assert "stroke" not in path.attrib


@pytest.mark.parametrize("preset", [Preset.LIGHTBURN, Preset.GLOWFORGE])
def test_a_line_is_a_hundredth_of_a_millimetre_wide(preset: Preset) -> None:
    (path,) = paths(parsed(svg(rosette(), preset=preset, role=Role.CUT)))
    assert path.attrib["stroke-width"] == "0.01"
    assert not re.search(rb"inkscape|style", svg(rosette(), preset=preset, role=Role.CUT))


def test_inkscape_gets_a_layer_and_a_hairline_of_its_own() -> None:
    root = parsed(svg(two_colours(), preset=Preset.INKSCAPE, role=Role.CUT))
    (layer,) = root.findall("svg:g", NAMES)
    assert layer.attrib[f"{{{NAMES['inkscape']}}}groupmode"] == "layer"
    assert layer.attrib[f"{{{NAMES['inkscape']}}}label"] == "cut"
    assert len(paths(layer)) == 2
    for path in paths(layer):
        assert "-inkscape-stroke:hairline" in path.attrib["style"]


def test_colours_that_take_turns_are_one_layer_each() -> None:
    root = parsed(svg(mixed(), preset=Preset.INKSCAPE))
    label = f"{{{NAMES['inkscape']}}}label"
    layers = {g.attrib[label]: paths(g) for g in root.findall("svg:g", NAMES)}
    assert {name: len(found) for name, found in layers.items()} == {
        "cut": 2,
        "LINE_0000FF": 2,
        "LINE_00A050": 1,
    }


def test_engraved_strokes_keep_their_width_and_are_never_filled() -> None:
    for preset in LASERS:
        found = [p.attrib for p in paths(parsed(svg(mixed(), preset=preset, role=Role.ENGRAVE)))]
        strokes = [path for path in found if path["fill"] == "none"]
        assert [path["stroke-width"] for path in strokes] == ["0.5", "2", "3"]
        assert {path["stroke"] for path in strokes} == {"#000000"}
        assert strokes[2]["stroke-linecap"] == strokes[2]["stroke-linejoin"] == "round"


def test_an_empty_sheet_stays_well_formed() -> None:
    for preset in Preset:
        assert not paths(parsed(svg(Drawing(10, 10, ()), preset=preset, role=Role.CUT)))
