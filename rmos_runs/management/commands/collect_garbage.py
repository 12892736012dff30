"""`manage.py collect_garbage`: give back the space of bytes that nothing uses."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rmos_runs.blobs.garbage import DEFAULT_GRACE, Collected, collect_garbage
from rmos_runs.errors import DomainError
from rmos_runs.management.options import as_json, span


class Command(BaseCommand):
    """Remove rows that nothing uses, files without rows, and what killed writers left."""

    help = "Removes stored bytes that nothing uses; safe while the studio runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--grace",
            type=span,
            default=DEFAULT_GRACE,
            metavar="7d",
            help="keep what was put within this time (default 7d)",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Collect and report; with `-v 2` name every item."""
        dry_run: bool = options["dry_run"]
        named = not options["json"] and (dry_run or options["verbosity"] > 1)
        try:
            done = collect_garbage(
                grace=options["grace"],
                dry_run=dry_run,
                on_item=self._name if named else lambda *_item: None,
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        as_text = as_json({"dry_run": dry_run, **asdict(done)})
        self.stdout.write(as_text if options["json"] else _text(done, dry_run=dry_run))

    def _name(self, what: str, name: str, size: int) -> None:
        self.stdout.write(f"{what} {name}" + (f" ({size:,} bytes)" if size else ""))


def _text(done: Collected, *, dry_run: bool) -> str:
    did, freed = ("Would remove", "would be freed") if dry_run else ("Removed", "freed")
    busy = f" {done.busy} in use were left for the next time." if done.busy else ""
    return (
        f"{did} {done.rows} rows, {done.files} files, {done.temporary_files} temporary files "
        f"and {done.folders} folders: {done.bytes_freed:,} bytes {freed}.{busy}"
    )
