"""The upper app: from a prompt to an indexed drawing."""

from __future__ import annotations

from django.apps import AppConfig


class ArtStudioConfig(AppConfig):
    """Names the app; the system checks register themselves on import."""

    name = "artstudio"
    verbose_name = "Art Studio"

    def ready(self) -> None:
        """Register the system checks."""
        from artstudio import checks  # noqa: F401, PLC0415 - needs the loaded registry
