"""The JSON of the store's API, and of every problem."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from rmos_runs.models import RunAttachment


class ProblemSerializer(serializers.Serializer[None]):
    """What every error looks like."""

    detail = serializers.CharField(help_text="What went wrong and what to do, for a person.")
    code = serializers.SlugField(help_text="The same, for a program.")
    request_id = serializers.CharField(help_text="Finds the request in the log.")
    fields = serializers.DictField(  # type: ignore[assignment]  # the answer's word; never bound
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong with the body, by path.",
    )


class AttachmentSerializer(serializers.ModelSerializer[RunAttachment]):
    """The facts of an attachment, as its first writer gave them."""

    class Meta:
        model = RunAttachment
        fields: ClassVar[list[str]] = [
            "sha256",
            "kind",
            "mime",
            "filename",
            "ext",
            "size_bytes",
            "created_at_utc",
            "request_id",
            "metadata",
        ]
        read_only_fields = fields


class VerificationSerializer(serializers.Serializer[None]):
    """What reading the stored bytes again has found."""

    sha256 = serializers.CharField()
    ok = serializers.BooleanField()
    size_bytes = serializers.IntegerField(allow_null=True, help_text="Of the bytes read.")
    actual_sha256 = serializers.CharField(allow_null=True)
    error = serializers.ChoiceField(["blob_not_found", "hash_mismatch"], allow_null=True)
