"""The paths of the art API, below /api/art/."""

from __future__ import annotations

from django.urls import path

from artstudio.api import views

app_name = "art_api"

urlpatterns = [
    path("prompt-to-svg", views.PromptToSvg.as_view(), name="prompt-to-svg"),
    path("assets", views.AssetList.as_view(), name="assets"),
    path("assets/<slug:asset_id>", views.AssetDetail.as_view(), name="asset"),
    path("generations", views.GenerationList.as_view(), name="generations"),
    path("generations/<slug:generation_id>", views.GenerationDetail.as_view(), name="generation"),
    path("providers", views.Providers.as_view(), name="providers"),
]
