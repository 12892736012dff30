"""The addresses of the pages."""

from __future__ import annotations

from django.urls import path

from artstudio.web import (
    control_pages,
    drawing_urls,
    estimate_part,
    gallery_urls,
    generation_page,
    icon,
    import_page,
    studio,
)

app_name = "web"

urlpatterns = [
    path("", studio.studio, name="studio"),
    path("estimate", estimate_part.estimate, name="estimate"),
    path("import", import_page.import_file, name="import"),
    path("recent", studio.recent, name="recent"),
    *gallery_urls.urlpatterns,
    *drawing_urls.urlpatterns,
    path("generations/<slug:generation_id>", generation_page.generation, name="generation"),
    path(
        "generations/<slug:generation_id>/cancel",
        control_pages.cancel_generation,
        name="cancel-generation",
    ),
    path("variants/<slug:variant_id>/cancel", control_pages.cancel_variant, name="cancel-variant"),
    path("variants/<slug:variant_id>/retry", control_pages.retry_variant, name="retry-variant"),
    path("favicon.ico", icon.favicon, name="favicon"),
]
