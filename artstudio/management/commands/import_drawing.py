"""`manage.py import_drawing FILE`: a drawing of one's own into the gallery."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from artstudio.models import VariantStatus
from artstudio.services.imports.intake import CLOSED_LINES, UNITS, import_drawing
from rmos_runs.errors import DomainError


class Command(BaseCommand):
    """Import each file and say what became of it."""

    help = "Imports SVG, SVGZ, DXF, PDF and EPS files as drawings."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files, and what the files do not say themselves."""
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--width-mm", type=float, help="how wide the drawing becomes")
        parser.add_argument("--height-mm", type=float, help="how high the drawing becomes")
        parser.add_argument("--unit", choices=UNITS, help="what a unit of a DXF file is")
        parser.add_argument("--page", type=int, help="which page of a PDF; the first is 1")
        parser.add_argument("--closed-lines", choices=CLOSED_LINES, help="what they become")
        parser.add_argument("--title", help="by default the file's name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import the files one by one; raises CommandError where one of them cannot be."""
        sizes = {name: options[name] for name in ("width_mm", "height_mm")}
        given = {name: options[name] for name in ("title", "unit", "page", "closed_lines")}
        failed = [path for path in options["files"] if not self._import(path, sizes, given)]
        if failed:
            raise CommandError(f"Not imported: {', '.join(map(str, failed))}")

    def _import(self, path: Path, sizes: dict[str, Any], given: dict[str, Any]) -> bool:
        try:
            with path.open("rb") as opened:
                file = File(opened, name=path.name)
                made = import_drawing(file, constraints=sizes, **given)
        except (OSError, DomainError) as error:
            said = error.message if isinstance(error, DomainError) else error.strerror
            fields = getattr(error, "fields", None)
            self.stderr.write(f"{path}: {said}{f' {json.dumps(fields)}' if fields else ''}")
            return False
        variant = made.variants.all()[0]
        if variant.status != VariantStatus.OK:
            self.stderr.write(f"{path}: {(variant.error or {}).get('message')}")
            return False
        facts = variant.measurements
        asset = variant.asset.asset_id if variant.asset else ""
        self.stdout.write(f"{path}: {asset} {facts['width_mm']:g} x {facts['height_mm']:g} mm")
        for warning in variant.warnings:
            self.stdout.write(f"  {warning['message']}")
        return True
