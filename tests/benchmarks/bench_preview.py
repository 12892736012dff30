"""How long a maker waits for a drawing after letting a slider go.

    python -m tests.benchmarks.bench_preview

Goal: within 150 ms for a picture of 1024 x 1024 pixels, on two cores with nothing else
to do. A studio of its own is started, and asked as a browser asks it. For each slider:
the server's time, from a request on loopback to its answer, and the browser's, from
`change` to the frame in which the new drawing is painted.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page

from tests.benchmarks.workbench import say
from tests.browser.chromium import running_browser
from tests.unit.vectorize.bitmaps import encoded, rosette

GOAL_MS = 150.0
ROUNDS = 12
SLIDERS: dict[str, tuple[str, tuple[float, float]]] = {
    "Threshold": ("threshold", (90, 160)),
    "Smallest speck": ("min_speck_mm", (0.2, 1.5)),
    "Corner smoothness": ("corner_smoothness", (0.3, 1.2)),
    "Curve tolerance": ("curve_tolerance_mm", (0.01, 0.3)),
    "Width": ("width_mm", (60, 140)),
}
# From where the hand lets go to where the frame with the drawing has been painted.
LET_GO = """async ([label, value]) => {
  const field = [...document.querySelectorAll("[data-slides]")]
    .find((slider) => slider.ariaLabel === `${label}, slider`);
  const viewer = document.querySelector("[data-viewer]");
  const shown = new Promise((done) => {
    const seen = new MutationObserver(() => {
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    });
    seen.observe(viewer.querySelector("[data-stage]"), {childList: true});
  });
  field.value = value;
  const started = performance.now();
  field.dispatchEvent(new Event("input", {bubbles: true}));
  field.dispatchEvent(new Event("change", {bubbles: true}));
  return (await shown) - started;
}"""


def main() -> None:
    """Start a studio, let each slider go some times and print the medians."""
    say(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    with studio() as home:
        for name, picture in {"dense rosette": rosette(), "five rings": rosette(rings=5)}.items():
            variant_id, nodes = traced(home, encoded(picture))
            say(f"\n{name}, 1024 x 1024 pixels, {nodes:,} nodes; medians of {ROUNDS} in ms")
            with running_browser() as browser:
                page = browser.new_page(viewport={"width": 1280, "height": 860})
                page.goto(f"http://{home}/variants/{variant_id}/tune", wait_until="networkidle")
                for label, (field, ends) in SLIDERS.items():
                    report(label, served(home, variant_id, field, ends), painted(page, label, ends))
    say(f"\nload of the machine after: {os.getloadavg()[0]:.1f}")


def report(label: str, served_ms: list[float], painted_ms: list[float]) -> None:
    """Print medians; the best say what a machine gives that is busy with other things."""
    server, seen = statistics.median(served_ms), statistics.median(painted_ms)
    say(
        f"  {label:<18} server {server:6.1f} (best {min(served_ms):.1f})  "
        f"painted {seen:6.1f} (best {min(painted_ms):.1f}) "
        f"= {seen / GOAL_MS:.2f} of the limit of {GOAL_MS:.0f} ms"
    )


def places(ends: tuple[float, float], *, start: float) -> Iterator[str]:
    """Yield places of a slider, each another one, so that nothing is known of it already."""
    low, high = ends
    for turn in range(ROUNDS + 2):
        place = low + (high - low) * ((turn * 0.618 + start) % 1)
        yield str(round(place)) if high > 20 else f"{place:.3f}"


def served(home: str, variant_id: str, field: str, ends: tuple[float, float]) -> list[float]:
    """Return the times in ms from a request to its whole answer."""
    connection = http.client.HTTPConnection(home, timeout=60)
    headers = form_of(connection, variant_id)
    taken: list[float] = []
    for place in places(ends, start=0.1):
        body = urlencode({"width_mm": "100"} | {field: place})
        started = time.perf_counter()
        connection.request("POST", f"/variants/{variant_id}/preview", body, headers)
        answer = connection.getresponse()
        data = answer.read()
        taken.append((time.perf_counter() - started) * 1000)
        assert answer.status == 200, data[:300]
    return taken[2:]


def form_of(connection: http.client.HTTPConnection, variant_id: str) -> dict[str, str]:
    """Return what the page's form sends along."""
    connection.request("GET", f"/variants/{variant_id}/tune")
    answer = connection.getresponse()
    answer.read()
    token = SimpleCookie(answer.getheader("Set-Cookie") or "")["csrftoken"].value
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={token}",
        "X-CSRFToken": token,
    }


def painted(page: Page, label: str, ends: tuple[float, float]) -> list[float]:
    """Return the times in ms from letting a slider go to the painted drawing."""
    taken: list[float] = []
    for place in places(ends, start=0.3):
        with page.expect_response(lambda answer: answer.url.endswith("/preview/report")):
            taken.append(page.evaluate(LET_GO, [label, place]))
        page.wait_for_timeout(100)
    return taken[2:]


def traced(home: str, picture: bytes) -> tuple[str, int]:
    """Send a picture to be traced; return the variant's id and its nodes."""
    mark = "----bench"
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="r.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    body = head.encode() + picture + f"\r\n--{mark}--\r\n".encode()
    connection = http.client.HTTPConnection(home, timeout=120)
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    connection.request("POST", "/api/art/trace", body, headers)
    answer = connection.getresponse()
    data = answer.read()
    assert answer.status < 300, data[:500]
    (variant,) = json.loads(data)["variants"]
    return variant["variant_id"], variant["measurements"]["nodes"]


@contextmanager
def studio() -> Iterator[str]:
    """Run a studio in a folder of its own and return where it listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        home = f"127.0.0.1:{free.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="artstudio-bench-") as folder:
        log = Path(folder) / "log"
        command = [sys.executable, "manage.py", "up", "--bind", home, "--data", f"{folder}/data"]
        with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
            try:
                wait_until_open(home)
                yield home
            finally:
                process.terminate()
                process.wait(30)


def wait_until_open(home: str) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection(home, timeout=5)
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(home)


if __name__ == "__main__":
    main()
