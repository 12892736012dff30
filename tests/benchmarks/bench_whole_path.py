"""From a PNG's bytes to the stored drawing, without the card, against the C tracer alone.

Run by hand on a quiet machine: python -m tests.benchmarks.bench_whole_path

Goals, on the dense rosette of 1024 pixels: the whole path takes at most 1.5 times the
tracer's own time, and two at once on two cores give at least 1.8 times the throughput
of one. The tracer's own time is that of libpotrace with its bitmap packed and its curves
copied out; the potrace program, from a PBM file to an SVG thrown away, is timed besides.
Every drawing is new to the store, so each is written, synced and indexed.

Both run in turns, so that a noisy moment hits them alike, and the best of each is
compared; on the clock, and in this thread's time on the processor, which does not count
waiting for the disk or for other programs. What two cores give at all is told by the
tracer alone: nothing that contains it gains more.
"""

from __future__ import annotations

import itertools
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from tests.benchmarks.workbench import say, workbench

ROUNDS = 40
AT_ONCE = 12
GOAL_RATIO = 1.5
GOAL_GAIN = 1.8
WHOLE, WHOLE_BUSY = "whole", "whole, busy"
ALONE, ALONE_BUSY, PROGRAM = "tracer alone", "tracer, busy", "potrace program"

Times = dict[str, list[float]]


def main() -> None:
    """Print times and ratios."""
    with workbench():
        path, tracer = whole_path(), bare_tracer()
        with potrace_program() as program:
            times = by_turns(path, tracer, program)
        report(times)
        gains(path, tracer)


def whole_path() -> Callable[[], dict[str, float]]:
    """Return a run of the whole path that tells the milliseconds of its stages."""
    from artstudio.vectorize import trace_picture
    from rmos_runs.blobs.attachments import put_bytes_attachment
    from tests.unit.vectorize.bitmaps import encoded, rosette

    png, sizes = encoded(rosette()), itertools.count(100_000)

    def run() -> dict[str, float]:
        size = next(sizes) / 1000
        busy, started = time.thread_time(), time.perf_counter()
        result = trace_picture(png, width_mm=size)
        traced = time.perf_counter()
        put_bytes_attachment(result.svg, "svg", "image/svg+xml", "rosette.svg", ".svg")
        stored, worked = time.perf_counter(), time.thread_time()
        stages = dict(result.timings_ms)
        card = stages.pop("measure")
        return stages | {
            "store": (stored - traced) * 1000,
            WHOLE: (stored - started) * 1000 - card,
            WHOLE_BUSY: (worked - busy) * 1000 - card,
        }

    return run


def bare_tracer() -> Callable[[], object]:
    """Return a run of the tracer alone, on the bitmap that the path traces."""
    from artstudio.vectorize import get_tracer
    from artstudio.vectorize.threshold import find_ink
    from artstudio.vectorize.tracers import TracerSettings
    from tests.unit.vectorize.bitmaps import rosette

    bitmap = find_ink(rosette(), threshold=None, invert=None).bitmap
    tracer, settings = get_tracer("ctypes"), TracerSettings()
    return lambda: tracer.trace(bitmap, settings)


@contextmanager
def potrace_program() -> Iterator[Callable[[], object]]:
    """Yield a run of the program on the same bitmap; where it is missing, one that does nothing."""
    from artstudio.vectorize.threshold import find_ink
    from tests.unit.vectorize.bitmaps import picture_of, rosette

    program = shutil.which("potrace")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bitmap.pbm"
        bitmap = find_ink(rosette(), threshold=None, invert=None).bitmap
        picture_of(bitmap).convert("1").save(file)
        words = [program or "true", "-s", "-o", "/dev/null", str(file)]
        yield lambda: subprocess.run(words, check=True)


def by_turns(
    path: Callable[[], dict[str, float]],
    tracer: Callable[[], object],
    program: Callable[[], object],
) -> Times:
    """Return the milliseconds of each stage, of the whole, of the tracer and of the program."""
    times: Times = {}
    for warm in range(3 + ROUNDS):
        busy, started = time.thread_time(), time.perf_counter()
        tracer()
        ended, worked = time.perf_counter(), time.thread_time()
        program()
        alone = {
            ALONE: (ended - started) * 1000,
            ALONE_BUSY: (worked - busy) * 1000,
            PROGRAM: (time.perf_counter() - ended) * 1000,
        }
        for stage, taken in (path() | alone).items():
            if warm >= 3:
                times.setdefault(stage, []).append(taken)
    return times


def report(times: Times) -> None:
    """Print each stage and the ratio."""
    say(f"dense rosette of 1024 px, {ROUNDS} rounds, ms")
    for stage, taken in times.items():
        say(f"  {stage:15} best {min(taken):7.2f}  median {statistics.median(taken):7.2f}")
    for name, whole, alone in (
        ("on the clock", WHOLE, ALONE),
        ("on the processor", WHOLE_BUSY, ALONE_BUSY),
        ("on the clock, to the program", WHOLE, PROGRAM),
    ):
        best = min(times[whole]) / min(times[alone])
        pairs = zip(times[whole], times[alone], strict=True)
        middle = statistics.median(one / other for one, other in pairs)
        say(f"whole path {name}: {best:.2f} (median {middle:.2f}); goal {GOAL_RATIO}")


def gains(path: Callable[[], object], tracer: Callable[[], object]) -> None:
    """Print how much more two threads get done than one."""
    for name, work in {"tracer alone": tracer, "whole path": path}.items():
        found = [gain(work) for _ in range(5)]
        line = f"two at once, {name}: best {max(found):.2f}, median {statistics.median(found):.2f}"
        say(f"{line}; goal {GOAL_GAIN}" if name == "whole path" else line)


def gain(work: Callable[[], object]) -> float:
    """Return the throughput of two threads as a multiple of that of one."""
    return seconds(work, threads=1) / seconds(work, threads=2)


def seconds(work: Callable[[], object], *, threads: int) -> float:
    """Return how long `threads` take to do the work AT_ONCE times together."""
    ready = threading.Barrier(threads + 1)

    def hand() -> None:
        # A thread's first call opens its connection, before the clock runs.
        work()
        ready.wait()
        for _ in range(AT_ONCE // threads):
            work()
        connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        hands = [pool.submit(hand) for _ in range(threads)]
        ready.wait()
        started = time.perf_counter()
        for done in hands:
            done.result()
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
