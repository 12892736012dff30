"""`manage.py backup FOLDER`: everything that is kept, in a folder, while the studio works."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from artstudio.embedded.command_line import add_data_option
from artstudio.embedded.running_database import any_database
from artstudio.ops.backup import CreatedBackup, create_backup
from artstudio.ops.backup.creation import Watch
from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.errors import DomainError
from rmos_runs.management.options import progress


class Command(BaseCommand):
    """Back up database and store; exit code 1 when the store lacks something."""

    help = (
        "Writes database and stored files to a folder, while the studio works. "
        "Repeated into the same folder it copies only what is new."
    )
    # The database may have to be started first.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder."""
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        add_data_option(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Back up and report."""
        folder: Path = options["folder"].expanduser().absolute()
        try:
            with any_database(settings.DATA_DIR):
                done = self._create(folder)
        except DomainError as error:
            raise CommandError(error.message) from error
        except (OSError, DatabaseError) as error:
            reason = " ".join(str(error).split())
            raise CommandError(
                f"The backup in {folder} was not finished: {reason}. "
                "Run it again: what was copied is used."
            ) from error
        self.stdout.write(_text(folder, done))
        if done.manifest.missing:
            sys.exit(1)

    def _create(self, folder: Path) -> CreatedBackup:
        with progress(0, "file") as bar:
            watch = Watch(on_count=lambda count: bar.reset(total=count), on_file=bar.update)
            secret_key = settings.DATA_DIR / "secret_key"
            return create_backup(folder, attachment_storage(), secret_key=secret_key, watch=watch)


def _text(folder: Path, done: CreatedBackup) -> str:
    found = done.manifest
    lines = [f"missing: {sha256}: the store does not have its bytes." for sha256 in found.missing]
    lines.append(
        f"{folder}: {found.rows:,} rows of {len(found.tables)} tables, {found.files:,} files "
        f"({found.files_bytes:,} bytes), {done.copied.copied:,} of them new. "
        "Everything was read back and is right."
    )
    if found.missing:
        lines.append(
            f"{len(found.missing)} files are not in the backup, because the store lacks them or "
            "has them damaged: `manage.py verify_attachments` says more."
        )
    return "\n".join(lines)
