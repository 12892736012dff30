"""`manage.py verify_attachments`: every row has its file, and every file its digest."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rmos_runs.errors import DomainError
from rmos_runs.integrity import Finding, Scope, StoreReport, verify_store
from rmos_runs.management.options import as_json, moment, progress, share
from rmos_runs.models import RunAttachment


class Command(BaseCommand):
    """Read the store and compare; exit code 1 when anything is wrong."""

    help = "Recomputes the digests of stored bytes and compares files with rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--since", type=moment, metavar="DATE", help="only what was put since then"
        )
        parser.add_argument(
            "--sample",
            type=share,
            default=1.0,
            metavar="N%",
            help="read the bytes of a random share; files and rows are compared all the same",
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")
        parser.add_argument(
            "--quarantine",
            action="store_true",
            help="move files with wrong bytes to quarantine/ in the store; "
            "putting the right bytes again then restores them",
        )

        parser.add_argument(
            "--strict",
            action="store_true",
            help="files without rows are wrong too; otherwise they are only reported",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, report, and exit with 1 when anything is wrong."""
        scope = Scope(
            since=options["since"], fraction=options["sample"], quarantine=options["quarantine"]
        )
        try:
            with progress(_rows_in(scope), "attachment") as bar:
                report = verify_store(scope, on_row=bar.update)
        except DomainError as error:
            raise CommandError(error.message) from error
        wrong = len(report.findings if options["strict"] else report.wrong)
        self.stdout.write(_json(report, wrong) if options["json"] else _text(report, wrong))
        if wrong:
            sys.exit(1)


def _rows_in(scope: Scope) -> int:
    rows = RunAttachment.objects.all()
    return (
        rows.count()
        if scope.since is None
        else rows.filter(created_at_utc__gte=scope.since).count()
    )


def _json(report: StoreReport, wrong: int) -> str:
    return as_json({"ok": not wrong, **asdict(report)})


def _text(report: StoreReport, wrong: int) -> str:
    verdict = f"{wrong} wrong." if wrong else "Nothing is wrong."
    left = len(report.findings) - wrong
    harmless = f" {left} unindexed files are harmless." if left else ""
    read = f"{report.verified} read ({report.bytes_read:,} bytes)"
    summary = f"{report.rows} attachments, {report.files} files, {read}. {verdict}{harmless}"
    return "\n".join([*map(_line, report.findings), summary])


def _line(finding: Finding) -> str:
    moved = f" Moved to {finding.quarantined_as}." if finding.quarantined_as else ""
    return f"{finding.problem}: {finding.name or finding.sha256}: {finding.detail}{moved}"
