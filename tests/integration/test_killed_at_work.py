"""A studio killed while a provider is being waited for: the next start says so, nothing hangs."""

from __future__ import annotations

import contextlib
import json
import signal
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.fake_openai import FakeOpenAI
from tests.integration.up_process import up

pytestmark = pytest.mark.slow


def post_prompt(url: str, prompt: str) -> None:
    body = json.dumps({"prompt": prompt, "provider": "openai", "variant_seed": "s"}).encode()
    request = urllib.request.Request(
        f"{url}/api/art/prompt-to-svg", body, {"Content-Type": "application/json"}
    )
    # The connection breaks when the server is killed: that is the point.
    with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=60):
        pass


def generations(url: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{url}/api/art/generations", timeout=10) as answer:
        found: list[dict[str, Any]] = json.load(answer)["results"]
        return found


def test_the_next_start_closes_what_was_interrupted(tmp_path: Path) -> None:
    with FakeOpenAI() as provider:
        with up(
            tmp_path / "data", OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=provider.base_url
        ) as studio:
            url = studio.wait_open()
            caller = threading.Thread(target=post_prompt, args=(url, "[slow:30] a crow"))
            caller.start()
            while not provider.requests:
                time.sleep(0.05)
            assert generations(url)[0]["status"] == "RUNNING"
            studio.process.send_signal(signal.SIGKILL)
            caller.join()
        with up(tmp_path / "data") as studio:
            (generation,) = generations(studio.wait_open())
    (variant,) = generation["variants"]
    assert (generation["status"], variant["status"]) == ("ERROR", "ERROR")
    assert variant["error_details"]["code"] == "interrupted"
    assert len(provider.requests) == 1
