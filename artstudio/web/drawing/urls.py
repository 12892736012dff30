"""The addresses of one drawing's pages; `artstudio.web.urls` has them among its own."""

from __future__ import annotations

from django.urls import path

from artstudio.web.drawing import attach_page, compare_page, outline, page

urlpatterns = [
    path("assets/<slug:asset_id>", page.asset, name="asset"),
    path("assets/<slug:asset_id>/outline.svg", outline.outline, name="outline"),
    path("assets/<slug:asset_id>/reproduce", page.reproduce, name="reproduce"),
    path("assets/<slug:asset_id>/attach", attach_page.attach, name="attach"),
    path("compare", compare_page.compare, name="compare"),
]
