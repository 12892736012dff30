"""Templates name only static files that are there: a hashed file that is missing is a 500."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
_STATIC = re.compile(r"""{%\s*static\s+['"]([^'"]+)['"]""")


def test_every_static_file_that_a_template_names_is_there() -> None:
    named = {
        (str(template.relative_to(ROOT)), name)
        for template in sorted((ROOT / "templates").rglob("*.html"))
        for name in _STATIC.findall(template.read_text())
    }
    assert named
    assert {(page, name) for page, name in named if finders.find(name) is None} == set()


def test_a_page_that_names_no_icon_gets_the_studios(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"] == "/static/img/favicon.svg"


def test_templates_hold_no_inline_script_style_or_handler() -> None:
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
    )
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert [str(page) for page in templates if inline.search(page.read_text())] == []
