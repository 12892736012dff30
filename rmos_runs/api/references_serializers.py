"""The JSON of what runs refer to: attachments, uploads, advisory inputs.

The shapes ending in `Body` describe what comes in for the schema; the domain checks it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from rmos_runs.api.serializers import NullForEmptyText
from rmos_runs.models import AdvisoryInput, AdvisoryKind, RunAttachmentLink

_SHA256 = r"^[0-9a-f]{64}$"


def digest(**kwargs: Any) -> serializers.RegexField:
    """Return a field for a SHA-256."""
    return serializers.RegexField(_SHA256, **kwargs)


class LinkBody(serializers.Serializer[Any]):
    """An attachment to link; kind and filename are its own unless given."""

    sha256 = digest()
    kind = serializers.CharField(required=False, max_length=64)
    filename = serializers.CharField(required=False, max_length=255)


class LinksBody(serializers.Serializer[Any]):
    """Attachments that are in the store and shall belong to the run."""

    attachments = LinkBody(many=True)


class UploadBody(serializers.Serializer[Any]):
    """Bytes to store."""

    file = serializers.FileField()
    kind = serializers.CharField(required=False, max_length=64, default="upload")
    filename = serializers.CharField(required=False, max_length=255)
    sha256 = digest(required=False, help_text="What the bytes must have; else nothing is kept.")


class _ReferenceRecord(serializers.Serializer[Any]):
    sha256 = serializers.CharField(source="attachment_id")
    mime = serializers.CharField(source="attachment.mime")
    size_bytes = serializers.IntegerField(source="attachment.size_bytes")


class LinkRecord(_ReferenceRecord, NullForEmptyText):
    """An attachment of a run, under the kind and filename it has there."""

    class Meta:
        model = RunAttachmentLink
        fields: ClassVar[list[str]] = [
            "sha256",
            "kind",
            "filename",
            "mime",
            "size_bytes",
            "request_id",
            "created_at_utc",
        ]


class LinksAnswer(serializers.Serializer[Any]):
    """The links asked for, and how many of them are new."""

    run_id = serializers.CharField()
    created_count = serializers.IntegerField()
    attachments = LinkRecord(many=True)


class AdvisoryBody(serializers.Serializer[Any]):
    """Stored bytes that advise the run."""

    sha256 = digest()
    advisory_id = serializers.CharField(
        required=False, max_length=128, help_text="By default the SHA-256."
    )
    kind = serializers.ChoiceField(AdvisoryKind.choices, default="unknown")
    engine_id = serializers.CharField(required=False, max_length=128)
    engine_version = serializers.CharField(required=False, max_length=64)


class AdvisoryRecord(_ReferenceRecord, NullForEmptyText):
    """Bytes that advised a run, and from which engine."""

    class Meta:
        model = AdvisoryInput
        fields: ClassVar[list[str]] = [
            "advisory_id",
            "sha256",
            "kind",
            "engine_id",
            "engine_version",
            "mime",
            "size_bytes",
            "request_id",
            "created_at_utc",
        ]
