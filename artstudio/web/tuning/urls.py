"""The addresses of tuning a drawing; `artstudio.web.urls` has them among its own."""

from __future__ import annotations

from django.urls import path

from artstudio.web.tuning import page

urlpatterns = [
    path("variants/<slug:variant_id>/tune", page.tune, name="tune"),
    path("variants/<slug:variant_id>/preview", page.preview_fragment, name="preview"),
    path("variants/<slug:variant_id>/preview/report", page.preview_report, name="preview-report"),
    path("variants/<slug:variant_id>/preview.svg", page.preview_picture, name="preview-picture"),
    path(
        "variants/<slug:variant_id>/preview-outline.svg",
        page.preview_outline,
        name="preview-outline",
    ),
]
