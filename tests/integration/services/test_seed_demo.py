"""`seed_demo`: every page gets something to show, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Model

from artstudio.demo import seeding
from artstudio.demo.runs import RUNS
from artstudio.demo.workshop import GENERATIONS
from artstudio.models import ArtAsset, Generation, Variant
from artstudio.services.requests.seeds import seed_of_variant
from rmos_runs.integrity import verify_runs, verify_store
from rmos_runs.models import (
    AdvisoryInput,
    ExplanationStatus,
    RiskLevel,
    RunArtifact,
    RunAttachment,
    RunAttachmentLink,
    RunStatus,
    SessionStatus,
    WorkflowSession,
)

pytestmark = pytest.mark.django_db(transaction=True)
TABLES: list[type[Model]] = [
    AdvisoryInput,
    ArtAsset,
    Generation,
    RunArtifact,
    RunAttachment,
    RunAttachmentLink,
    Variant,
    WorkflowSession,
]


def seed() -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[dict[str, object]]]:
    return {t.__name__: list(t._default_manager.order_by("pk").values()) for t in TABLES}


def test_the_workshop_has_every_state_and_is_made_once() -> None:
    said = seed()
    assert f"{len(RUNS)} runs" in said
    runs = RunArtifact.objects.all()
    assert {run.status for run in runs} == set(RunStatus.values)
    assert {run.risk_level for run in runs} == set(RiskLevel.values)
    assert {run.explanation_status for run in runs} == set(ExplanationStatus.values)
    assert all(run.block_reason for run in runs if run.status != "OK")
    statuses = WorkflowSession.objects.values_list("status", flat=True)
    assert set(statuses) == set(SessionStatus.values)
    assert not Variant.objects.exclude(status="OK").exists()
    assert AdvisoryInput.objects.filter(kind="geometry_svg").count() >= len(RUNS) - 1
    assert verify_runs().ok
    assert verify_store().findings == []
    before = everything()
    assert "nothing was added" in seed()
    assert everything() == before


def test_what_an_interruption_left_out_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(seeding, "attach_assets_to_run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            seeding.seed_workshop()
    assert RunArtifact.objects.count() == 1
    added = seeding.seed_workshop()
    assert (added.sessions, added.generations, added.runs) == (0, 0, len(RUNS) - 1)
    first = RunArtifact.objects.get(request_id=f"demo-{RUNS[0].key}")
    assert first.explanation_status == RUNS[0].explanation
    assert first.advisory_inputs.count() == 1


def test_the_seeds_are_fixed_so_that_every_workshop_has_the_same_drawings() -> None:
    seeding.seed_workshop()
    made = set(Variant.objects.values_list("generation__variant_seed", "index", "seed"))
    assert made == {
        (f"demo-{asked.key}", index, seed_of_variant(f"demo-{asked.key}", index))
        for asked in GENERATIONS
        for index in range(asked.count)
    }
