"""The addresses of one drawing's pages; `artstudio.web.urls` has them among its own."""

from __future__ import annotations

from django.urls import path

from artstudio.web import asset_page, attach_page, compare_page, drawing_outline, tuning_page

urlpatterns = [
    path("assets/<slug:asset_id>", asset_page.asset, name="asset"),
    path("assets/<slug:asset_id>/outline.svg", drawing_outline.outline, name="outline"),
    path("assets/<slug:asset_id>/reproduce", asset_page.reproduce, name="reproduce"),
    path("assets/<slug:asset_id>/attach", attach_page.attach, name="attach"),
    path("compare", compare_page.compare, name="compare"),
    path("variants/<slug:variant_id>/tune", tuning_page.tune, name="tune"),
    path("variants/<slug:variant_id>/try", tuning_page.try_out, name="try"),
    path("variants/<slug:variant_id>/judge", tuning_page.judge, name="judge"),
    path("variants/<slug:variant_id>/tried.svg", tuning_page.tried_picture, name="tried"),
    path(
        "variants/<slug:variant_id>/tried-outline.svg",
        tuning_page.tried_outline,
        name="tried-outline",
    ),
]
