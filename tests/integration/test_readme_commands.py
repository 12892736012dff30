"""Every curl in README and in the reference is run as it stands there, and answers as it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
#: In the order in which they are run: the last one asks for what the first one drew.
TEXT = README + "".join((ROOT / "docs" / name).read_text() for name in ("api.md", "storage.md"))
ADDRESS = "http://127.0.0.1:8000"
#: A command of a console block: the prompt's line and those that continue it.
_CURL = re.compile(r"^\$ (curl (?:.*\\\n)*.*(?:\n(?![$\{`]).*)*)", re.MULTILINE)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def curls() -> list[str]:
    """Return the commands in the order in which the documents have them."""
    return [found.strip() for found in _CURL.findall(TEXT)]


def run(command: str, live_server: LiveServer) -> Any:
    here = command.replace(ADDRESS, live_server.url)
    answered = subprocess.run(
        ["bash", "-c", here], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(answered.stdout)


def shown_answer(command: str) -> str:
    """Return what a document prints behind a command, up to the end of that block or the next."""
    rest = TEXT.partition(command)[2]
    start = rest.index("{", rest.index("\n"))
    return rest[start : rest.index("```", start)]


def test_the_documents_have_their_curls() -> None:
    assert len(curls()) >= 4


def test_every_curl_gives_what_its_document_says(live_server: LiveServer) -> None:
    for command in curls():
        answer = json.dumps(run(command, live_server), ensure_ascii=False)
        told = shown_answer(command)
        for digest in set(re.findall(r"[0-9a-f]{64}", told)):
            assert digest in answer, command
        for word in ("nodes", "cut_length_mm", "code", "ok", "size_bytes", "status", "asset_id"):
            for value in re.findall(rf'"{word}": ?("[^"]*"|[\d.]+|true|false)', told):
                assert re.search(rf'"{word}": ?{re.escape(value)}', answer), (command, word, value)


def test_the_rosette_is_drawn_from_a_shell(live_server: LiveServer, tmp_path: Path) -> None:
    (command,) = re.findall(r"^\$ \.venv/bin/python -m (artstudio draw .*)$", README, re.MULTILINE)
    told = README.partition(command)[2].partition("```")[0].strip()
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m {command}"],
        env=os.environ | {"ARTSTUDIO_SERVER": live_server.url, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert (done.stdout + done.stderr).strip() == told
    assert (tmp_path / "rosette.dxf").read_text().startswith("0\nSECTION")
