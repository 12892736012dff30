"""Kill each child of a real studio in turn, while drawings are made, and see that all goes on.

python -m tests.faults.killed_children
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.integration.up_process import Up, up

#: Seconds after a kill within which a request is answered well again.
BACK_WITHIN_S = 60.0
DONE_WITHIN_S = 90.0


@dataclass
class Result:
    """What was seen after one kill."""

    name: str
    #: How many requests had which status; 0 is a connection that was refused or cut.
    statuses: Counter[int] = field(default_factory=Counter)
    #: Seconds until a request that needs the database was answered well.
    back_after_s: float = -1.0
    #: How the drawings ended that were asked for before the kill.
    drawings: Counter[str] = field(default_factory=Counter)
    is_up: bool = False


def processes() -> dict[int, tuple[int, str]]:
    """Return the parent and the command of each process."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
                stat = (entry / "stat").read_text()
                found[int(entry.name)] = int(stat.rpartition(")")[2].split()[1]), words
    return found


def children(studio: Up, word: str) -> list[int]:
    """Return the descendants of a studio whose command holds a word, oldest first."""
    known, family = processes(), studio.descendants()
    return sorted(pid for pid in family if pid in known and word in known[pid][1])


def web_main(studio: Up) -> int:
    return children(studio, "artstudio.embedded.web")[0]


def web_worker(studio: Up) -> int:
    """One of the process that listens now: after a kill that loads the program first."""
    until = time.monotonic() + BACK_WITHIN_S
    while time.monotonic() < until:
        main = web_main(studio)
        if found := [pid for pid, (parent, _) in processes().items() if parent == main]:
            return found[0]
        time.sleep(0.1)
    raise AssertionError("no web process is started")


def worker(studio: Up) -> int:
    return children(studio, "worker --parent")[0]


def postmaster(studio: Up) -> int:
    return children(studio, "unix_socket_directories")[-1]


def backend(studio: Up) -> int:
    """The newest process of Postgres that serves a connection."""
    return children(studio, "postgres: artstudio")[-1]


VICTIMS: dict[str, Callable[[Up], int]] = {
    "web server, main process": web_main,
    "web server, worker process": web_worker,
    "worker": worker,
    "Postgres, postmaster": postmaster,
    "Postgres, one backend": backend,
}


def get(url: str, timeout: float = 5.0) -> tuple[int, Any]:
    """Return status and body of a request; 0 where the connection was refused or cut."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, None
    except (OSError, ValueError, http.client.HTTPException):
        return 0, None


def ask(url: str, number: int) -> str:
    """Leave a drawing to the worker; return the address of its generation."""
    body = {"prompt": "celtic knot rosette", "variant_seed": f"kill-{number}", "count": 2}
    made = post_json(f"{url}/api/art/prompt-to-svg", body)
    return f"{url}/api/art/generations/{made['generation_id']}"


def post_json(url: str, body: dict[str, Any]) -> Any:
    """Send JSON, to be done by a worker, and return what is answered."""
    headers = {"Content-Type": "application/json", "Prefer": "respond-async"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


@contextmanager
def watched(url: str, statuses: Counter[int]) -> Iterator[None]:
    """Ask for a page every tenth of a second, and count the answers."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            statuses[get(f"{url}/api/art/assets", timeout=30)[0]] += 1

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def wait_well(url: str) -> float:
    """Wait until three requests in a row are answered well; return for how many seconds."""
    started, in_a_row = time.monotonic(), 0
    while in_a_row < 3 and time.monotonic() - started < BACK_WITHIN_S:
        in_a_row = in_a_row + 1 if get(f"{url}/api/art/assets")[0] == 200 else 0
        time.sleep(0.05)
    return round(time.monotonic() - started, 1) if in_a_row else -1.0


def kill(name: str, studio: Up) -> None:
    """Kill a child; one that has ended by itself meanwhile is looked for again."""
    for _ in range(20):
        with suppress(ProcessLookupError):
            os.kill(VICTIMS[name](studio), signal.SIGKILL)
            return
    raise AssertionError(f"There is no {name} to kill.")


def kill_one(studio: Up, name: str, number: int) -> Result:
    """Kill one child in the midst of drawing."""
    url, result = studio.wait_open(), Result(name)
    asked = [ask(url, 10 * number + part) for part in range(3)]
    with watched(url, result.statuses):
        time.sleep(0.5)
        kill(name, studio)
        # What is killed is gone at once; those who depend on it notice within moments.
        time.sleep(0.3)
        result.back_after_s = wait_well(url)
        until = time.monotonic() + DONE_WITHIN_S
        ends = [end_of(one, until) for one in asked]
    result.drawings = Counter(ends)
    result.is_up = studio.process.poll() is None
    return result


def end_of(generation: str, until: float) -> str:
    """Return how a generation ended."""
    status = "unanswered"
    while time.monotonic() < until:
        code, body = get(generation)
        if code == 200:
            status = str(body["status"])
            if status not in ("PENDING", "RUNNING"):
                return status
        time.sleep(0.3)
    return status


def killed_in_turn(data: Path) -> list[Result]:
    """Kill every child of one studio, one after the other."""
    with up(data, ARTSTUDIO_WEB_PROCESSES="2") as studio:
        # On a busy machine a first start takes minutes.
        with suppress(AssertionError):
            studio.wait_open()
        return [kill_one(studio, name, number) for number, name in enumerate(VICTIMS)]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        results = killed_in_turn(Path(folder) / "data")
    print("| killed with SIGKILL | answers 200 / 503 / other / cut | back after | drawings |")  # noqa: T201
    print("|---|---|---|---|")  # noqa: T201
    for one in results:
        seen = one.statuses
        other = sum(count for status, count in seen.items() if status not in (0, 200, 503))
        answers = f"{seen[200]} / {seen[503]} / {other} / {seen[0]}"
        drawings = ", ".join(f"{count} {status}" for status, count in one.drawings.items())
        print(f"| {one.name} | {answers} | {one.back_after_s} s | {drawings} |")  # noqa: T201


if __name__ == "__main__":
    main()
