"""`manage.py draw_styles`: the pictures of the style presets, drawn by the pattern engine."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from artstudio.paths import RESOURCES
from artstudio.services.requests.style_pictures import (
    STYLES,
    style_filename,
    style_picture,
)


class Command(BaseCommand):
    """Write the pictures among the static files of a working copy."""

    help = "Draws the pictures of the style presets anew, after a change of the pattern engine."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write every picture and say where they are."""
        folder = RESOURCES / "static" / "img" / "styles"
        folder.mkdir(parents=True, exist_ok=True)
        for style in STYLES:
            (folder / style_filename(style)).write_bytes(style_picture(style))
        self.stdout.write(f"Drew {len(STYLES)} styles in {folder}.")
