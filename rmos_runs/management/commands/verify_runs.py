"""`manage.py verify_runs`: the facts of every run still have the digest they were recorded with."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from rmos_runs.integrity import RunsReport, RunVerification, verify_runs
from rmos_runs.management.options import as_json, moment, progress
from rmos_runs.models import RunArtifact


class Command(BaseCommand):
    """Recompute the digests of runs; exit code 1 when anything is wrong."""

    help = "Recomputes the digests of runs' facts and looks for the files they refer to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--since", type=moment, metavar="DATE", help="only runs recorded since then"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, report, and exit with 1 when anything is wrong."""
        since = options["since"]
        runs = RunArtifact.objects.filter(**({"created_at_utc__gte": since} if since else {}))
        with progress(runs.count(), "run") as bar:
            report = verify_runs(since=since, on_run=bar.update)
        self.stdout.write(_json(report) if options["json"] else _text(report))
        if not report.ok:
            sys.exit(1)


def _json(report: RunsReport) -> str:
    failed = [asdict(run) | {"problems": run.problems} for run in report.failed]
    noted = [{"run_id": run.run_id, "notes": run.notes} for run in report.noted]
    return as_json({"ok": report.ok, "runs": report.runs, "failed": failed, "noted": noted})


def _text(report: RunsReport) -> str:
    verdict = "Nothing is wrong." if report.ok else f"{len(report.failed)} wrong."
    notes = [f"{run.run_id}: note: {' '.join(run.notes)}" for run in report.noted]
    return "\n".join([*map(_line, report.failed), *notes, f"{report.runs} runs. {verdict}"])


def _line(run: RunVerification) -> str:
    return f"{run.run_id}: {' '.join(run.problems)}"
