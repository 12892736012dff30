"""What a burst of mixed work leaves in the memory of the web processes.

    python -m tests.benchmarks.bench_memory

Goal: after 200 requests, eight at a time (traces, previews, drawings, pages, exports),
each process holds at most twice what it held when it had answered its first requests.
The peer is the process itself at that moment.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.benchmarks.workbench import say
from tests.faults.killed_children import processes, web_main
from tests.integration.up_process import Up, up
from tests.unit.vectorize.bitmaps import encoded, rosette

REQUESTS = 200
AT_ONCE = 8
MOST_TIMES = 2.0
_SETTLED_AFTER_S = 5.0


def main() -> None:
    """Start a studio, ask it for much, and print what its processes hold before and after."""
    say(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    with (
        tempfile.TemporaryDirectory() as folder,
        up(Path(folder) / "data", ARTSTUDIO_WEB_PROCESSES="2") as studio,
    ):
        with suppress(AssertionError):
            studio.wait_open()
        home = studio.wait_open()
        picture = encoded(rosette())
        for _ in range(4):
            get(f"{home}/")
            get(f"{home}/api/art/assets")
        before = resident_mb(studio)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda number: ask(home, number, picture), range(REQUESTS)))
        peak = resident_mb(studio)
        time.sleep(_SETTLED_AFTER_S)
        after = resident_mb(studio)
    for pid, start in before.items():
        end = after.get(pid, 0.0)
        say(
            f"web process: {start:.0f} MB at its start, {peak.get(pid, 0.0):.0f} MB at the end of "
            f"{REQUESTS} requests, {end:.0f} MB {_SETTLED_AFTER_S:.0f} s later: "
            f"{end / start:.2f} times its start (at most {MOST_TIMES:g})"
        )
    assert before.keys() == after.keys(), "a web process was replaced"
    assert all(after[pid] <= MOST_TIMES * before[pid] for pid in before)


def resident_mb(studio: Up) -> dict[int, float]:
    """Return the resident memory of each web process, in MB of 1,000,000 bytes."""
    main_pid = web_main(studio)
    found = {}
    for pid, (parent, _) in processes().items():
        if parent == main_pid:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            found[pid] = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return found


def ask(home: str, number: int, picture: bytes) -> None:
    """Make the nth of the mixed requests."""
    kind = number % 5
    if kind == 0:
        trace(home, picture, number)
    elif kind == 1:
        body = {"prompt": "celtic knot rosette", "variant_seed": f"m{number}", "provider": "stub"}
        post_json(f"{home}/api/art/prompt-to-svg", body)
    elif kind == 2:
        get(f"{home}/" if number % 2 else f"{home}/gallery")
    elif kind == 3:
        variant = trace(home, picture, number)
        wanted = {"threshold": 90 + number % 60}
        asked = {"variant_id": variant["variant_id"], "constraints": wanted}
        post_json(f"{home}/api/art/trace-preview", asked)
    else:
        assets = json.loads(get(f"{home}/api/art/assets?kind=svg&page_size=1"))["results"]
        for asset in assets:
            kind_of_file = ("dxf", "png", "pdf")[number % 3]
            get(f"{home}/api/art/assets/{asset['asset_id']}/export?format={kind_of_file}")


def trace(home: str, picture: bytes, number: int) -> dict[str, Any]:
    """Trace a picture, and return the variant."""
    mark = uuid.uuid4().hex
    fields = {"title": f"memory {number}"}
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
    parts += [head.encode(), b"Content-Type: image/png\r\n\r\n", picture, b"\r\n"]
    body = b"".join([*parts, f"--{mark}--\r\n".encode()])
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    request = urllib.request.Request(f"{home}/api/art/trace", body, headers)
    with urllib.request.urlopen(request, timeout=120) as answer:
        made: dict[str, Any] = json.load(answer)["variants"][0]
        return made


def get(url: str) -> bytes:
    """Return what is answered."""
    with urllib.request.urlopen(url, timeout=120) as answer:
        return bytes(answer.read())


def post_json(url: str, body: dict[str, Any]) -> bytes:
    """Send JSON and return what is answered."""
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return bytes(answer.read())


if __name__ == "__main__":
    main()
