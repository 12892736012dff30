"""The addresses of the gallery and of what is done in it."""

from __future__ import annotations

from django.urls import path

from artstudio.services.gallery.thumbnails import RECIPE
from artstudio.web.gallery import actions, collections, downloads, page, thumbnails

urlpatterns = [
    path("gallery", page.gallery, name="gallery"),
    path("gallery/updates", page.updates, name="gallery-updates"),
    path("gallery/bulk/download", downloads.download, name="gallery-download"),
    path("gallery/bulk/<slug:action>", actions.chosen, name="gallery-bulk"),
    path("gallery/undo/<slug:batch_id>", actions.undo_archive, name="gallery-undo"),
    path("gallery/searches", collections.save_search, name="save-search"),
    path("gallery/searches/<int:pk>/forget", collections.forget_search, name="forget-search"),
    path("gallery/collections", collections.make, name="make-collection"),
    path(
        "gallery/collections/<slug:collection_id>/rename",
        collections.rename,
        name="rename-collection",
    ),
    path(
        "gallery/collections/<slug:collection_id>/delete",
        collections.delete,
        name="delete-collection",
    ),
    path(
        "gallery/collections/<slug:collection_id>/move",
        collections.move,
        name="move-in-collection",
    ),
    path("assets/<slug:asset_id>/star", actions.star, name="star"),
    path("assets/<slug:asset_id>/rate/<int:rating>", actions.rate, name="rate"),
    path(
        f"thumbnails/{RECIPE}/<str:sha256>/<int:size>.webp",
        thumbnails.thumbnail_image,
        name="thumbnail",
    ),
]
