"""`manage.py derive VARIANT OPERATION [NAME=VALUE ...]`: make something of a stored drawing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from artstudio.services.tuning.derive import OPERATIONS, derive, preview_derivation
from rmos_runs.errors import DomainError


class Command(BaseCommand):
    """Keep a derived drawing as a new variant, or write it to a file and store nothing."""

    help = (
        "Makes an inlay pair, kerf and the like of a stored drawing. Prints the new variant's id. "
        f"Operations: {', '.join(OPERATIONS)}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to derive from, how, and where to."""
        parser.add_argument("variant_id", help="whose drawing is used")
        parser.add_argument("operation", choices=list(OPERATIONS))
        parser.add_argument(
            "parameters", nargs="*", metavar="NAME=VALUE", help="such as gap_mm=0.05"
        )
        parser.add_argument("--preview", metavar="FILE", help="write the SVG here; store nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Derive; warnings go to standard error."""
        given = _parameters(options["parameters"])
        try:
            self._derive(options["variant_id"], options["operation"], given, options["preview"])
        except DomainError as error:
            faults = [f"{path}: {' '.join(told)}" for path, told in (error.fields or {}).items()]
            raise CommandError("\n".join([error.message, *faults])) from error

    def _derive(
        self, variant_id: str, operation: str, given: dict[str, Any], preview: str | None
    ) -> None:
        if preview:
            drawn = preview_derivation(variant_id, operation, given)
            Path(preview).write_bytes(drawn.svg)
            self._warn(drawn.warnings)
            return
        made = derive(variant_id, operation, given)
        self._warn(made.warnings)
        if made.error:
            raise CommandError(made.error["message"])
        self.stdout.write(made.variant_id)

    def _warn(self, warnings: Sequence[dict[str, Any]]) -> None:
        for warning in warnings:
            self.stderr.write(warning["message"])


def _parameters(given: Sequence[str]) -> dict[str, Any]:
    """Return NAME=VALUE pairs; a value is JSON where it can be read as that, else text."""
    found: dict[str, Any] = {}
    for pair in given:
        name, is_given, value = pair.partition("=")
        if not is_given:
            raise CommandError(f"Give NAME=VALUE, not {pair}.")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found
