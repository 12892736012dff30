"""What must hold after any amount of killing."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.models import Attempt, Generation, Variant
from rmos_runs.models import RunAttachment
from tests.fake_openai import FakeOpenAI

FINISHED = {"OK", "ERROR", "CANCELLED"}


def is_all_finished() -> bool:
    """Whether nothing is left to do."""
    return not (
        Variant.objects.exclude(status__in=FINISHED).exists()
        or ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).exists()
    )


def check_rows() -> None:
    """Every variant, attempt and generation is closed, and agrees with the others."""
    for variant in Variant.objects.all():
        assert variant.status in FINISHED
        assert (variant.stage, variant.finished_at_utc is None) == ("", False)
    for generation in Generation.objects.prefetch_related("variants"):
        statuses = {variant.status for variant in generation.variants.all()}
        assert generation.finished_at_utc is not None
        assert (generation.status == "OK") == (statuses == {"OK"}), generation.status
    assert not Attempt.objects.filter(outcome="OPEN").exists()
    assert not Attempt.objects.filter(outcome="OK", answer=None).exists()


def check_files(root: Path) -> None:
    """Every row has its file, and every file is what its name says."""
    files = {path.name[:64]: path for path in root.rglob("*") if len(path.stem) == 64}
    for digest, path in files.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    rows = set(RunAttachment.objects.values_list("sha256", flat=True))
    assert rows <= files.keys()


def check_calls(provider: FakeOpenAI) -> None:
    """Each call that arrived is on record, and none arrived twice."""
    arrived = Counter(r.headers["x-client-request-id"] for r in provider.image_requests)
    assert set(arrived.values()) <= {1}
    assert arrived.keys() <= set(Attempt.objects.values_list("client_request_id", flat=True))
    unsent = Attempt.objects.filter(sent_at_utc=None)
    assert not arrived.keys() & set(unsent.values_list("client_request_id", flat=True))
    assert set(unsent.values_list("outcome", flat=True)) <= {"FAILED"}
