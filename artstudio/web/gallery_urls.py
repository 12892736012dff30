"""The addresses of the gallery and of what is done in it."""

from __future__ import annotations

from django.urls import path

from artstudio.services.gallery.thumbnails import RECIPE
from artstudio.web import gallery, gallery_boards, gallery_deeds, gallery_downloads
from artstudio.web import gallery_thumbnails as thumbnails

urlpatterns = [
    path("gallery", gallery.gallery, name="gallery"),
    path("gallery/news", gallery.news, name="gallery-news"),
    path("gallery/chosen/download", gallery_downloads.download, name="gallery-download"),
    path("gallery/chosen/<slug:deed>", gallery_deeds.chosen, name="gallery-chosen"),
    path("gallery/undo/<slug:moment>", gallery_deeds.undo_archive, name="gallery-undo"),
    path("gallery/searches", gallery_boards.save_search, name="save-search"),
    path("gallery/searches/<int:pk>/forget", gallery_boards.forget_search, name="forget-search"),
    path("gallery/collections", gallery_boards.make, name="make-collection"),
    path(
        "gallery/collections/<slug:collection_id>/rename",
        gallery_boards.rename,
        name="rename-collection",
    ),
    path(
        "gallery/collections/<slug:collection_id>/delete",
        gallery_boards.delete,
        name="delete-collection",
    ),
    path(
        "gallery/collections/<slug:collection_id>/move",
        gallery_boards.move,
        name="move-in-collection",
    ),
    path("assets/<slug:asset_id>/star", gallery_deeds.star, name="star"),
    path("assets/<slug:asset_id>/rate/<int:rating>", gallery_deeds.rate, name="rate"),
    path(
        f"thumbnails/{RECIPE}/<str:sha256>/<int:size>.webp",
        thumbnails.thumbnail_image,
        name="thumbnail",
    ),
]
