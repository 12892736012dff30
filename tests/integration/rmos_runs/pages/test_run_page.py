"""One run: facts, decision, drawings, explanation and proof."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Generation
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import get_attachment_path
from rmos_runs.models import RunArtifact
from rmos_runs.runs.service import attach_advisory, move_explanation
from tests.integration.rmos_runs.pages.lists import BOTH
from tests.integration.rmos_runs.run_bodies import drawing_of, new_blob, new_run
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db


HOSTILE = "<script>alert(1)</script>"


class TestRunPage:
    """Facts, decision, drawings, explanation and proof of one run."""

    def test_the_decision_has_its_word_and_not_its_colour_alone(
        self, client: Client, run: RunArtifact
    ) -> None:
        words = page_of(client.get(f"/runs/{run.pk}")).words
        assert "Risk: Do not cut" in words
        assert "Blocked" in words
        assert "12.5 of 100" in words
        assert "Channels are narrower than the tool." in words
        assert "thin wall at 12 mm" in words

    @pytest.mark.parametrize(
        ("level", "words"),
        [
            ("GREEN", "Good to cut"),
            ("YELLOW", "Needs a look"),
            ("RED", "Do not cut"),
            ("UNKNOWN", "Not judged"),
            ("ERROR", "Error"),
        ],
    )
    def test_every_risk_has_words_and_a_sign(self, client: Client, level: str, words: str) -> None:
        made = new_run(decision={"risk_level": level})
        response = client.get(f"/runs/{made.pk}")
        assert f"Risk: {words}" in page_of(response).words
        sign = re.search(r'class="risk [^"]*"><svg[^>]*>(.+?)</svg>', response.content.decode())
        assert sign
        assert "<path" in sign[1]

    def test_a_drawing_leads_to_its_asset_and_to_its_generation(
        self, client: Client, run: RunArtifact, drawn: Generation
    ) -> None:
        page = page_of(client.get(f"/runs/{run.pk}"))
        (variant,) = drawn.variants.all()
        assert variant.asset is not None
        picture = page.one("img", alt="Rosette of oak")
        assert picture["src"] == f"/api/rmos/attachments/{variant.svg_id}"
        for address in (f"/assets/{variant.asset.asset_id}", f"/generations/{drawn.generation_id}"):
            assert page.all("a", href=address)
            assert client.get(address).status_code == 200

    def test_the_way_back_is_one_click_too(
        self, client: Client, run: RunArtifact, drawn: Generation
    ) -> None:
        (variant,) = drawn.variants.all()
        assert variant.asset is not None
        asset = page_of(client.get(f"/assets/{variant.asset.asset_id}"))
        assert "Used by runs" in asset.words
        assert asset.all("a", href=f"/runs/{run.pk}")
        generation = page_of(client.get(f"/generations/{drawn.generation_id}"))
        assert generation.all("a", href=f"/sessions/{run.workflow_session_id}")

    @pytest.mark.parametrize("named", ["run_1", "a/b"])
    def test_a_generation_may_name_any_run(self, client: Client, named: str) -> None:
        generation = generate_svg_variants("Vine", run_id=named)
        page = page_of(client.get(f"/generations/{generation.generation_id}"))
        assert named in page.words
        assert [link["href"] for link in page.all("a", href=f"/runs/{named}")] == (
            [] if "/" in named else [f"/runs/{named}"]
        )

    def test_a_picture_that_nobody_here_drew_leads_to_its_bytes(self, client: Client) -> None:
        made, sha256 = new_run(), new_blob(b"<svg id='foreign'/>", "foreign.svg")
        attach_advisory(made.pk, sha256=sha256, kind="geometry_svg")
        page = page_of(client.get(f"/runs/{made.pk}"))
        assert page.one("img", alt="foreign.svg")
        assert page.all("a", href=f"/api/rmos/attachments/{sha256}")

    def test_attachments_are_offered_under_their_names(
        self, client: Client, run: RunArtifact
    ) -> None:
        link = run.links.get()
        page = page_of(client.get(f"/runs/{run.pk}"))
        assert "note.txt" in page.words
        address = f"/api/rmos/attachments/{link.attachment_id}?download=1"
        assert page.one("a", href=address)
        assert client.get(address).getvalue() == b"Climb cut."

    def test_what_was_recorded_is_there_for_reading(self, client: Client, run: RunArtifact) -> None:
        page = page_of(client.get(f"/runs/{run.pk}"))
        for words in ("ebony", "kerf", "width_mm", "G0 X0 Y0", "Åse", "out/a.nc", "order-7.a"):
            assert words in page.words, words

    def test_digests_can_be_copied(self, client: Client, run: RunArtifact) -> None:
        page = page_of(client.get(f"/runs/{run.pk}"))
        names = {button["data-copy"] for button in page.all("button") if "data-copy" in button}
        assert names >= {"run_id", "artifact_sha256", "feasibility_sha256", "gcode_sha256"}
        for name in names:
            assert page.one("code", id=name)
        assert run.artifact_sha256 in page.words
        assert run.gcode_sha256 in page.words

    def test_a_digest_that_was_not_given_is_not_shown(self, client: Client) -> None:
        page = page_of(client.get(f"/runs/{new_run().pk}"))
        assert not page.all("code", id="gcode_sha256")
        assert "G-code" not in page.words

    def test_it_leads_to_its_session_admin_and_json(
        self, client: Client, admin_client: Client, run: RunArtifact
    ) -> None:
        page = page_of(client.get(f"/runs/{run.pk}"))
        assert page.all("a", href=f"/sessions/{run.workflow_session_id}")
        assert page.all("a", href=f"/api/rmos/runs/{run.pk}")
        (admin,) = {link["href"] for link in page.all("a") if "/runartifact/" in link["href"]}
        assert run.pk in page_of(admin_client.get(admin)).words

    def test_its_bundle_can_be_downloaded(self, client: Client, run: RunArtifact) -> None:
        page = page_of(client.get(f"/runs/{run.pk}"))
        (link,) = [link for link in page.all("a") if link["href"].endswith("/export")]
        response = client.get(link["href"])
        assert response.status_code == 200
        assert response["Content-Type"] == "application/zip"

    def test_the_explanation_is_shown_with_its_state(self, client: Client) -> None:
        made = new_run()
        address = f"/runs/{made.pk}"
        assert "Nobody has asked for one." in page_of(client.get(address)).words
        move_explanation(made.pk, status="PENDING")
        assert "Explanation Pending" in page_of(client.get(address)).words
        move_explanation(made.pk, status="READY", summary="Every bridge holds.")
        words = page_of(client.get(address)).words
        assert "Explanation Ready" in words
        assert "Every bridge holds." in words

    def test_a_bare_run_says_how_to_add_to_it(self, client: Client) -> None:
        words = page_of(client.get(f"/runs/{new_run().pk}")).words
        assert "attach-to-run" in words
        assert "Nothing has been attached." in words
        assert "not given" in words

    def test_long_text_is_cut(self, client: Client) -> None:
        made = new_run(outputs={"gcode_text": "G1 X1\n" * 30_000})
        response = client.get(f"/runs/{made.pk}")
        assert len(response.content) < 40_000
        assert "Only the beginning is shown" in page_of(response).words

    def test_many_references_are_cut(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("rmos_runs.web.run_page.SHOWN", 1)
        made = new_run()
        for number in range(2):
            attach_advisory(made.pk, sha256=new_blob(f"<svg id='{number}'/>".encode()))
        page = page_of(client.get(f"/runs/{made.pk}"))
        assert len(page.all("img")) == 1
        assert "Only the first ones are shown" in page.words

    def test_words_of_users_are_not_markup(self, client: Client) -> None:
        made = new_run(
            mode=HOSTILE,
            tool_id=HOSTILE,
            status="BLOCKED",
            decision={"risk_level": "RED", "block_reason": HOSTILE, "warnings": [HOSTILE]},
            meta={"a": HOSTILE},
        )
        for address in ("/runs", f"/runs/{made.pk}", f"/runs?mode={HOSTILE}"):
            assert HOSTILE.encode() not in client.get(address).content

    def test_a_page_costs_the_same_with_many_references(
        self, client: Client, django_assert_num_queries: Any, run: RunArtifact
    ) -> None:
        drawings = [generate_svg_variants(f"Mandala {n}", 1, str(n)) for n in range(4)]
        with django_assert_num_queries(5):
            client.get(f"/runs/{run.pk}")
        for generation in drawings:
            attach_advisory(run.pk, sha256=drawing_of(generation), kind="geometry_svg")
        with django_assert_num_queries(5):
            client.get(f"/runs/{run.pk}")


class TestVerifying:
    """`?verify=1` reads facts and bytes again, with and without a script."""

    @BOTH
    def test_unchanged(self, visitor: Client, run: RunArtifact, kind: str) -> None:
        response = visitor.get(f"/runs/{run.pk}", {"verify": "1"})
        assert response.status_code == 200
        page = page_of(response)
        assert page.is_whole == (kind == "client")
        assert "Unchanged" in page.words
        assert "the bytes of 2 files" in page.words

    def test_it_is_done_only_when_asked_for(self, client: Client, run: RunArtifact) -> None:
        page = page_of(client.get(f"/runs/{run.pk}"))
        assert "Unchanged" not in page.words
        (button,) = page.all("a", **{"hx-target": "#verification"})
        assert button["href"] == f"/runs/{run.pk}?verify=1#verification"
        assert button["hx-get"] == f"/runs/{run.pk}?verify=1"
        assert page.one("div", id="verification")["role"] == "status"

    @BOTH
    def test_changed_bytes_are_named(self, visitor: Client, run: RunArtifact) -> None:
        sha256 = run.advisory_inputs.get().attachment_id
        path = Path(str(get_attachment_path(sha256)))
        path.chmod(0o644)
        path.write_text("changed")
        words = page_of(visitor.get(f"/runs/{run.pk}", {"verify": "1"})).words
        assert f"A file was changed on disk: {sha256}" in words
        assert "Unchanged" not in words

    @BOTH
    def test_missing_bytes_are_named(self, visitor: Client, run: RunArtifact) -> None:
        sha256 = run.links.get().attachment_id
        Path(str(get_attachment_path(sha256))).unlink()
        words = page_of(visitor.get(f"/runs/{run.pk}", {"verify": "1"})).words
        assert f"A file is missing from the store: {sha256}" in words
