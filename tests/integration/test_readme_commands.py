"""Every curl in README is run as it stands there, and answers what README says."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()
ADDRESS = "http://127.0.0.1:8000"
#: A command of a console block: the prompt's line and those that continue it.
_CURL = re.compile(r"^\$ (curl (?:.*\\\n)*.*(?:\n(?![$\{`]).*)*)", re.MULTILINE)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def curls() -> list[str]:
    """Return the commands in the order in which README has them."""
    return [found.strip() for found in _CURL.findall(README)]


def run(command: str, live_server: LiveServer) -> Any:
    here = command.replace(ADDRESS, live_server.url)
    answered = subprocess.run(
        ["bash", "-c", here], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(answered.stdout)


def shown_answer(command: str) -> str:
    """Return what README prints behind a command, up to the end of that block or the next."""
    rest = README.partition(command)[2]
    start = rest.index("{", rest.index("\n"))
    return rest[start : rest.index("```", start)]


def test_readme_has_its_curls() -> None:
    assert len(curls()) >= 3


def test_every_curl_gives_what_readme_says(live_server: LiveServer) -> None:
    for command in curls():
        answer = json.dumps(run(command, live_server), ensure_ascii=False)
        told = shown_answer(command)
        for digest in set(re.findall(r"[0-9a-f]{64}", told)):
            assert digest in answer, command
        for word in ("nodes", "cut_length_mm", "code", "ok", "size_bytes", "status", "asset_id"):
            for value in re.findall(rf'"{word}": ?("[^"]*"|[\d.]+|true|false)', told):
                assert re.search(rf'"{word}": ?{re.escape(value)}', answer), (command, word, value)
