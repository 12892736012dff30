"""What the web processes of one server share for /metrics, so that each answers the same.

`up` makes a folder and names it in PROMETHEUS_MULTIPROC_DIR. prometheus_client
keeps the counts of every process there, also of those that have ended. Beside
them lie the readings of the database that are kept for a while: a process that
showed an older one after a newer would make counters go back. Without a folder
there is one process, which keeps them for itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector, CollectorRegistry

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_PARENT_FIELD = 1  # Of what follows the name in /proc/PID/stat, see proc_pid_stat(5).


def shared_folder() -> Path | None:
    """Return the folder of this server's processes; None where there is one process."""
    named = os.environ.get(_FOLDER)
    return Path(named) if named else None


@dataclass(kw_only=True)
class KeptReading:
    """A reading's families, good until `good_until` by the monotonic clock of the machine."""

    good_until: float = 0.0
    seconds: float = 0.0
    families: list[Metric] = field(default_factory=list)

    def dump(self) -> str:
        """Return it as JSON."""
        families = [
            [m.name, m.documentation, m.type, [[s.name, s.labels, s.value] for s in m.samples]]
            for m in self.families
        ]
        return json.dumps([self.good_until, self.seconds, families])

    @classmethod
    def load(cls, text: str) -> KeptReading:
        """Return what `dump` wrote; raises ValueError for anything else."""
        good_until, seconds, families = json.loads(text)
        return cls(
            good_until=good_until, seconds=seconds, families=[_family(*parts) for parts in families]
        )


class Shelf:
    """The place of one kept reading: a file where processes share a folder, else memory."""

    def __init__(self, name: str) -> None:
        """Name the reading."""
        self._name = name
        self._kept = KeptReading()
        self._lock = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[KeptReading]:
        """Yield what is kept while nobody else, of any process, reads or changes it."""
        folder = shared_folder()
        if folder is None:
            with self._lock:
                yield self._kept
            return
        with (folder / f"{self._name}.reading").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            before = file.read()
            kept = _loaded(before)
            yield kept
            after = kept.dump()
            if after != before:
                file.truncate(0)
                file.write(after)


class WebProcesses(Collector):
    """Processor time, memory and files of each web process, by its pid.

    The scraper adds them up: a sum made here would fall when a process ends, and count
    twice what had been counted before.
    """

    def collect(self) -> Iterable[Metric]:
        """Yield the families of prometheus_client's own collector with the label `pid`."""
        families: dict[str, Metric] = {}
        for pid in web_processes():
            for family in ProcessCollector(pid=_always(pid), registry=None).collect():
                all_of_it = families.setdefault(
                    family.name, Metric(family.name, family.documentation, family.type)
                )
                for sample in family.samples:
                    labels = {**sample.labels, "pid": str(pid)}
                    all_of_it.add_sample(sample.name, labels, sample.value)
        return families.values()


def web_processes() -> list[int]:
    """Return the pids of this server's processes that have counted something, and our own."""
    folder = shared_folder()
    named = {int(path.stem.rpartition("_")[2]) for path in folder.glob("*_*.db")} if folder else ()
    parent = os.getppid()
    return sorted({os.getpid()} | {pid for pid in named if _parent_of(pid) == parent})


def requests_registry(own: CollectorRegistry) -> CollectorRegistry:
    """Return the counts of all processes together; without a folder our `own`."""
    folder = shared_folder()
    if folder is None:
        return own
    every = CollectorRegistry()
    MultiProcessCollector(every, path=str(folder))  # type: ignore[no-untyped-call]
    return every


def _always(pid: int) -> Callable[[], int]:
    return lambda: pid


def _parent_of(pid: int) -> int | None:
    """Return a process's parent; None for one that has ended, and where there is no /proc."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        stat = Path(f"/proc/{pid}/stat").read_text()
        return int(stat.rpartition(")")[2].split()[_PARENT_FIELD])
    return None


def _family(name: str, about: str, kind: str, samples: list[list[object]]) -> Metric:
    family = Metric(name, about, kind)
    for sample in samples:
        family.add_sample(*sample)  # type: ignore[arg-type]  # as `dump` wrote them
    return family


def _loaded(text: str) -> KeptReading:
    try:
        return KeptReading.load(text)
    except ValueError:
        return KeptReading()
