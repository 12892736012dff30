"""Static files for the web server, collected anew only when something changed."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static_files() -> None:
    """Fill STATIC_ROOT unless it was filled from the very same files.

    Raises OSError where it cannot be written, ValueError where a style sheet
    names a file that does not exist.
    """
    root = Path(settings.STATIC_ROOT)
    with _alone_beside(root):
        _collect(root)


def _collect(root: Path) -> None:
    stamp = root.with_name("static.stamp")
    sources = _fingerprint()
    if root.is_dir() and stamp.is_file() and stamp.read_text() == sources:
        return
    stamp.unlink(missing_ok=True)
    # Old hashed names would pile up for ever.
    if root.is_dir():
        shutil.rmtree(root)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources)


@contextmanager
def _alone_beside(root: Path) -> Iterator[None]:
    """Keep other web servers of the same data folder waiting; the kernel ends it with us."""
    root.parent.mkdir(parents=True, exist_ok=True)
    with root.with_name("static.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fingerprint() -> str:
    """Return a digest of every source file's name, size and time of change."""
    facts = [f"{django.__version__} {settings.STORAGES['staticfiles']}"]
    for finder in get_finders():
        for name, storage in finder.list(None):
            state = Path(storage.path(name)).stat()
            facts.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()
