"""Pages and lists a second, beside a static file and a bare Django view on the same server.

    python -m tests.benchmarks.bench_pages [--seconds 10] [--processes 2] [--rows 1000]

wrk keeps 20 connections busy on the same cores as the web server and its database; it has to be
installed (`apt-get install wrk`). Goals on two cores: 120 pages of the gallery, 150 of drawings
and 300 lists of the API a second, 99 of 100 within 300 ms.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.gallery_rows import fill
from tests.benchmarks.workbench import say, workbench

CONNECTIONS = 20
GOAL_P99_MS = 300.0
#: Address and goal in answers a second; 0 where there is none.
PAGES = {
    "/gallery": 120,
    "/gallery?stack=1": 120,
    "/assets/{asset}": 150,
    "/": 0,
    "/runs": 0,
    "/api/art/assets": 300,
    "/api/art/generations": 300,
    "/api/rmos/runs": 300,
    "/api/workflow-sessions": 300,
}
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Answers a second, the time within which 99 of 100 came, and how many failed."""

    per_second: float
    p99_ms: float
    failed: int


def measure(url: str, seconds: int) -> Rate:
    """Ask for one address as fast as it is answered, after a second that does not count."""
    _wrk(url, 1)
    return _wrk(url, seconds)


def _wrk(url: str, seconds: int) -> Rate:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "--latency"]
    said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    failed = re.findall(r"(?:Non-2xx or 3xx responses: |connect |read |write |timeout )(\d+)", said)
    assert rate, said
    assert slow, said
    return Rate(
        per_second=float(rate[1]),
        p99_ms=float(slow[1]) * _UNITS[slow[2]],
        failed=sum(map(int, failed)),
    )


@contextmanager
def serving(port: int, *words: str) -> Iterator[str]:
    """Run a module that serves on a port; yield its address once it answers."""
    command = [sys.executable, "-m", *words]
    with subprocess.Popen(command, env=os.environ, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            end = time.monotonic() + 120
            while not _answers(url):
                assert time.monotonic() < end, words
                time.sleep(0.2)
            time.sleep(2)
            yield url
        finally:
            process.terminate()


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _free_port() -> int:
    from artstudio.embedded.port import held_port, parse_bind

    with held_port(parse_bind("127.0.0.1:0")) as bind:
        return bind.port


def peers(folder: Path, processes: int, seconds: int) -> dict[str, Rate]:
    """Measure the two servers that do as little as can be."""
    (folder / "peer").mkdir()
    (folder / "peer" / "page.html").write_text("x" * 90_000)
    found = {}
    for name, path in (("static", "/static/page.html"), ("django", "/")):
        port = _free_port()
        words = [name, str(port), str(processes), str(folder / "peer")]
        with serving(port, "tests.benchmarks.peers", *words) as url:
            found[name] = measure(url + path, seconds)
        rate = found[name]
        say(f"{f'peer: {name}':<24} {rate.per_second:8.0f} a second, p99 {rate.p99_ms:6.1f} ms")
    return found


def report(path: str, goal: int, rate: Rate, beside: dict[str, Rate]) -> None:
    """Print one line."""
    ratios = ", ".join(
        f"1/{peer.per_second / rate.per_second:.0f} of {name}" for name, peer in beside.items()
    )
    wanted = f" (goal {goal}, {GOAL_P99_MS:.0f} ms)" if goal else ""
    failed = f", {rate.failed} FAILED" if rate.failed else ""
    say(
        f"{path:<24} {rate.per_second:8.0f} a second, p99 {rate.p99_ms:6.1f} ms{wanted}: "
        f"{ratios}{failed}"
    )


def make_drawings(rows: int) -> str:
    """Fill the gallery and make a workshop by the studio's own means; return a drawing's id."""
    from django.db import connection

    from artstudio.demo.seeding import seed_workshop
    from artstudio.models import Variant

    seed_workshop()
    fill(0, rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    newest = Variant.objects.filter(status="OK").select_related("asset").latest("pk")
    assert newest.asset
    return newest.asset.asset_id


def main() -> None:
    """Print every page's rate, its slowest hundredth, and what part of its peers' rates it has."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--only", default="", help="measure only addresses that begin so")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("This needs wrk: apt-get install wrk")
    with ExitStack() as stack:
        folder = stack.enter_context(workbench())
        say(f"load before the run: {os.getloadavg()[0]:.1f}; processes: {options.processes}")
        beside = peers(folder, options.processes, options.seconds)
        asset = make_drawings(options.rows)
        # As a user has it, not as tests do.
        os.environ["DJANGO_SETTINGS_MODULE"] = "artstudio.settings"
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder / "metrics")
        (folder / "metrics").mkdir()
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, check=True)
        port = _free_port()
        words = ["127.0.0.1", str(port), str(os.getpid()), str(options.processes)]
        url = stack.enter_context(serving(port, "artstudio.embedded.web", *words))
        for path, goal in PAGES.items():
            if path.startswith(options.only):
                rate = measure(url + path.format(asset=asset), options.seconds)
                report(path, goal, rate, beside)


if __name__ == "__main__":
    main()
