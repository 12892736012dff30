"""The addresses of the studio and of generations; `artstudio.web.urls` has them among its own."""

from __future__ import annotations

from django.urls import path

from artstudio.web.studio import (
    cancel_retry,
    estimate_fragment,
    generation_page,
    import_page,
    page,
)

urlpatterns = [
    path("", page.studio, name="studio"),
    path("estimate", estimate_fragment.estimate, name="estimate"),
    path("import", import_page.import_file, name="import"),
    path("recent", page.recent, name="recent"),
    path("generations/<slug:generation_id>", generation_page.generation, name="generation"),
    path(
        "generations/<slug:generation_id>/cancel",
        cancel_retry.cancel_generation,
        name="cancel-generation",
    ),
    path("variants/<slug:variant_id>/cancel", cancel_retry.cancel_variant, name="cancel-variant"),
    path("variants/<slug:variant_id>/retry", cancel_retry.retry_variant, name="retry-variant"),
]
