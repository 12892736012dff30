"""The JSON of workflow sessions."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from rmos_runs.api.serializers import NullForEmptyText
from rmos_runs.models import SessionStatus, WorkflowSession
from rmos_runs.runs.sessions import OBJECTS, TEXTS

CHANGEABLE = [*TEXTS, *OBJECTS, "status"]


class SessionBody(NullForEmptyText):
    """What may be said about a session; everything is optional, objects are merged."""

    status = serializers.ChoiceField(SessionStatus.choices, required=False, allow_null=True)
    context_json = serializers.DictField(required=False, allow_null=True)
    state_data_json = serializers.DictField(required=False, allow_null=True)

    class Meta:
        model = WorkflowSession
        fields = CHANGEABLE


class SessionRecord(NullForEmptyText):
    """A workflow session."""

    context_json: Any = serializers.DictField()
    state_data_json: Any = serializers.DictField()

    class Meta:
        model = WorkflowSession
        fields: ClassVar[list[str]] = [
            "session_id",
            "status",
            *TEXTS,
            *OBJECTS,
            "created_at_utc",
            "updated_at_utc",
        ]
