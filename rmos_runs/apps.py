"""The lower app: the content-addressed store and, on top of it, runs and sessions."""

from __future__ import annotations

from django.apps import AppConfig


class RmosRunsConfig(AppConfig):
    """Registers the app and its system checks."""

    name = "rmos_runs"
    verbose_name = "Store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks; importing the module is what registers them."""
        from rmos_runs import checks  # noqa: F401, PLC0415 - imported for its registrations
