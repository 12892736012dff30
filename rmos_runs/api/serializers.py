"""The JSON of the store's API, and of every problem."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

from rmos_runs.api.records import FastRecords
from rmos_runs.models import RunAttachment


class NullForEmptyText(FastRecords, serializers.ModelSerializer[Any]):
    """Shows a text that was not given as null; the columns keep it as an empty text."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Mark what may be null, so that the schema says so too."""
        fields = super().get_fields()
        for name in _optional_texts(self.Meta.model) & fields.keys():  # type: ignore[arg-type]
            fields[name].allow_null = True
        return fields

    def to_representation(self, row: Any) -> dict[str, Any]:
        """Return the row with null for each text that is empty and may be."""
        shown = super().to_representation(row)
        for name in _optional_texts(self.Meta.model):  # type: ignore[arg-type]
            if shown.get(name) == "":
                shown[name] = None
        return shown


@cache
def _optional_texts(model: Any) -> frozenset[str]:
    return frozenset(
        field.name
        for field in model._meta.get_fields()  # noqa: SLF001 - Django's documented API
        if isinstance(field, models.CharField | models.TextField) and field.blank
    )


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


class AttachmentSerializer(NullForEmptyText):
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
