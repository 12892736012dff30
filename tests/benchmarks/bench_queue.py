"""What the queue costs, in ratios of one run.

    python -m tests.benchmarks.bench_queue [--full]

Goals: a job starts within 20 ms of its commit (median); a thousand generations through
the queue take at most 1.5 times as long as in a loop; four variants of a provider that
takes two seconds at most 1.2 times one; 50 who wait for news slow a gallery page by at
most 1.3. Without `--full` there are 200 generations instead of a thousand.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.workbench import median_ms, say, workbench
from tests.fake_openai import FakeOpenAI

ROOT = Path(__file__).resolve().parents[2]
PROMPT = "purfling strip"
WAITING = 50


def main() -> None:
    """Print the four figures."""
    count = 1000 if "--full" in sys.argv else 200
    with FakeOpenAI() as provider, workbench():
        from django.conf import settings

        settings.OPENAI_API_KEY = "sk-bench"
        settings.OPENAI_BASE_URL = provider.base_url
        os.environ |= {"OPENAI_API_KEY": "sk-bench", "OPENAI_BASE_URL": provider.base_url}
        directly = _directly(count)
        with _running("manage.py", "worker"):
            _wait_for_a_worker()
            _start_of_a_job()
            queued = _queued(count)
            say(
                f"{count} generations: in a loop {directly:.1f} s, through the queue {queued:.1f} s"
                f" = {queued / directly:.2f} (goal 1.5)"
            )
            _variants_of_a_slow_provider()
            _pages_beside_those_who_wait()


def _directly(count: int) -> float:
    from artstudio.services.generation.generate import generate_svg_variants

    for number in range(5):
        generate_svg_variants(PROMPT, 1, f"warm-{number}")
    started = time.perf_counter()
    for number in range(count):
        generate_svg_variants(PROMPT, 1, f"loop-{number}")
    return time.perf_counter() - started


def _queued(count: int) -> float:
    """Return the seconds from the first request to the last drawing."""
    from artstudio.services.generation.generate import generate_svg_variants

    started = time.perf_counter()
    for number in range(count):
        generate_svg_variants(PROMPT, 1, f"queue-{number}", queued=True)
    _wait_until(_nothing_left)
    return time.perf_counter() - started


def _start_of_a_job() -> None:
    from artstudio.models import Variant
    from artstudio.services.generation.generate import generate_svg_variants

    delays = []
    for number in range(30):
        made = generate_svg_variants(PROMPT, 1, f"start-{number}", queued=True)
        # The row's time is that of the transaction's begin, a little before its commit.
        committed = time.time()
        _wait_until(_nothing_left)
        (variant,) = Variant.objects.filter(generation_id=made.pk)
        assert variant.started_at_utc
        delays.append((variant.started_at_utc.timestamp() - committed) * 1000)
    say(f"commit to start of a job: median {statistics.median(delays):.1f} ms (goal 20)")


def _variants_of_a_slow_provider() -> None:
    from artstudio.services.generation.generate import generate_svg_variants

    def seconds(count: int, seed: str) -> float:
        started = time.perf_counter()
        generate_svg_variants(
            "[slow:2] a crow", count, seed, provider="openai", route="raster", queued=True
        )
        _wait_until(_nothing_left)
        return time.perf_counter() - started

    seconds(1, "warm")
    one = statistics.median(seconds(1, f"one-{number}") for number in range(3))
    four = statistics.median(seconds(4, f"four-{number}") for number in range(3))
    say(f"a provider of 2 s: one {one:.2f} s, four {four:.2f} s = {four / one:.2f} (goal 1.2)")


def _pages_beside_those_who_wait() -> None:
    """Time a page of the gallery alone, and while many wait for a drawing that takes long."""
    from artstudio.embedded.port import held_port, parse_bind
    from artstudio.services.generation.generate import generate_svg_variants

    with (
        held_port(parse_bind("127.0.0.1:0")) as bind,
        _running("-m", "artstudio.embedded.web", bind.host, str(bind.port), str(os.getpid()), "1"),
    ):
        url = bind.url
        _wait_until(lambda: _answers(f"{url}/healthz"))
        alone = [median_ms(lambda: _get(f"{url}/gallery"), rounds=30)]
        made = generate_svg_variants(
            "[slow:25] a crow", 1, "waited-for", provider="openai", route="raster", queued=True
        )
        time.sleep(1)
        waited = f"{url}/api/art/generations/{made.generation_id}?wait=20"
        threads = [threading.Thread(target=_get, args=[waited]) for _ in range(WAITING)]
        for thread in threads:
            thread.start()
        time.sleep(3)
        beside = median_ms(lambda: _get(f"{url}/gallery"), rounds=30)
        still = sum(thread.is_alive() for thread in threads)
        for thread in threads:
            thread.join()
        alone.append(median_ms(lambda: _get(f"{url}/gallery"), rounds=30))
    mean = statistics.mean(alone)
    say(
        f"a page of the gallery: alone {mean:.1f} ms, beside {still} who wait {beside:.1f} ms"
        f" = {beside / mean:.2f} (goal 1.3)"
    )


def _nothing_left() -> bool:
    from artstudio.models import Variant

    return not Variant.objects.filter(status__in=["PENDING", "RUNNING"]).exists()


def _wait_for_a_worker() -> None:
    from artstudio.services.generation.generate import generate_svg_variants
    from artstudio.services.queue.jobs import has_live_worker

    _wait_until(has_live_worker)
    generate_svg_variants(PROMPT, 4, "warm", queued=True)
    _wait_until(_nothing_left)


def _wait_until(holds: Callable[[], object], *, seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def _answers(url: str) -> bool:
    try:
        _get(url)
    except OSError:
        return False
    return True


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return bytes(answer.read())


@contextmanager
def _running(*words: str) -> Iterator[None]:
    """Run one of our programs until the block ends."""
    environment = os.environ | {"ARTSTUDIO_LOG_JSON": "1"}
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    main()
