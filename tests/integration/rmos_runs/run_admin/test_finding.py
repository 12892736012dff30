"""Runs, references and sessions are found in the admin, at a cost that does not grow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.runs.service import attach_advisory, link_attachments
from rmos_runs.runs.sessions import create_session
from tests.integration.rmos_runs.run_admin.pages import (
    ADVICE,
    LISTS,
    RUNS,
    SESSIONS,
    html_of,
    links_in,
    page_of,
)
from tests.integration.rmos_runs.run_bodies import drawing_of, new_blob, new_run

pytestmark = pytest.mark.django_db


class TestFinding:
    """By whole ids and digests, and by filters."""

    @pytest.fixture
    def other(self) -> RunArtifact:
        return new_run(request_id="other", tool_id="other_tool", mode="other_mode")

    def test_a_run_is_found_by_every_id_and_digest_it_names(
        self, admin_client: Client, run: RunArtifact, other: RunArtifact
    ) -> None:
        words = [
            run.pk,
            run.request_id,
            run.tool_id,
            run.workflow_session_id,
            run.artifact_sha256,
            run.feasibility_sha256,
            run.snapshot_sha256,
            run.artifact_sha256.upper(),
            f" {run.pk} ",
            run.links.get().attachment_id,
            run.advisory_inputs.get().attachment_id,
        ]
        for word in words:
            html = html_of(admin_client, RUNS, q=str(word))
            assert page_of(run) in html, word
            assert page_of(other) not in html, word

    def test_a_part_of_an_id_finds_nothing(self, admin_client: Client, run: RunArtifact) -> None:
        for word in (run.pk[:12], run.artifact_sha256[:20], "order"):
            assert page_of(run) not in html_of(admin_client, RUNS, q=word)

    def test_references_are_found_by_run_digest_and_request(
        self, admin_client: Client, run: RunArtifact, other: RunArtifact
    ) -> None:
        attach_advisory(other.pk, sha256=new_blob(b"<svg id='o'/>"))
        advice = run.advisory_inputs.get()
        for word in (run.pk, advice.attachment_id):
            html = html_of(admin_client, ADVICE, q=word)
            assert page_of(advice) in html
            assert other.pk not in html

    def test_a_session_is_found_by_its_id(
        self, admin_client: Client, session: WorkflowSession
    ) -> None:
        other = create_session()
        html = html_of(admin_client, SESSIONS, q=session.pk)
        assert page_of(session) in html
        assert page_of(other) not in html

    @pytest.mark.parametrize(
        "query",
        [
            {"status__exact": "BLOCKED"},
            {"risk_level__exact": "RED"},
            {"explanation_status__exact": "PENDING"},
            {"mode": "rosette_cut"},
            {"tool_id": "endmill_1mm"},
        ],
    )
    def test_runs_are_filtered(
        self, admin_client: Client, run: RunArtifact, other: RunArtifact, query: dict[str, str]
    ) -> None:
        html = html_of(admin_client, RUNS, **query)
        assert page_of(run) in html
        assert page_of(other) not in html

    def test_all_runs_of_a_session_are_one_click_away(
        self,
        admin_client: Client,
        run: RunArtifact,
        other: RunArtifact,
        session: WorkflowSession,
    ) -> None:
        (address,) = {
            link for link in links_in(html_of(admin_client, page_of(session))) if "?" in link
        }
        html = html_of(admin_client, address)
        assert page_of(run) in html
        assert page_of(other) not in html


class TestCost:
    """Queries do not grow with rows, and long columns stay where they are."""

    def fill(self, count: int) -> None:
        for number in range(count):
            session = create_session()
            run = new_run(workflow_session_id=session.pk, tool_id=f"t{number}")
            sha256 = new_blob(f"<svg id='{number}'/>".encode())
            attach_advisory(run.pk, sha256=sha256, kind="geometry_svg")
            link_attachments(run.pk, [{"sha256": sha256}])

    @pytest.mark.parametrize("address", LISTS)
    def test_a_list_takes_as_many_queries_for_twenty_rows_as_for_one(
        self, admin_client: Client, count_queries: Callable[[str], int], address: str
    ) -> None:
        self.fill(1)
        one = count_queries(address)
        self.fill(19)
        assert count_queries(address) == one <= 8

    def test_a_page_takes_as_many_queries_for_many_references_as_for_one(
        self, admin_client: Client, count_queries: Callable[[str], int], run: RunArtifact
    ) -> None:
        drawings = [generate_svg_variants(f"Mandala {n}", 1, str(n)) for n in range(4)]
        # The first visit fills Django's cache of content types.
        html_of(admin_client, page_of(run))
        one = count_queries(page_of(run))
        for generation in drawings:
            attach_advisory(run.pk, sha256=drawing_of(generation), kind="geometry_svg")
        assert count_queries(page_of(run)) == one

    def test_the_list_of_runs_reads_no_long_column(
        self, admin_client: Client, django_assert_num_queries: Any, run: RunArtifact
    ) -> None:
        with django_assert_num_queries(7) as queries:
            html_of(admin_client, RUNS)
        (rows,) = [q["sql"] for q in queries if '"rmos_runs_runartifact"."score"' in q["sql"]]
        for column in ("gcode_text", "opplan_json", "meta", "explanation_summary"):
            assert column not in rows
