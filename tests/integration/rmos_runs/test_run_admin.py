"""The admin of runs, their references and sessions: found, shown, proved, never changed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.admin.utils import quote
from django.db import connection
from django.test import Client
from django.urls import reverse

from artstudio.models import Generation
from artstudio.services.generation import generate_svg_variants
from rmos_runs.attachments import get_attachment_path, put_text_attachment
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.sessions import create_session
from rmos_runs.store import attach_advisory, link_attachments
from tests.integration.rmos_runs.run_bodies import new_blob, new_run, whole_body

pytestmark = pytest.mark.django_db

RUNS = "/admin/rmos_runs/runartifact/"
LINKS = "/admin/rmos_runs/runattachmentlink/"
ADVICE = "/admin/rmos_runs/advisoryinput/"
SESSIONS = "/admin/rmos_runs/workflowsession/"
ATTACHMENTS = "/admin/rmos_runs/runattachment/"
LISTS = [RUNS, LINKS, ADVICE, SESSIONS, ATTACHMENTS]


@pytest.fixture
def session() -> WorkflowSession:
    return create_session(workflow_type="rosette", context_json={"order": "<b>7</b>"})


@pytest.fixture
def drawn(session: WorkflowSession) -> Generation:
    return generate_svg_variants("Rosette of oak", 1, "s", workflow_session_id=session.pk)


@pytest.fixture
def run(session: WorkflowSession, drawn: Generation) -> RunArtifact:
    """Return a run with every part, a drawing that advises it and a file of its own."""
    made = new_run(**whole_body(workflow_session_id=session.pk))
    attach_advisory(made.pk, sha256=drawing_of(drawn), kind="geometry_svg", engine_id="stub")
    note, _ = put_text_attachment("Climb cut.", "note", filename="note.txt")
    link_attachments(made.pk, [{"sha256": note.sha256}])
    return made


def drawing_of(generation: Generation) -> str:
    (variant,) = generation.variants.all()
    return str(variant.svg_id)


def html_of(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


def page_of(row: Any) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(row.pk)])


def links_in(html: str) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', html))


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
        monkeypatch.setattr("rmos_runs.admin_references.SHOWN_UNDER_A_RUN", 2)
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


class TestProving:
    """Actions read and hash again."""

    def act(self, client: Client, address: str, action: str, *rows: Any) -> str:
        response = client.post(
            address, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True
        )
        assert response.status_code == 200
        return response.content.decode()

    def damage(self, sha256: str) -> None:
        path = Path(str(get_attachment_path(sha256)))
        path.chmod(0o644)
        path.write_text("changed")

    def test_sound_runs_are_counted(self, admin_client: Client, run: RunArtifact) -> None:
        html = self.act(admin_client, RUNS, "verify_runs", run, new_run())
        assert "2 of 2 unchanged" in html

    def test_a_changed_file_of_a_run_is_named(self, admin_client: Client, run: RunArtifact) -> None:
        sha256 = run.advisory_inputs.get().attachment_id
        self.damage(sha256)
        html = self.act(admin_client, RUNS, "verify_runs", run, new_run())
        assert "1 of 2 unchanged" in html
        assert re.search(rf"{run.pk}</a>: [^<]*{sha256}[^<]*damaged", html)

    def test_changed_facts_of_a_run_are_reported(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        with connection.cursor() as cursor:
            # As a superuser may: triggers are off for this session.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE rmos_runs_runartifact SET tool_id = 'x'")
            cursor.execute("SET LOCAL session_replication_role = origin")
        assert "The facts were changed" in self.act(admin_client, RUNS, "verify_runs", run)

    def test_references_and_attachments_are_read_again(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        link, advice = run.links.get(), run.advisory_inputs.get()
        self.damage(link.attachment_id)
        html = self.act(admin_client, LINKS, "verify_references", link)
        assert "changed on disk" in html
        assert "1 of 1 unchanged" in self.act(admin_client, ADVICE, "verify_references", advice)
        html = self.act(
            admin_client, ATTACHMENTS, "verify_attachments", link.attachment, advice.attachment
        )
        assert "1 of 2 unchanged" in html
        assert "changed on disk" in html

    def test_too_many_are_left_to_the_command(
        self, admin_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rmos_runs.admin_actions.MOST", 1)
        html = self.act(admin_client, RUNS, "verify_runs", new_run(), new_run())
        assert "manage.py verify_runs" in html
        assert "unchanged" not in html


class TestExporting:
    """Bundles of the chosen runs."""

    def export(self, client: Client, *runs: RunArtifact) -> Any:
        chosen = [run.pk for run in runs]
        return client.post(RUNS, {"action": "export_runs", "_selected_action": chosen})

    def test_one_run_is_its_bundle(self, admin_client: Client, run: RunArtifact) -> None:
        response = self.export(admin_client, run)
        assert f'filename="{run.pk}.zip"' in response["Content-Disposition"]
        assert response.getvalue() == admin_client.get(f"/api/rmos/runs/{run.pk}/export").getvalue()

    def test_several_runs_are_a_zip_of_their_bundles(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        other = new_run()
        with ZipFile(io.BytesIO(self.export(admin_client, run, other).getvalue())) as archive:
            assert set(archive.namelist()) == {f"{run.pk}.zip", f"{other.pk}.zip"}
            own = admin_client.get(f"/api/rmos/runs/{run.pk}/export").getvalue()
            assert archive.read(f"{run.pk}.zip") == own

    def test_a_run_whose_bytes_are_gone_is_not_exported(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        Path(str(get_attachment_path(run.links.get().attachment_id))).unlink()
        response = self.export(admin_client, run)
        assert response.status_code == 302
        assert "note.txt" in admin_client.get(RUNS).content.decode()


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


@pytest.fixture
def count_queries(admin_client: Client, django_assert_max_num_queries: Any) -> Callable[[str], int]:
    """Return a function that counts the queries of a page."""

    def count(address: str) -> int:
        with django_assert_max_num_queries(40) as queries:
            html_of(admin_client, address)
        return len(queries)

    return count
