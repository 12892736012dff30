"""Which run a drawing is for: one that is found, or one that is begun for a session."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from artstudio.models import ArtAsset
from artstudio.services.runs.linking import Attached, attach_assets_to_run
from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.http.storable_json import is_storable_text
from rmos_runs.models import RiskLevel, RunArtifact, RunStatus, WorkflowSession
from rmos_runs.runs import service
from rmos_runs.runs.backrefs import HEAVY
from rmos_runs.runs.sessions import get_session, list_sessions
from rmos_runs.runs.titles import RUN_TITLE, SESSION_TITLE

#: What a run that is begun with a drawing says of itself: nothing has been cut or judged yet.
MODE = "artwork"
TOOL = "artstudio"
MOST = 12


def runs_named(words: str) -> QuerySet[RunArtifact]:
    """Return the newest runs whose title, id, mode, tool or session has `words` in it."""
    runs = service.list_runs().annotate(title=RUN_TITLE).defer(*HEAVY)
    for word in words.split()[:4]:
        if not is_storable_text(word):
            return runs.none()
        names = ("run_id__contains", "mode__icontains", "tool_id__icontains", "title__icontains")
        named = Q(workflow_session__session_id__contains=word)
        for name in names:
            named |= Q(**{name: word})
        runs = runs.filter(named)
    return runs[:MOST]


def failed_run(run_id: str) -> RunArtifact | None:
    """Return the run of this id if it ended with an error: one asks before adding to it."""
    run = service.get_run(run_id)
    return run if run is not None and run.status == RunStatus.ERROR else None


def newest_sessions() -> QuerySet[WorkflowSession]:
    """Return the sessions that a run may be begun for."""
    return list_sessions().filter(status="ACTIVE").annotate(title=SESSION_TITLE)[:MOST]


@transaction.atomic
def create_run_for_asset(asset: ArtAsset, *, session_id: str) -> Attached:
    """Begin a run of a session with a drawing. Raises SessionNotFound.

    Nobody has judged it yet: its risk is unknown, and its feasibility empty.
    """
    session = get_session(session_id)
    run = service.create_run(
        mode=MODE,
        tool_id=session.tool_id or TOOL,
        status=RunStatus.OK,
        decision={"risk_level": RiskLevel.UNKNOWN},
        hashes={"feasibility_sha256": sha256_hex(canonical_json({}))},
        request_summary={"asset_id": asset.asset_id},
        workflow_session_id=session.session_id,
    )
    return attach_assets_to_run(asset_ids=[asset.asset_id], run_id=run.run_id)
