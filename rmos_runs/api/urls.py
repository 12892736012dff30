"""Paths of the store's API, relative to where the project mounts them."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "rmos_api"
urlpatterns: list[URLPattern] = []
