"""Which runs name which bytes, and the drawings that stand for a run in a list."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Prefetch, QuerySet

from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachmentLink
from rmos_runs.runs.titles import RUN_TITLE

#: Types that pages show as pictures.
PICTURES = frozenset({"image/svg+xml", "image/png", "image/jpeg", "image/webp"})
#: What a list never shows; some of it is long.
HEAVY = (
    "gcode_text",
    "opplan_json",
    "request_summary",
    "feasibility",
    "decision_details",
    "meta",
    "explanation_summary",
)


def runs_that_use(sha256s: Collection[str]) -> QuerySet[RunArtifact]:
    """Return the runs that name these bytes, newest first, without what is long.

    They name them as an attachment or as an advisory input.
    """
    advised = AdvisoryInput.objects.filter(attachment__in=sha256s).values("run")
    linked = RunAttachmentLink.objects.filter(attachment__in=sha256s).values("run")
    runs = (
        RunArtifact.objects.filter(pk__in=advised.union(linked))
        .annotate(title=RUN_TITLE)
        .defer(*HEAVY)
    )
    return runs.order_by("-created_at_utc", "-run_id")


def first_drawings(count: int) -> Prefetch:  # type: ignore[type-arg]  # not generic at run time
    """Return how to read each run's first `count` pictures, as `first_drawings`."""
    pictures = AdvisoryInput.objects.filter(attachment__mime__in=PICTURES).order_by("id")
    return Prefetch("advisory_inputs", queryset=pictures[:count], to_attr="first_drawings")
