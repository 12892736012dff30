"""Sessions: where each stands, its runs and its drawings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from artstudio.models import Generation
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.runs.sessions import create_session, update_session
from tests.integration.rmos_runs.pages.lists import more, rows_of
from tests.integration.rmos_runs.run_bodies import drawing_of, new_run
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db


class TestSessionPages:
    """Sessions: where each stands, its runs and its drawings."""

    def test_the_page_has_facts_runs_and_drawings(
        self, client: Client, run: RunArtifact, session: WorkflowSession, drawn: Generation
    ) -> None:
        page = page_of(client.get(f"/sessions/{session.pk}"))
        for words in ("Soundhole rosette", "cutting", "router-1", "Active", "214", session.pk):
            assert words in page.words, words
        assert page.all("a", href=f"/runs/{run.pk}")
        assert page.all("a", href=f"/runs?workflow_session_id={session.pk}")
        assert page.all("a", href=f"/generations/{drawn.generation_id}")
        covers = [img["src"] for img in page.all("img")]
        assert f"/api/rmos/attachments/{drawing_of(drawn)}" in covers

    def test_an_empty_session_says_how_to_use_it(
        self, client: Client, session: WorkflowSession
    ) -> None:
        page = page_of(client.get(f"/sessions/{session.pk}"))
        assert "None yet. Begin one, or attach a drawing to a new one." in page.words
        assert page.one("form", action=f"/sessions/{session.pk}/runs")

    def test_its_admin_page_is_one_click_away(
        self, client: Client, admin_client: Client, session: WorkflowSession
    ) -> None:
        page = page_of(client.get(f"/sessions/{session.pk}"))
        (admin,) = {link["href"] for link in page.all("a") if "workflowsession" in link["href"]}
        assert session.pk in page_of(admin_client.get(admin)).words

    def test_the_page_costs_the_same_for_many_runs_and_generations(
        self,
        client: Client,
        count_queries: Callable[[str], int],
        run: RunArtifact,
        session: WorkflowSession,
    ) -> None:
        address = f"/sessions/{session.pk}"
        one = count_queries(address)
        for number in range(3):
            new_run(workflow_session_id=session.pk)
            generate_svg_variants("Vine", 1, str(number), workflow_session_id=session.pk)
        assert count_queries(address) == one == 5

    def test_the_list_is_filtered_and_paged(
        self, client: Client, htmx: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rmos_runs.web.session_list.PAGE_SIZE", 1)
        done, other = create_session(workflow_type="Vine"), create_session()
        update_session(done.pk, status="COMPLETED")
        page = page_of(client.get("/sessions"))
        assert rows_of(page) == [f"/sessions/{other.pk}"]
        part = page_of(htmx.get(more(page)))
        assert not part.is_whole
        assert rows_of(part) == [f"/sessions/{done.pk}"]
        assert "Completed" in part.words
        completed = page_of(client.get("/sessions?status=COMPLETED"))
        assert rows_of(completed) == [f"/sessions/{done.pk}"]
        assert "No such session" in page_of(client.get("/sessions?status=ABANDONED")).words

    def test_an_empty_list_says_how_to_begin_one(self, client: Client) -> None:
        page = page_of(client.get("/sessions"))
        assert "No session has been begun" in page.words
        assert client.post("/sessions/new", {"title": "Guitar no. 47"}).status_code == 302
        assert len(rows_of(page_of(client.get("/sessions")))) == 1
