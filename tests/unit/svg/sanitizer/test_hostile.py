"""No hostile drawing comes through: it is refused in clear words, or only its shapes are left."""

from __future__ import annotations

import time

import pytest

from artstudio.svg.sanitizer.sanitize import SvgRefused, SvgTooLarge, sanitize
from rmos_runs.errors import DomainError, Kind
from tests.unit.svg.sanitizer.checker import check
from tests.unit.svg.sanitizer.hostile import CLEANED, QUIET, REFUSED, RUNNING
from tests.unit.svg.sanitizer.hostile.parts import SHAPE

#: No hostile file may keep a processor busy; the slowest takes about a quarter of a second.
PATIENCE_S = 3


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    data, words = REFUSED[name]
    started = time.thread_time()
    with pytest.raises(SvgRefused) as caught:
        sanitize(data)
    assert time.thread_time() - started < PATIENCE_S
    assert words in caught.value.message
    assert caught.value.code in {"svg_refused", "svg_too_large"}
    # What the sender wrote is quoted in short.
    assert len(caught.value.message) < 400


@pytest.mark.parametrize("name", CLEANED)
def test_made_harmless(name: str) -> None:
    started = time.thread_time()
    clean = sanitize(CLEANED[name])
    assert time.thread_time() - started < PATIENCE_S
    check(clean.svg)
    assert b"evil" not in clean.svg.replace(b"&lt;", b"<")
    assert all(len(warning["message"]) < 1000 for warning in clean.warnings)
    assert sanitize(clean.svg).svg == clean.svg


@pytest.mark.parametrize("name", [name for name in CLEANED if SHAPE.encode() in CLEANED[name]])
def test_what_was_harmless_beside_it_is_still_there(name: str) -> None:
    shape = sanitize(CLEANED[name]).root.find("rect")
    assert shape is not None
    assert (shape.get("width"), shape.get("height")) == ("50", "50")
    assert shape.get("fill") in {"#123456", "red"}


def test_the_corpus_is_large() -> None:
    assert len(REFUSED) + len(CLEANED) >= 200
    assert not RUNNING.keys() & QUIET.keys()


def test_errors_are_domain_errors_of_two_kinds() -> None:
    assert issubclass(SvgRefused, DomainError)
    assert (SvgRefused.kind, SvgRefused.code) == (Kind.INVALID, "svg_refused")
    assert (SvgTooLarge.kind, SvgTooLarge.code) == (Kind.TOO_LARGE, "svg_too_large")


@pytest.mark.parametrize(
    "name", [name for name in REFUSED if name.startswith(("too ", "bomb", "six"))]
)
def test_what_is_too_much_says_so_by_its_code(name: str) -> None:
    with pytest.raises(SvgTooLarge):
        sanitize(REFUSED[name][0])
