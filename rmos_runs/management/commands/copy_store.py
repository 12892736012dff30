"""`manage.py copy_store --from local --to s3`: the same bytes in another store, proven."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any, cast

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from rmos_runs.blobs.copy import THREADS, Copied, CopiedFile, copy_store
from rmos_runs.blobs.storage import BlobStorage
from rmos_runs.errors import DomainError
from rmos_runs.management.options import as_json, progress
from rmos_runs.models import RunAttachment


class Command(BaseCommand):
    """Copy every content and compare its digest; exit code 1 when one is not in the target."""

    help = (
        "Copies the store to another kind of store and reads everything back. "
        "Safe to repeat: what is there and right is skipped. Nothing is removed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        stores = sorted(settings.RMOS_STORES)
        parser.add_argument("--from", dest="source", choices=stores, required=True)
        parser.add_argument("--to", dest="target", choices=stores, required=True)
        parser.add_argument(
            "--threads", type=int, default=THREADS, choices=range(1, 65), metavar="N"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Copy, report, and exit with 1 when anything is damaged or failed."""
        source, target = _store(options["source"]), _store(options["target"])
        if options["source"] == options["target"]:
            raise CommandError("Name two different stores.")
        try:
            with progress(RunAttachment.objects.count(), "file") as bar:
                done = copy_store(source, target, threads=options["threads"], on_file=bar.update)
        except DomainError as error:
            raise CommandError(f"{error.message} Run it again to go on.") from error
        self.stdout.write(_json(done) if options["json"] else _text(done))
        if not done.ok:
            sys.exit(1)


def _store(name: str) -> BlobStorage:
    facts = settings.RMOS_STORES[name]
    if name == "s3" and not facts["OPTIONS"]["bucket_name"]:
        raise CommandError("Set ARTSTUDIO_S3_BUCKET to the bucket's name.")
    return cast("BlobStorage", storages.create_storage(facts))


def _json(done: Copied) -> str:
    return as_json({"ok": done.ok, **asdict(done)})


def _text(done: Copied) -> str:
    verdict = "Every digest is right." if done.ok else f"{len(done.faults)} are not there."
    odd = f" {done.misnamed} with names of no digest were left." if done.misnamed else ""
    summary = (
        f"{done.copied} copied ({done.bytes_copied:,} bytes), "
        f"{done.present} were there.{odd} {verdict}"
    )
    return "\n".join([*map(_line, done.faults), summary])


def _line(fault: CopiedFile) -> str:
    return f"{fault.outcome}: {fault.name}: {fault.detail}"
