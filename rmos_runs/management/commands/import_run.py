"""`manage.py import_run in.zip`: a run and all its bytes come back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rmos_runs.errors import DomainError
from rmos_runs.runs.bundle.importer import import_run


class Command(BaseCommand):
    """Restore a run from what `export_run` wrote; harmless to repeat."""

    help = "Restores a run from its bundle; a bundle that was changed is refused, naming the file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, metavar="in.zip")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, or say what is wrong and change nothing."""
        path: Path = options["file"]
        try:
            done = import_run(path)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        state = "restored" if done.is_new else "was here already"
        brought = f"{done.new_attachments} of {done.attachments} attachments are new"
        self.stdout.write(f"{done.run_id} {state}; {brought}.")
