"""`manage.py export_run RUN_ID out.zip`: a run and all its bytes in one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rmos_runs.errors import DomainError
from rmos_runs.runs.bundle.export import export_run, write_bundle


class Command(BaseCommand):
    """Write a run's bundle, whole or not at all."""

    help = "Writes a run, its references and their bytes to a zip that sha256sum can check."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the run and the file."""
        parser.add_argument("run_id", metavar="RUN_ID")
        parser.add_argument("file", type=Path, metavar="out.zip")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Export; an existing file is replaced only when the new one is complete."""
        path: Path = options["file"]
        try:
            bundle = export_run(options["run_id"])
            size = write_bundle(bundle, path)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        count = len(bundle.blobs)
        self.stdout.write(f"{path}: {bundle.name}, {count} attachments, {size:,} bytes.")
