"""Postgres' own programs at work on Django's database: dump, look into a dump, load it.

A dump is loaded through psql in one transaction: all of it, or nothing.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import conninfo, pq

from artstudio.embedded.binaries import ClientPrograms
from artstudio.ops.backup.errors import BackupFailed, BackupInvalid, RestoreFailed

#: What pg_restore 17 and newer writes and servers before 17 do not know, in the first lines.
_UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;\n"
_FIRST_LINES = 64
_BLOCK = 1 << 20
#: Everything of an earlier studio, whatever its version. Extensions stay: others may use them.
CLEAR = rb"""
DO $clear$
DECLARE statement text;
BEGIN
  FOR statement IN
    SELECT format('DROP TABLE IF EXISTS public.%I CASCADE', tablename)
      FROM pg_catalog.pg_tables WHERE schemaname = 'public'
       AND tablename ~ '^(artstudio|rmos_runs|procrastinate|auth|django)_'
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::pg_catalog.regprocedure)
      FROM pg_catalog.pg_proc p
     WHERE p.pronamespace = 'public'::pg_catalog.regnamespace
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                        WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', t.typname)
      FROM pg_catalog.pg_type t
     WHERE t.typnamespace = 'public'::pg_catalog.regnamespace AND t.typname ~ '^procrastinate_'
       AND (t.typtype = 'e' OR t.typtype = 'c' AND EXISTS (
             SELECT FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
  LOOP
    EXECUTE statement;
  END LOOP;
END
$clear$;
"""


def dump_database(programs: ClientPrograms, snapshot: str, target: Path) -> None:
    """Write what a snapshot shows to `target`, in pg_dump's custom format.

    Raises BackupFailed, and leaves no file then.
    """
    command = ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
    try:
        said = _run(programs, [*command, f"--dbname={_conninfo()}"])
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    if said is not None:
        target.unlink(missing_ok=True)
        raise BackupFailed(f"pg_dump {programs.major} failed: {said}")


def check_dump(programs: ClientPrograms, dump: Path) -> None:
    """Read a dump to its end. Raises BackupInvalid."""
    said = _run(programs, ["pg_restore", f"--file={os.devnull}", str(dump)])
    if said is not None:
        raise BackupInvalid(f"{dump} cannot be read: {said}")


def load_dump(programs: ClientPrograms, dump: Path, *, clear: bool) -> None:
    """Load a dump in one transaction; with `clear` what is there of a studio goes in it.

    Raises RestoreFailed; the database is then as it was.
    """
    options = ["--no-owner", "--no-privileges", "--no-comments", "--file=-"]
    reader = subprocess.Popen(  # noqa: S603  # our own program
        [programs.folder / "pg_restore", *options, dump], stdout=subprocess.PIPE
    )
    assert reader.stdout
    loader = subprocess.Popen(  # noqa: S603  # our own program
        [programs.folder / "psql", *_PSQL, f"--dbname={_conninfo()}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(),
    )
    assert loader.stdin
    # A psql that has stopped at an error closes its end; what it said is read below.
    with suppress(BrokenPipeError):
        if clear:
            loader.stdin.write(CLEAR)
        _feed(reader.stdout, loader.stdin)
        if reader.wait() != 0:
            loader.stdin.write(b"\\unrestrict\nDO $$ BEGIN RAISE 'the dump broke off'; END $$;\n")
    reader.stdout.close()
    reader.wait()
    _out, errors = loader.communicate()
    if loader.returncode != 0 or reader.returncode != 0:
        raise RestoreFailed(f"The dump cannot be loaded: {_complaint(errors)}")


_PSQL = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file=-")


def _feed(source: IO[bytes], target: IO[bytes]) -> None:
    knows = cast("DatabaseWrapper", connection).pg_version >= 170_000
    for _ in range(_FIRST_LINES):
        line = source.readline()
        if knows or line != _UNKNOWN_TO_OLDER:
            target.write(line)
    while block := source.read(_BLOCK):
        target.write(block)


def _run(programs: ClientPrograms, command: list[str]) -> str | None:
    """Run a program; return what it complained of, or None when all went well."""
    program, *words = command
    run = subprocess.run(  # noqa: S603  # our own program
        [programs.folder / program, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=_environment(),
        check=False,
    )
    return None if run.returncode == 0 else _complaint(run.stderr)


def _complaint(said: bytes) -> str:
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    wrong = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (wrong or lines or ["it said nothing"])[0].strip()


def _parameters() -> dict[str, Any]:
    """Return what of Django's connection libpq knows too."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    given = connection.get_connection_params()
    return {name: value for name, value in given.items() if name in known}


def _conninfo() -> str:
    """Return where the database is, without what must not be seen in a list of processes."""
    return conninfo.make_conninfo(**_parameters() | {"password": None, "sslpassword": None})


def _environment() -> dict[str, str]:
    password = _parameters().get("password")
    return dict(os.environ) | ({"PGPASSWORD": str(password)} if password else {})
