"""The admin of runs, their references and sessions: walked through, shown, never changed."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.utils import quote
from django.test import Client

from artstudio.models import Generation
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.runs.service import attach_advisory
from tests.integration.rmos_runs.run_admin.pages import (
    ADVICE,
    LINKS,
    LISTS,
    RUNS,
    SESSIONS,
    html_of,
    links_in,
    page_of,
)
from tests.integration.rmos_runs.run_bodies import new_blob, new_run, whole_body

pytestmark = pytest.mark.django_db


class TestWalking:
    """From a run to its drawings to their generation and back, one click each."""

    def test_from_a_run_to_its_drawing_asset_and_generation(
        self, admin_client: Client, run: RunArtifact, drawn: Generation
    ) -> None:
        links = links_in(html_of(admin_client, page_of(run)))
        (variant,) = drawn.variants.all()
        assert variant.svg is not None
        assert {page_of(variant.svg), page_of(variant.asset), page_of(drawn)} <= links

    def test_from_a_generation_back_to_the_runs_with_its_drawings(
        self, admin_client: Client, run: RunArtifact, drawn: Generation
    ) -> None:
        assert page_of(run) in links_in(html_of(admin_client, page_of(drawn)))

    def test_from_a_drawing_back_to_its_runs_and_its_generation(
        self, admin_client: Client, run: RunArtifact, drawn: Generation
    ) -> None:
        for row in (run.links.get().attachment, run.advisory_inputs.get().attachment):
            assert page_of(run) in links_in(html_of(admin_client, page_of(row)))
        drawing = run.advisory_inputs.get().attachment
        assert page_of(drawn) in links_in(html_of(admin_client, page_of(drawing)))

    def test_between_a_run_and_its_session(
        self, admin_client: Client, run: RunArtifact, session: WorkflowSession
    ) -> None:
        assert page_of(session) in links_in(html_of(admin_client, page_of(run)))
        assert page_of(session) in links_in(html_of(admin_client, RUNS))
        assert page_of(run) in links_in(html_of(admin_client, page_of(session)))

    def test_from_a_session_to_its_generations(
        self, admin_client: Client, session: WorkflowSession, drawn: Generation
    ) -> None:
        assert page_of(drawn) in links_in(html_of(admin_client, page_of(session)))

    def test_from_a_reference_to_both_its_ends(
        self, admin_client: Client, run: RunArtifact, drawn: Generation
    ) -> None:
        advice = run.advisory_inputs.get()
        wanted = {page_of(run), page_of(advice.attachment)}
        assert wanted <= links_in(html_of(admin_client, ADVICE))
        assert wanted | {page_of(drawn)} <= links_in(html_of(admin_client, page_of(advice)))
        link = run.links.get()
        assert {page_of(run), page_of(link.attachment)} <= links_in(html_of(admin_client, LINKS))

    def test_from_a_run_to_its_page_proof_bundle_and_json(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        links = links_in(html_of(admin_client, page_of(run)))
        api = f"/api/rmos/runs/{run.pk}"
        assert {f"/runs/{run.pk}", f"/runs/{run.pk}?verify=1#verification"} <= links
        assert {api, f"{api}/export"} <= links


class TestShowing:
    """Facts for reading."""

    def test_a_run_shows_every_fact(self, admin_client: Client, run: RunArtifact) -> None:
        html = html_of(admin_client, page_of(run))
        for words in (
            run.artifact_sha256,
            run.gcode_sha256,
            "Channels are narrower than the tool.",
            "thin wall at 12 mm",
            "G21\nG0 X0 Y0",
            "ebony",
            "kerf",
            "being written",
            "order-7.a",
            "out/a.nc",
        ):
            assert words in html, words

    def test_the_risk_has_its_word_beside_its_colour(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        for address in (RUNS, page_of(run)):
            assert '<span class="risk risk-RED">RED</span>' in html_of(admin_client, address)

    def test_a_drawing_is_a_picture_in_the_list_and_on_the_page(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        (advice,) = run.advisory_inputs.all()
        picture = f'src="/api/rmos/attachments/{advice.attachment_id}"'
        for address in (RUNS, page_of(run), ADVICE, page_of(advice)):
            assert picture in html_of(admin_client, address), address

    def test_a_file_that_is_no_picture_is_not_shown_as_one(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        (link,) = run.links.all()
        assert f'src="/api/rmos/attachments/{link.attachment_id}"' not in html_of(
            admin_client, LINKS
        )

    def test_long_text_and_json_are_cut(self, admin_client: Client) -> None:
        body = whole_body(meta={"long": "m" * 50_000})
        run = new_run(**body | {"outputs": {"gcode_text": "G1 X1\n" * 30_000}})
        html = html_of(admin_client, page_of(run))
        assert len(html) < 60_000
        assert "(180000 characters)" in html

    def test_words_of_users_are_not_markup(
        self, admin_client: Client, session: WorkflowSession
    ) -> None:
        run = new_run(mode="<script>x</script>", tool_id="<i>t</i>")
        for address in (RUNS, page_of(run), page_of(session)):
            html = html_of(admin_client, address)
            assert "<script>x" not in html
            assert "<i>t" not in html
            assert "<b>7" not in html

    def test_a_run_with_very_many_references_shows_the_first(
        self, admin_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rmos_runs.admin.references.SHOWN_UNDER_A_RUN", 2)
        run = new_run()
        shas = [new_blob(f"<svg id='{n}'/>".encode()) for n in range(3)]
        for sha256 in shas:
            attach_advisory(run.pk, sha256=sha256)
        html = html_of(admin_client, page_of(run))
        assert [sha256 in html for sha256 in shas] == [True, True, False]

    def test_an_unknown_row_leads_back_to_the_index(self, admin_client: Client) -> None:
        for address in (RUNS, ADVICE, LINKS, SESSIONS):
            response = admin_client.get(f"{address}nothing/change/")
            assert response.status_code == 302
            assert response["Location"] == "/admin/"

    def test_the_content_security_policy_has_no_hole(
        self, admin_client: Client, run: RunArtifact, session: WorkflowSession
    ) -> None:
        pages = [page_of(row) for row in (run, session, run.links.get())]
        for address in (*LISTS, *pages):
            response = admin_client.get(address)
            assert "unsafe" not in response["Content-Security-Policy"]
            assert not re.search(r"\sstyle=|\son\w+=|<style", response.content.decode()), address


class TestReadingOnly:
    """What was recorded stays as it was recorded."""

    def test_nothing_can_be_added_changed_or_deleted(
        self, admin_client: Client, run: RunArtifact, session: WorkflowSession
    ) -> None:
        for row in (run, session, run.links.get(), run.advisory_inputs.get()):
            page = page_of(row)
            own = page.removesuffix("change/")
            table = own.removesuffix(f"{quote(row.pk)}/")
            assert admin_client.get(f"{table}add/").status_code == 403
            assert admin_client.post(page, {"status": "OK"}).status_code == 403
            assert admin_client.post(f"{own}delete/", {"post": "y"}).status_code == 403
            assert '<input type="submit"' not in html_of(admin_client, page)

    @pytest.mark.parametrize("address", LISTS)
    def test_deleting_is_no_action(
        self, admin_client: Client, run: RunArtifact, address: str
    ) -> None:
        assert "delete_selected" not in html_of(admin_client, address)
        admin_client.post(address, {"action": "delete_selected", "_selected_action": [run.pk]})
        assert RunArtifact.objects.filter(pk=run.pk).exists()
