"""The addresses of one drawing's pages; `artstudio.web.urls` has them among its own."""

from __future__ import annotations

from django.urls import path

from artstudio.web import asset_page, drawing_outline

urlpatterns = [
    path("assets/<slug:asset_id>", asset_page.asset, name="asset"),
    path("assets/<slug:asset_id>/outline.svg", drawing_outline.outline, name="outline"),
    path("assets/<slug:asset_id>/reproduce", asset_page.reproduce, name="reproduce"),
]
