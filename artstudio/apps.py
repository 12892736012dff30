"""The upper app: from a prompt to an indexed drawing."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks.registry import registry


class ArtStudioConfig(AppConfig):
    """Names the app; the system checks register themselves on import."""

    name = "artstudio"
    verbose_name = "Art Studio"

    def ready(self) -> None:
        """Register the system checks, and answer what the store's pages ask of drawings."""
        from artstudio.ops import checks  # noqa: F401, PLC0415 - needs the loaded registry
        from artstudio.ops.database_checks import work_without_database  # noqa: PLC0415 - as above
        from artstudio.related import StudioHook  # noqa: PLC0415 - as above
        from artstudio.services.generation.provenance import first_provenance  # noqa: PLC0415 - as above
        from rmos_runs.hooks import register_origins, register_provenance  # noqa: PLC0415 - as above

        register_origins(StudioHook())
        register_provenance(first_provenance)
        # The last app: every check is registered by now.
        work_without_database(registry)
