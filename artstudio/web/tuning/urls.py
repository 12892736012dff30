"""The addresses of tuning a drawing; `artstudio.web.urls` has them among its own."""

from __future__ import annotations

from django.urls import path

from artstudio.web.tuning import page

urlpatterns = [
    path("variants/<slug:variant_id>/tune", page.tune, name="tune"),
    path("variants/<slug:variant_id>/try", page.preview_fragment, name="try"),
    path("variants/<slug:variant_id>/judge", page.preview_report, name="judge"),
    path("variants/<slug:variant_id>/tried.svg", page.preview_picture, name="tried"),
    path(
        "variants/<slug:variant_id>/tried-outline.svg",
        page.preview_outline,
        name="tried-outline",
    ),
]
