"""Whatever bytes come, they are refused in our words or come out harmless, and quickly."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import tinycss2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artstudio.svg.sanitizer.declarations import StyleReader
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.paint import colour, paint
from artstudio.svg.sanitizer.sanitize import SvgRefused, sanitize
from artstudio.svg.sanitizer.vocabulary import ATTRIBUTES, PRESENTATION
from tests.rounds import rounds
from tests.unit.svg.sanitizer.checker import ATTRIBUTES as CHECKED_ATTRIBUTES
from tests.unit.svg.sanitizer.checker import ELEMENTS as CHECKED_ELEMENTS
from tests.unit.svg.sanitizer.checker import check
from tests.unit.svg.sanitizer.hostile import CLEANED, REFUSED

ROOT = Path(__file__).parents[4]
BENIGN = sorted((Path(__file__).parent / "benign").glob("*.svg"))
CORPUS = [
    data
    for data in (
        *(file.read_bytes() for file in BENIGN),
        *CLEANED.values(),
        *(data for data, _ in REFUSED.values()),
    )
    if len(data) < 3000
]
QUICK = settings(
    max_examples=rounds(30),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


def hold(data: bytes) -> None:
    """Fail unless `data` is refused in our words, or comes out harmless and stays as it is."""
    try:
        clean = sanitize(data)
    except SvgRefused:
        return
    check(clean.svg)
    assert sanitize(clean.svg).svg == clean.svg


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a drawing of the corpus with pieces of it, or of another, put in wrong places."""
    data = draw(st.sampled_from(CORPUS))
    for _ in range(draw(st.integers(1, 4))):
        other = draw(st.sampled_from([data, draw(st.sampled_from(CORPUS))]))
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        from_, to = sorted(draw(st.tuples(*[st.integers(0, len(other))] * 2)))
        piece = draw(st.sampled_from([b"", other[from_:to], draw(st.binary(max_size=8))]))
        data = data[:start] + piece + data[min(end, start + 20) :]
    return data


TAGS = st.sampled_from(
    [*CHECKED_ELEMENTS.split(), "script", "image", "a", "switch", "mask", "style"]
)
NAMES = st.sampled_from(
    [*CHECKED_ATTRIBUTES.split(), "onload", "style", "class", "xlink:href", "mask"]
)
IDS = st.sampled_from("abcd")
WORDS = (
    "red none inherit 0,0,9,9 M0,0h9 1,2,3 scale(2) 1e999 NaN 50% javascript:hit() "
    "fill:url(#a)!important;x:y \\ url(data:x#a) &#10; 9mm evenodd"
)
VALUES = st.one_of(
    st.sampled_from(WORDS.split()),
    IDS,
    IDS.map("#{}".format),
    IDS.map("url(#{})".format),
    st.floats().map(str),
    st.text(alphabet="0123456789.eE+-,% #()MLCazurl:;/*\\'", max_size=12),
)
STYLES = st.text(alphabet=".#*ab{};:,filstroke url()@!/\\'\n-", max_size=60)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    """Return an element of any kind with any attributes."""
    tag = draw(TAGS)
    attributes = draw(st.dictionaries(NAMES, VALUES, max_size=5))
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    if tag == "style":
        return f"<style>{draw(STYLES)}</style>"
    inside = draw(st.lists(elements(depth - 1), max_size=3)) if depth else ["text"]
    return f"<{tag} {written}>{''.join(inside)}</{tag}>"


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=99).map(lambda text: f"<svg>{text}</svg>".encode()),
    )
)
@QUICK
def test_any_bytes(data: bytes) -> None:
    hold(data)


@given(damaged())
@QUICK
def test_any_damaged_drawing(data: bytes) -> None:
    hold(data)


@given(st.lists(elements(), max_size=6))
@settings(QUICK, max_examples=rounds(20))
def test_any_tree(parts: list[str]) -> None:
    hold(f'<svg xmlns:xlink="http://www.w3.org/1999/xlink">{"".join(parts)}</svg>'.encode())


@given(
    st.lists(
        st.tuples(IDS, st.sampled_from(["use", "g", "clipPath"]), st.lists(IDS, max_size=3)),
        max_size=4,
    )
)
@QUICK
def test_any_graph_of_references(nodes: list[tuple[str, str, list[str]]]) -> None:
    parts = [
        f'<{tag} id="{name}" href="#{"".join(to[:1])}">'
        + "".join(f'<use href="#{target}"/><path clip-path="url(#{target})"/>' for target in to)
        + f"</{tag}>"
        for name, tag, to in nodes
    ]
    hold(f"<svg>{''.join(parts)}</svg>".encode())


@given(st.text(alphabet="0123456789.,%/+- degratunhslwboc()#ABCFfurl'\"", max_size=40))
@QUICK
def test_any_colour(text: str) -> None:
    for read in (colour, paint):
        kept = read(text)
        assert kept is None or read(kept) == kept
    for function in ("rgb", "hsla", "hwb"):
        assert re.fullmatch(r"rgba?\([\d., e-]+\)|None", str(colour(f"{function}({text})")))


@given(st.text(max_size=40))
@QUICK
def test_every_reader_takes_what_it_gave(text: str) -> None:
    for readers in (PRESENTATION, *ATTRIBUTES.values()):
        for name, read in readers.items():
            kept = read(text)
            assert kept is None or read(kept) == kept, name


@given(st.text(alphabet="fill:red; stroke#()'\"%,.-0a\n!/*\\", max_size=40))
@settings(QUICK, max_examples=rounds(80))
def test_plain_style_is_split_as_a_css_parser_does(text: str) -> None:
    reader = StyleReader(SanitizerWarnings())
    assert reader.of_text(text) == reader.of_nodes(tinycss2.parse_blocks_contents(text))


@pytest.mark.slow
def test_atheris_finds_nothing_that_gets_through(tmp_path: Path) -> None:
    pytest.importorskip("atheris")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, data in enumerate(CORPUS):
        (corpus / f"{number}.svg").write_bytes(data)
    seconds = rounds(2, nightly=60)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.unit.svg.sanitizer.atheris_target", str(corpus)),
            *(
                f"-max_total_time={seconds}",
                "-max_len=4000",
                "-timeout=5",
                "-seed=4",
                "-rss_limit_mb=2000",
            ),
            f"-artifact_prefix={tmp_path}/",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60 + seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    runs = re.search(r"Done (\d+) runs", done.stderr)
    assert runs
    assert int(runs[1]) > len(CORPUS)
