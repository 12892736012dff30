"""The JSON of linking drawings to runs, and of acknowledging safety flags."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from artstudio.services.runs.linking import MAX_ASSETS
from rmos_runs.api.references_serializers import AdvisoryRecord


class AttachToRunBody(serializers.Serializer[Any]):
    """Which assets advise which run."""

    asset_ids = serializers.ListField(
        child=serializers.CharField(), min_length=1, max_length=MAX_ASSETS
    )
    run_id = serializers.CharField()


class AttachToRunAnswer(serializers.Serializer[Any]):
    """What the run was given, in the order asked for, and how many were new to it."""

    status = serializers.SerializerMethodField(help_text='Always "ok": all of them are linked.')
    run_id = serializers.CharField()
    asset_ids = serializers.SerializerMethodField()
    created_count = serializers.IntegerField()
    advisory_inputs = AdvisoryRecord(many=True)

    def get_status(self, _attached: Any) -> str:
        """Return "ok"; whatever else happened is an error."""
        return "ok"

    def get_asset_ids(self, attached: Any) -> list[str]:
        """Return the ids, each one once."""
        return [asset.asset_id for asset in attached.assets]


class AcknowledgeBody(serializers.Serializer[Any]):
    """Who has seen the safety flags."""

    acknowledged_by = serializers.CharField(required=False, max_length=128)
