"""`manage.py create_token NAME`: a token for a program, shown once."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from artstudio.access.tokens import create_token
from rmos_runs.errors import DomainError

_MOST_DAYS = 36_500


class Command(BaseCommand):
    """Make a token and print it; only its digest is kept."""

    help = "Makes a token for `Authorization: Bearer TOKEN` and prints it, this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the token's name and how long it lasts."""
        parser.add_argument("name", help="by which the token is listed and revoked")
        parser.add_argument("--days", type=int, help="until it expires (default: never)")

    def handle(self, *_args: Any, name: str, days: int | None, **_options: Any) -> None:
        """Print the token alone on standard output, so that a script can take it."""
        if days is not None and not 1 <= days <= _MOST_DAYS:
            raise CommandError(f"Give 1 to {_MOST_DAYS} days.")
        try:
            made = create_token(name, lasts=timedelta(days=days) if days else None)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stderr.write("Keep it now: it is not shown again, and only its digest is stored.")
        self.stdout.write(made.token)
