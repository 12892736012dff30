"""All runs: newest first, a page at a time, narrowed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rmos_runs.models import RunArtifact
from rmos_runs.runs.service import attach_advisory
from tests.integration.rmos_runs.pages.lists import BOTH, more, rows_of
from tests.integration.rmos_runs.run_bodies import new_blob, new_run
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db


class TestRunList:
    """All runs, newest first."""

    def test_an_empty_list_leads_to_where_one_begins(self, client: Client) -> None:
        page = page_of(client.get("/runs"))
        assert "No run has been recorded" in page.words
        assert page.one("a", href="/sessions#new-session")

    def test_a_row_has_decision_status_name_and_pictures(
        self, client: Client, run: RunArtifact
    ) -> None:
        page = page_of(client.get("/runs"))
        assert rows_of(page) == [f"/runs/{run.pk}"]
        for words in (
            "Do not cut",
            "Blocked",
            "rosette_cut",
            "endmill_1mm",
            "score 12.5",
            "Channels",
        ):
            assert words in page.words, words
        picture = page.one("img")
        assert picture["src"].endswith(run.advisory_inputs.get().attachment_id)

    def test_newest_first_a_page_at_a_time(
        self, client: Client, htmx: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rmos_runs.web.run_list.PAGE_SIZE", 2)
        made = [f"/runs/{new_run().pk}" for _ in range(5)]
        first = page_of(client.get("/runs"))
        assert rows_of(first) == made[:2:-1]
        part = page_of(htmx.get(more(first)))
        assert not part.is_whole
        assert rows_of(part) == made[2:0:-1]
        last = page_of(client.get(more(part)))
        assert last.is_whole
        assert rows_of(last) == made[:1]
        assert not more(last)
        assert last.all("a", href="/runs")

    def test_runs_of_the_same_moment_are_all_listed(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rmos_runs.web.run_list.PAGE_SIZE", 2)
        made = [new_run() for _ in range(5)]
        twins = RunArtifact.objects.bulk_create(
            RunArtifact(
                mode="m",
                tool_id="t",
                status="OK",
                risk_level="GREEN",
                feasibility_sha256="a" * 64,
                artifact_sha256="a" * 64,
                request_id="r",
                created_at_utc=made[0].created_at_utc,
            )
            for _ in range(4)
        )
        seen: list[str] = []
        address = "/runs"
        while address:
            page = page_of(client.get(address))
            seen += rows_of(page)
            address = more(page)
        assert len(seen) == 9
        assert set(seen) == {f"/runs/{one.pk}" for one in (*made, *twins)}

    def test_it_is_filtered_by_status(self, client: Client, run: RunArtifact) -> None:
        other = new_run()
        page = page_of(client.get("/runs", {"status": "BLOCKED"}))
        assert rows_of(page) == [f"/runs/{run.pk}"]
        assert page.one("a", **{"aria-current": "true"})["href"] == "/runs?status=BLOCKED"
        assert rows_of(page_of(client.get("/runs?status=OK"))) == [f"/runs/{other.pk}"]

    def test_it_is_narrowed_by_mode_tool_and_session_and_let_go_of_again(
        self, client: Client, run: RunArtifact
    ) -> None:
        new_run(mode="other")
        for name in ("mode", "tool_id", "workflow_session_id"):
            query = {name: getattr(run, name), "status": "BLOCKED"}
            page = page_of(client.get("/runs", query))
            assert rows_of(page) == [f"/runs/{run.pk}"]
            (chip,) = [a for a in page.all("a") if "show all again" in a.get("aria-label", "")]
            assert chip["href"] == "/runs?status=BLOCKED"
        assert rows_of(page_of(client.get("/runs?mode=nobody's"))) == []

    def test_the_next_page_keeps_the_choice(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rmos_runs.web.run_list.PAGE_SIZE", 1)
        wanted = [f"/runs/{new_run(tool_id='a&b').pk}" for _ in range(2)]
        new_run()
        page = page_of(client.get("/runs", {"tool_id": "a&b", "status": "OK"}))
        assert rows_of(page) == wanted[1:]
        assert rows_of(page_of(client.get(more(page)))) == wanted[:1]

    def test_a_choice_without_runs_leads_back_to_all(self, client: Client) -> None:
        new_run()
        page = page_of(client.get("/runs?status=ERROR"))
        assert "No such run" in page.words
        assert page.all("a", href="/runs")

    @BOTH
    @pytest.mark.parametrize("query", ["status=NONE", "cursor=x", "cursor=1-%00", "mode=%00"])
    def test_an_address_that_means_nothing_is_refused_in_words(
        self, visitor: Client, query: str, kind: str
    ) -> None:
        response = visitor.get(f"/runs?{query}")
        assert response.status_code == 400
        assert page_of(response).is_whole == (kind == "client")
        assert "invalid_request" in page_of(response).words

    def test_the_list_costs_the_same_for_twenty_runs(
        self, client: Client, django_assert_num_queries: Any, run: RunArtifact
    ) -> None:
        with django_assert_num_queries(2):
            client.get("/runs")
        for number in range(19):
            other = new_run()
            attach_advisory(other.pk, sha256=new_blob(f"<svg id='{number}'/>".encode()))
        with django_assert_num_queries(2) as queries:
            page = page_of(client.get("/runs"))
        assert len(page.all("img")) == 20
        assert "gcode_text" not in queries[0]["sql"]
