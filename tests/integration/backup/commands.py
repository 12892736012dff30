"""`manage.py` in a process of its own, and a studio that is drawn with meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.integration.up_process import MANAGE, product_environment


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, MANAGE, *words],
        env=product_environment() | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def draw(url: str, seed: str) -> str:
    """Draw a pattern and return its asset's id."""
    body = {"prompt": "mandala", "variant_seed": seed, "constraints": {"width_mm": 50}}
    request = urllib.request.Request(
        f"{url}/api/art/prompt-to-svg",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return str(json.load(answer)["asset_ids"][0])


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


def assets(url: str) -> set[str]:
    """Return the ids of all drawings of a studio."""
    found: set[str] = set()
    page = f"{url}/api/art/assets?kind=svg&page_size=200"
    while page:
        answer = get(page)
        found |= {asset["asset_id"] for asset in answer["results"]}
        page = answer["next"]
    return found


@contextmanager
def drawing_meanwhile(url: str) -> Iterator[list[str]]:
    """Draw one after the other until the block ends; the list has what is drawn already."""
    drawn: list[str] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            drawn.append(draw(url, f"meanwhile-{len(drawn)}"))

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield drawn
    finally:
        stop.set()
        worker.join(120)
