"""The sanitiser under atheris, which wants a process of its own; test_anything starts it."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["artstudio.svg.sanitizer", "tinycss2"]):
    from artstudio.svg.sanitizer.sanitize import SvgRefused, sanitize

from tests.unit.svg.sanitizer.checker import check


def hold(data: bytes) -> None:
    """Crash unless `data` is refused in our words, or comes out harmless and stays as it is."""
    try:
        clean = sanitize(data)
    except SvgRefused:
        return
    check(clean.svg)
    assert sanitize(clean.svg).svg == clean.svg


if __name__ == "__main__":
    atheris.Setup(sys.argv, hold)
    atheris.Fuzz()
