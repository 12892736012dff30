"""The styles are shown by drawings that the pattern engine makes today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from artstudio.management.commands import draw_styles
from artstudio.paths import RESOURCES
from artstudio.services.requests.style_pictures import (
    STYLES,
    style_filename,
    style_picture,
)

STATIC = RESOURCES / "static"


@pytest.mark.parametrize("style", STYLES)
def test_the_kept_picture_is_what_the_engine_draws(style: str) -> None:
    kept = STATIC / "img" / "styles" / style_filename(style)
    assert kept.read_bytes() == style_picture(style), "run manage.py draw_styles"


@pytest.mark.parametrize("style", STYLES)
def test_a_picture_is_light(style: str) -> None:
    assert len(style_picture(style)) < 6_000


def test_there_is_a_picture_and_a_rule_for_every_style_and_no_other() -> None:
    files = {file.name for file in (STATIC / "img" / "styles").iterdir()}
    shown = re.findall(r"img/styles/(.+?)\"", (STATIC / "css" / "motifs.css").read_text())
    assert files == set(shown) == {style_filename(style) for style in STYLES}


def test_the_command_draws_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_styles, "RESOURCES", tmp_path)
    call_command("draw_styles", verbosity=0)
    drawn = {file.name for file in (tmp_path / "static" / "img" / "styles").iterdir()}
    assert drawn == {style_filename(style) for style in STYLES}
