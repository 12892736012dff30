"""`manage.py restore FOLDER`: a studio as it was when it was backed up."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from artstudio.embedded.command_line import add_data_option
from artstudio.embedded.running_database import own_database
from artstudio.ops.backup import RestoredBackup, restore_backup
from artstudio.ops.backup.manifest import SECRET_KEY, UNFINISHED, read_manifest, write_file
from artstudio.ops.backup.restoration import ProvenBackup, prove_backup
from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.errors import DomainError
from rmos_runs.management.options import progress


class Command(BaseCommand):
    """Prove a backup, bring it back, and compare rows with files."""

    help = (
        "Restores what `backup` wrote, with the studio stopped. The backup is read to its last "
        "byte first; a damaged or unfinished one changes nothing."
    )
    # The database has to be started first.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder and what is allowed."""
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="replace what the database holds; files that are in the store stay",
        )
        parser.add_argument(
            "--accept-damaged",
            action="store_true",
            help="restore a backup of which files are damaged, without those",
        )
        add_data_option(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore and report; exit code 1 when a row has no file afterwards."""
        folder: Path = options["folder"].expanduser().absolute()
        try:
            backup = _proven(folder, accept_damaged=options["accept_damaged"])
            with own_database(settings.DATA_DIR):
                done = _restore(backup, replace=options["replace"])
        except DomainError as error:
            raise CommandError(error.message) from error
        except (OSError, DatabaseError) as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The backup was not restored: {reason}") from error
        _restore_secret_key(folder)
        self.stdout.write(_text(done))
        if any(finding.problem == "missing" for finding in done.store.findings):
            sys.exit(1)


def _proven(folder: Path, *, accept_damaged: bool) -> ProvenBackup:
    with progress(read_manifest(folder).files, "file read") as bar:
        return prove_backup(folder, accept_damaged=accept_damaged, on_file=bar.update)


def _restore(backup: ProvenBackup, *, replace: bool) -> RestoredBackup:
    with progress(len(backup.files), "file") as bar:
        return restore_backup(backup, attachment_storage(), replace=replace, on_file=bar.update)


def _restore_secret_key(folder: Path) -> None:
    """Bring the key back where this installation was not given one by its environment."""
    kept = folder / SECRET_KEY
    if kept.exists() and not os.environ.get("ARTSTUDIO_SECRET_KEY"):
        write_file(settings.DATA_DIR, SECRET_KEY, kept.read_bytes())


def _text(done: RestoredBackup) -> str:
    manifest = done.backup.manifest
    lines = [
        f"missing: {finding.sha256}: {finding.detail}"
        for finding in done.store.findings
        if finding.problem == "missing"
    ]
    if (done.backup.folder / UNFINISHED).exists():
        lines.append("A later backup into this folder was not finished; this is the one before.")
    if done.migrated:
        lines.append("The backup is of an older version; its database was brought up to date.")
    lines.append(
        f"Restored the backup of {manifest.created_at_utc[:19]} UTC: {manifest.rows:,} rows, "
        f"{manifest.files:,} files ({done.copied:,} copied, {done.present:,} were there)."
    )
    missing = sum(finding.problem == "missing" for finding in done.store.findings)
    verdict = f"{missing} rows have no file." if missing else "Every row has its file."
    return "\n".join([*lines[:-1], f"{lines[-1]} {verdict}"])
