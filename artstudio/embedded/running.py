"""Which studios run from this checkout: `up` notes its data folder, `manage.py` finds it there.

Each running studio has a small file in a private folder of its user in the temporary
directory. A file tells the truth only while the process that it names holds the lock of
the data folder, so what a killed studio leaves behind is ignored.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from artstudio.embedded.folder_lock import holder_of

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True, order=True)
class RunningStudio:
    """A studio that runs: its data folder, the process of its `up`, and where it is open."""

    data_dir: Path
    pid: int
    #: Empty for one that was started by an earlier version.
    url: str = ""


@contextlib.contextmanager
def noted(data_dir: Path, *, url: str = "", checkout: Path = CHECKOUT) -> Iterator[None]:
    """Note a studio until the block ends; the caller holds the data folder's lock.

    url: where programs of this machine reach it.

    Where the temporary directory cannot be used nothing is noted: the studio runs all the
    same, and other commands need `--data`.
    """
    path = _folder() / f"{_digest(checkout)}-{_digest(data_dir)}.json"
    with contextlib.suppress(OSError):
        _write(path, {"data_dir": str(data_dir), "pid": os.getpid(), "url": url})
    try:
        yield
    finally:
        if _is_private(path.parent):
            path.unlink(missing_ok=True)


def running_studios(*, checkout: Path = CHECKOUT) -> list[RunningStudio]:
    """Return the studios of this user that run from `checkout`, by their data folders."""
    if not _is_private(_folder()):
        return []
    files = _folder().glob(f"{_digest(checkout)}-*.json")
    known = filter(None, map(_read, files))
    return sorted(studio for studio in known if holder_of(studio.data_dir) == studio.pid)


def _folder() -> Path:
    return Path(tempfile.gettempdir(), f"artstudio-running-{os.getuid()}")


def _is_private(folder: Path) -> bool:
    """Whether nobody else can have put a file there; the temporary directory is everybody's."""
    try:
        facts = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and _is_only_ours(facts)


def _is_only_ours(facts: os.stat_result) -> bool:
    return facts.st_uid == os.getuid() and facts.st_mode & 0o777 == 0o700


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _write(path: Path, facts: dict[str, object]) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not _is_private(path.parent):
        return
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(facts))
    draft.replace(path)


def _read(path: Path) -> RunningStudio | None:
    try:
        facts = json.loads(path.read_text())
        return RunningStudio(
            data_dir=Path(facts["data_dir"]),
            pid=int(facts["pid"]),
            url=str(facts.get("url", "")),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
