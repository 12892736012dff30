"""Pages of lists: by a cursor, stable while rows are added."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime
from django_filters import rest_framework as filters
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from rmos_runs.models import (
    ExplanationStatus,
    RunArtifact,
    RunStatus,
    SessionStatus,
    WorkflowSession,
)


class _Pages(CursorPagination):
    page_size_query_param = "page_size"
    max_page_size = 200
    page_size = 24

    def decode_cursor(self, request: Request) -> Any:
        """Return the place to go on from. Raises NotFound for a cursor that is none."""
        cursor = super().decode_cursor(request)
        if cursor and cursor.position is not None and not self.is_position(str(cursor.position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor

    def is_position(self, text: str) -> bool:
        """Tell whether the text, which anybody may have written, is a place in the order."""
        raise NotImplementedError


class NewestFirst(_Pages):
    """By time, the newest first."""

    def is_position(self, text: str) -> bool:
        """Tell whether the text is a time."""
        try:
            return parse_datetime(text) is not None
        except (ValueError, OverflowError):
            return False


class RunPages(NewestFirst):
    """Runs, newest first."""

    ordering = ("-created_at_utc", "-run_id")


class SessionPages(NewestFirst):
    """Sessions, newest first."""

    ordering = ("-created_at_utc", "-session_id")


class InOrder(_Pages):
    """References, in the order they were added."""

    ordering = ("id",)
    page_size = 100
    max_page_size = 1000

    def is_position(self, text: str) -> bool:
        """Tell whether the text is a row's number."""
        return text.isascii() and text.isdigit() and len(text) < 19


class RunFilter(filters.FilterSet):  # type: ignore[misc]  # the library is untyped
    """What runs can be filtered by."""

    status = filters.ChoiceFilter(choices=RunStatus.choices)
    explanation_status = filters.ChoiceFilter(choices=ExplanationStatus.choices)
    workflow_session_id = filters.CharFilter("workflow_session_id")
    created_after = filters.IsoDateTimeFilter("created_at_utc", lookup_expr="gte")
    created_before = filters.IsoDateTimeFilter("created_at_utc", lookup_expr="lt")

    class Meta:
        model = RunArtifact
        fields = ("status", "mode", "tool_id", "request_id", "explanation_status")


class SessionFilter(filters.FilterSet):  # type: ignore[misc]  # as above
    """What sessions can be filtered by."""

    status = filters.ChoiceFilter(choices=SessionStatus.choices)
    created_after = filters.IsoDateTimeFilter("created_at_utc", lookup_expr="gte")
    created_before = filters.IsoDateTimeFilter("created_at_utc", lookup_expr="lt")

    class Meta:
        model = WorkflowSession
        fields = ("status", "user_id", "workflow_type", "machine_id", "material_id", "tool_id")
