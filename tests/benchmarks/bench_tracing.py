"""Each backend to potrace against the potrace program, on the same bitmaps.

Run by hand on a quiet machine: python -m tests.benchmarks.bench_tracing [--slow]
The program reads a PBM file and writes to /dev/null; its time includes its start.
A backend's time is from the bitmap to the written drawing. With --slow potracer is
timed too (minutes).
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.measure import measure
from artstudio.geometry.path_writer import path_text
from artstudio.vectorize import get_tracer, trace_picture, tracer_states
from artstudio.vectorize.tracers import TracerSettings
from tests.unit.vectorize.bitmaps import Bitmap, encoded, of, page_of_text, picture_of, rosette

SETTINGS = TracerSettings()
MM_PER_PX = 0.1


def main() -> None:
    """Print times and ratios."""
    program = shutil.which("potrace")
    bitmaps = {
        "rosette 1024 x 1024": of(rosette()),
        "page of text 1240 x 1754": of(page_of_text()),
        "rosette 4096 x 4096": of(rosette(4096, rings=24)),
    }
    backends = [name for name, state in tracer_states().items() if " 1." in state]
    backends += ["potracer"] if "--slow" in sys.argv else []
    for name, bitmap in bitmaps.items():
        print(f"\n{name}: {facts(bitmap)}")
        with tempfile.TemporaryDirectory() as folder:
            compare(bitmap, backends, program, Path(folder))
            two_at_once(bitmap, program, Path(folder))
    stages(bitmaps["rosette 1024 x 1024"])


def facts(bitmap: Bitmap) -> str:
    """Return how much there is to trace."""
    contours = get_tracer().trace(bitmap, SETTINGS)
    return f"{len(contours):,} subpaths, {contours.nodes:,} nodes"


def compare(bitmap: Bitmap, backends: list[str], program: str | None, folder: Path) -> None:
    """Time the program and the backends by turns, so that a noisy moment hits them alike."""
    tasks: dict[str, Callable[[], object]] = {}
    if program:
        tasks["program"] = command(bitmap, program, folder)
    tasks |= {backend: drawing_by(backend, bitmap) for backend in backends}
    times = by_turns(tasks, seconds=8)
    base = times.get("program")
    for name, taken in times.items():
        print(f"  {name:10} {show(taken)}{ratio(taken, base)}")


def command(bitmap: Bitmap, program: str, folder: Path) -> Callable[[], object]:
    """Return a run of the potrace program with our settings."""
    file = folder / "bitmap.pbm"
    picture_of(bitmap).convert("1").save(file)
    options = ["-t", SETTINGS.turdsize, "-a", SETTINGS.alphamax, "-O", SETTINGS.opttolerance]
    words = [program, "-s", "-o", "/dev/null", *map(str, options), str(file)]
    return lambda: subprocess.run(words, check=True)


def drawing_by(backend: str, bitmap: Bitmap) -> Callable[[], bytes]:
    """Return a trace of `bitmap` through a backend, up to the bytes of the drawing."""
    tracer = get_tracer(backend)
    height, width = bitmap.shape

    def draw() -> bytes:
        contours = tracer.trace(bitmap, SETTINGS).scaled(MM_PER_PX)
        return Drawing(width * MM_PER_PX, height * MM_PER_PX, (Layer(contours),)).to_svg()

    return draw


def by_turns(tasks: dict[str, Callable[[], object]], *, seconds: float) -> dict[str, list[float]]:
    """Return the times of each task, run in turn for about `seconds`, after one warm run."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(next(iter(times.values()))) < 3:
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            times[name].append(time.perf_counter() - start)
    return times


def two_at_once(bitmap: Bitmap, program: str | None, folder: Path) -> None:
    """Print how much more two do at once than one: threads of ours, and processes of the program.

    The program says what the machine's cores give; no thread can gain more.
    """
    tracer = get_tracer("ctypes")
    works: dict[str, Callable[[], object]] = {"threads": lambda: tracer.trace(bitmap, SETTINGS)}
    if program:
        works["programs"] = command(bitmap, program, folder)
    count = 8 if bitmap.size < 4_000_000 else 4
    for name, work in works.items():

        def run(hands: int, work: Callable[[], object] = work) -> None:
            with ThreadPoolExecutor(hands) as pool:
                list(pool.map(lambda _: work(), range(count)))

        times = by_turns({"one": partial(run, 1), "two": partial(run, 2)}, seconds=4)
        gain = [one / two for one, two in zip(times["one"], times["two"], strict=True)]
        print(f"  two {name} {statistics.median(gain):.2f} times one, best {max(gain):.2f}")


def stages(bitmap: Bitmap) -> None:
    """Print where the time from PNG bytes to measured drawing goes."""
    data = encoded(picture_of(bitmap))
    runs = [trace_picture(data).timings_ms for _ in range(30)]
    print("\nstages of trace_picture, rosette 1024 x 1024 (median ms):")
    for stage in runs[0]:
        print(f"  {stage:10} {statistics.median(run[stage] for run in runs):7.2f}")
    layers = trace_picture(data).drawing.filled
    contours = layers[0].contours
    for name, task in {
        "path_text": lambda: path_text(contours),
        "measure by nesting": lambda: measure(Drawing(100, 100, layers)),
    }.items():
        print(f"  {name}: {show(by_turns({name: task}, seconds=1)[name])}")


def show(times: list[float]) -> str:
    """Return the median and the smallest time."""
    median, least = statistics.median(times) * 1000, min(times) * 1000
    return f"median {median:8.1f} ms  min {least:8.1f} ms  ({len(times)} runs)"


def ratio(times: list[float], base: list[float] | None) -> str:
    """Return the times as a part of the program's."""
    if not base:
        return ""
    median = statistics.median(times) / statistics.median(base)
    return f"  = {median:.2f} of the program (min {min(times) / min(base):.2f})"


if __name__ == "__main__":
    main()
