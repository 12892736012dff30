"""`manage.py revoke_token NAME`: from now on the token opens nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from artstudio.access.tokens import revoke_token
from rmos_runs.errors import DomainError


class Command(BaseCommand):
    """Revoke a token by its name."""

    help = "Revokes a token at once; list_tokens shows the names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the token's name."""
        parser.add_argument("name")

    def handle(self, *_args: Any, name: str, **_options: Any) -> None:
        """Revoke and say so."""
        try:
            revoke_token(name)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Revoked: {name}")
