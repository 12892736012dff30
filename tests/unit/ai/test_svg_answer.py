from __future__ import annotations

import json
import time
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artstudio.ai import is_truncated, svg_bytes_as_utf8, svg_from_text

NS = 'xmlns="http://www.w3.org/2000/svg"'
SVG = f'<svg {NS} viewBox="0 0 9 9"><path d="M1 1H8V8Z"/></svg>'


@pytest.mark.parametrize(
    "text",
    [
        SVG,
        f"\ufeff{SVG}",
        f"Here you are:\n\n```svg\n{SVG}\n```\nEnjoy!",
        f"```xml\n{SVG}\n```",
        f"```\n{SVG}",
        f'<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE svg>\n{SVG}',
        f"<think>Maybe <svg><rect/></svg>?</think>{SVG}",
        f"First try:\n<svg {NS}><rect/></svg>\nBetter:\n{SVG}",
        f"{SVG}\n\nThe <svg> element above ...",
        f"an end </svg> too many, {SVG}",
        json.dumps({"svg": SVG})[:-1],
        SVG.replace(f"{NS} ", ""),
    ],
)
def test_the_drawing_is_taken_out_of_whatever_is_around_it(text: str) -> None:
    found = svg_from_text(text)

    assert found is not None
    assert ET.canonicalize(found) == ET.canonicalize(SVG)


@pytest.mark.parametrize("text", ["", "A poem.", "&lt;svg&gt;", "<svgx></svgx>", "</svg>"])
def test_where_there_is_none_none_is_made_up(text: str) -> None:
    assert svg_from_text(text) is None


def test_a_drawing_inside_a_drawing_belongs_to_it() -> None:
    nested = f'<svg {NS}><svg x="1"/><svg><path d="M0 0Z"/></svg><g/></svg>'

    assert svg_from_text(f"{nested} done") == nested


@pytest.mark.parametrize("cut", [SVG[:-3], SVG[:30], "<svg "])
def test_a_drawing_that_breaks_off_is_returned_as_far_as_it_goes(cut: str) -> None:
    found = svg_from_text(f"Here:\n```svg\n{cut}")

    assert found is not None
    assert is_truncated(found)
    assert "</svg>" not in found
    assert not is_truncated(SVG)


def test_the_fence_after_a_drawing_that_breaks_off_is_no_part_of_it() -> None:
    assert svg_from_text(f"```svg\n<svg {NS}><path d='M1\n```\nSorry!") == f"<svg {NS}><path d='M1"


def test_stray_ampersands_are_escaped_and_right_ones_left() -> None:
    inside = "<desc>R&D &amp; &#38; &#x26; &lt;b> &nbsp; &</desc><style><![CDATA[a & b]]></style>"
    found = svg_from_text(f"<svg {NS}>{inside}</svg>")

    assert found is not None
    root = ET.fromstring(found)
    assert root[0].text == "R&D & & & <b> &nbsp; &"
    assert root[1].text == "a & b"


def test_a_namespace_is_declared_where_its_prefix_is_used() -> None:
    found = svg_from_text('<svg><use xlink:href="#a"/></svg>')

    assert found is not None
    assert ET.fromstring(found).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_prefixed_root_keeps_its_own_namespace() -> None:
    prefixed = '<svg:svg xmlns:svg="http://www.w3.org/2000/svg"><svg:path d="M0 0Z"/></svg:svg>'

    assert svg_from_text(prefixed) == prefixed


TITLED = f"<svg {NS}><title>Füllhorn größer</title></svg>"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("utf-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"),
        ("", "utf-32"),
        ("UTF-8", "utf-8"),
        ("windows-1252", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        # Somebody recoded the file and left the declaration.
        ("utf-16", "utf-8"),
    ],
)
def test_bytes_become_utf_8_whatever_they_were(declared: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}" standalone="no"?>\n' if declared else ""

    assert svg_bytes_as_utf8((head + TITLED).encode(encoding)).decode() == TITLED


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0' encoding='utf-7'?><svg>+ADw-script+AD4-</svg>",
        b"<?xml version='1.0' encoding='cp037'?><svg/>",
        b"<svg>\xff</svg>",
        b"\xff\xfe<",
    ],
)
def test_bytes_that_cannot_be_read_for_sure_are_left_as_they_are(data: bytes) -> None:
    assert svg_bytes_as_utf8(data) == data


@pytest.mark.parametrize(
    "part",
    ["<svg ", "<svg>", "</svg>", "<svg", "<!--", "<![CDATA[", "&", "<think>", "```", '=\\"', "</"],
)
def test_no_text_makes_it_slow(part: str) -> None:
    started = time.perf_counter()
    svg_from_text("<svg>" + part * 200_000)
    svg_bytes_as_utf8(part.encode() * 200_000)

    assert time.perf_counter() - started < 1.0


PIECES = st.sampled_from(
    [
        *("<svg", "<svg>", "</svg>", "<svg/>", "<svg:svg>", " xmlns='x'", "xlink:href"),
        *("&", "&amp;", "<!--", "-->", "<![CDATA[", "]]>", "```", "</think>"),
        *(">", "/>", '=\\"', "\\n", "ü", "\ufeff"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join))
def test_what_was_taken_out_stays_the_same_when_it_is_taken_out_again(text: str) -> None:
    found = svg_from_text(text)

    assert found is None or svg_from_text(found) == found


@given(st.binary(max_size=60) | st.text(max_size=30).map(lambda text: text.encode("utf-16")))
def test_bytes_as_utf_8_are_the_same_when_they_are_recoded_again(data: bytes) -> None:
    once = svg_bytes_as_utf8(data)

    assert once == data or svg_bytes_as_utf8(once) == once
