"""Pages of lists: by a cursor, stable while rows are added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django_filters import rest_framework as filters
from django_filters.fields import IsoDateTimeField
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from rmos_runs.errors import InvalidRequest
from rmos_runs.http.timestamps import parse_timestamp, to_utc
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
        """Return the place to go on from. Raises InvalidRequest for a cursor that is none."""
        try:
            cursor = super().decode_cursor(request)
        except NotFound as error:
            raise _not_a_cursor() from error
        if cursor and cursor.position is not None and not self.is_position(str(cursor.position)):
            raise _not_a_cursor()
        return cursor

    def get_page_size(self, request: Request) -> int:
        """Return how many rows a page has. Raises InvalidRequest for what is no such number."""
        text = request.query_params.get(self.page_size_query_param)
        if text is None:
            return self.page_size
        # Nine digits at most: a longer text is no page, and slow to read as a number.
        size = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        if not 1 <= size <= self.max_page_size:
            wanted = f"Give a whole number from 1 to {self.max_page_size}."
            raise InvalidRequest(
                f"Invalid request: page_size. {wanted}", fields={"page_size": [wanted]}
            )
        return size

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the shape of a page in JSON Schema 2020-12, which has no `nullable`."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The address of the next page; null at the end."},
                "previous": {**link, "description": "The address of the page before; or null."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, _view: Any) -> list[dict[str, Any]]:
        """Return the query parameters of pages, with what they may be."""
        return [
            {
                "name": self.cursor_query_param,
                "in": "query",
                "required": False,
                "description": "Where the page begins: from the `next` or `previous` of another.",
                "schema": {"type": "string", "minLength": 1},
            },
            {
                "name": self.page_size_query_param,
                "in": "query",
                "required": False,
                "description": "How many rows a page has at most.",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": self.max_page_size,
                    "default": self.page_size,
                },
            },
        ]

    def is_position(self, text: str) -> bool:
        """Tell whether the text, which anybody may have written, is a place in the order."""
        raise NotImplementedError


class NewestFirst(_Pages):
    """By time, the newest first."""

    def is_position(self, text: str) -> bool:
        """Tell whether the text is a time."""
        try:
            parse_timestamp(text)
        except ValueError:
            return False
        return True


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


def _not_a_cursor() -> InvalidRequest:
    wanted = "Take the cursor from the `next` or `previous` of a page of this list."
    return InvalidRequest(f"Invalid request: cursor. {wanted}", fields={"cursor": [wanted]})


class TimestampField(IsoDateTimeField):  # type: ignore[misc]  # the library is untyped
    """A time in ISO 8601, in UTC whatever its offset was."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the time, None for an empty text. Raises ValidationError."""
        try:
            moment = super().to_python(value)
            return None if moment is None else to_utc(moment)
        except (ValueError, OverflowError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class TimestampFilter(filters.IsoDateTimeFilter):  # type: ignore[misc]  # as above
    """Compares a column with a time that Postgres can hold."""

    field_class = TimestampField


class RunFilter(filters.FilterSet):  # type: ignore[misc]  # the library is untyped
    """What runs can be filtered by."""

    status = filters.ChoiceFilter(choices=RunStatus.choices)
    explanation_status = filters.ChoiceFilter(choices=ExplanationStatus.choices)
    workflow_session_id = filters.CharFilter("workflow_session_id")
    created_after = TimestampFilter("created_at_utc", lookup_expr="gte")
    created_before = TimestampFilter("created_at_utc", lookup_expr="lt")

    class Meta:
        model = RunArtifact
        fields = ("status", "mode", "tool_id", "request_id", "explanation_status")


class SessionFilter(filters.FilterSet):  # type: ignore[misc]  # as above
    """What sessions can be filtered by."""

    status = filters.ChoiceFilter(choices=SessionStatus.choices)
    created_after = TimestampFilter("created_at_utc", lookup_expr="gte")
    created_before = TimestampFilter("created_at_utc", lookup_expr="lt")

    class Meta:
        model = WorkflowSession
        fields = ("status", "user_id", "workflow_type", "machine_id", "material_id", "tool_id")
