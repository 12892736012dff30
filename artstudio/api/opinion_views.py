"""What people think of drawings, over HTTP: each deed for up to 500 at once, all or none.

Every one of them says how things shall be, and not what shall change: twice is harmless.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.asset_serializers import (
    ChosenAssets,
    OpinionsAnswer,
    RateBody,
    StarBody,
    TagBody,
)
from artstudio.api.views import PROBLEM
from artstudio.services.gallery import collections, curation
from rmos_runs.api.bodies import validated

_ANSWERS: dict[int, Any] = {200: OpinionsAnswer, 400: PROBLEM, 404: PROBLEM}


def _answer(asset_ids: list[str]) -> Response:
    return Response(OpinionsAnswer({"assets": collections.get_tagged(asset_ids)}).data)


class Star(APIView):
    """POST: give drawings their star, or take it."""

    @extend_schema(request=StarBody, responses=_ANSWERS)
    def post(self, request: Request) -> Response:
        """Answer what is thought of them now; a star that is there keeps its time."""
        given = validated(StarBody, request)
        curation.star(given["asset_ids"], starred=given["starred"])
        return _answer(given["asset_ids"])


class Rate(APIView):
    """POST: rate drawings."""

    @extend_schema(request=RateBody, responses=_ANSWERS)
    def post(self, request: Request) -> Response:
        """Answer what is thought of them now; 0 takes the rating back."""
        given = validated(RateBody, request)
        curation.rate(given["asset_ids"], given["rating"])
        return _answer(given["asset_ids"])


class AddTags(APIView):
    """POST: give drawings tags."""

    @extend_schema(request=TagBody, responses=_ANSWERS)
    def post(self, request: Request) -> Response:
        """Answer what is thought of them now."""
        given = validated(TagBody, request)
        collections.tag_assets(given["asset_ids"], ",".join(given["tags"]))
        return _answer(given["asset_ids"])


class RemoveTags(APIView):
    """POST: take tags from drawings."""

    @extend_schema(request=TagBody, responses=_ANSWERS)
    def post(self, request: Request) -> Response:
        """Answer what is thought of them now; a tag that is not there is no fault."""
        given = validated(TagBody, request)
        collections.untag_assets(given["asset_ids"], ",".join(given["tags"]))
        return _answer(given["asset_ids"])


class Archive(APIView):
    """POST: put drawings out of sight; nothing is deleted."""

    @extend_schema(request=ChosenAssets, responses=_ANSWERS)
    def post(self, request: Request) -> Response:
        """Answer what is thought of them now."""
        given = validated(ChosenAssets, request)
        curation.archive(given["asset_ids"])
        return _answer(given["asset_ids"])


class Unarchive(APIView):
    """POST: bring drawings back in sight."""

    @extend_schema(request=ChosenAssets, responses=_ANSWERS)
    def post(self, request: Request) -> Response:
        """Answer what is thought of them now."""
        given = validated(ChosenAssets, request)
        curation.unarchive(given["asset_ids"])
        return _answer(given["asset_ids"])
