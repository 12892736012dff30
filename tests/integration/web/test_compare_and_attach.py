"""Drawings beside each other, and a drawing given to a run."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from artstudio.models import ArtAsset, AssetKind, Generation
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.models import RunArtifact
from rmos_runs.runs.service import create_run
from rmos_runs.runs.sessions import create_session
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db
EMPTY = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.fixture
def assets(drawn: Generation) -> list[ArtAsset]:
    """Return four drawings."""
    more = [generate_svg_variants("Vine", 1, seed, {"width_mm": 60}) for seed in "abc"]
    return [g.variants.get().asset for g in (drawn, *more)]  # type: ignore[misc]  # all are drawn


def ids(assets: list[ArtAsset]) -> str:
    return ",".join(asset.asset_id for asset in assets)


class TestComparing:
    """The address names the drawings."""

    def test_what_differs_is_a_table(self, client: Client, assets: list[ArtAsset]) -> None:
        page = page_of(client.get("/compare", {"ids": ids(assets[:2])}))
        assert len(page.all("img")) == 2
        rows = {row for row in ("Prompt", "Nodes", "Width", "Seed") if row in page.words}
        assert rows == {"Prompt", "Nodes", "Width", "Seed"}

    def test_each_drawing_costs_one_query_for_its_source_and_no_more(
        self, client: Client, assets: list[ArtAsset], django_assert_num_queries: Any
    ) -> None:
        for count in (2, 4):
            with django_assert_num_queries(2 + count):
                assert client.get("/compare", {"ids": ids(assets[:count])}).status_code == 200

    def test_one_alone_is_asked_for_company(self, client: Client, assets: list[ArtAsset]) -> None:
        for named in ("", assets[0].asset_id):
            assert "Two make a comparison" in page_of(client.get("/compare", {"ids": named})).words

    def test_what_cannot_be_compared_is_refused(
        self, client: Client, assets: list[ArtAsset]
    ) -> None:
        record = ArtAsset.objects.filter(kind=AssetKind.AI_PROVENANCE)[0]
        assert client.get("/compare", {"ids": ids([assets[0], record])}).status_code == 400
        assert client.get("/compare", {"ids": "a,b,c,d,e"}).status_code == 400
        assert client.get("/compare", {"ids": "asset_000000000000,x"}).status_code == 404


class TestAttaching:
    """To a run that is there, or to one that begins with the drawing."""

    @pytest.fixture
    def run(self, db: None) -> RunArtifact:
        return create_run(
            mode="inlay",
            tool_id="endmill-1mm",
            status="OK",
            decision={"risk_level": "GREEN"},
            hashes={"feasibility_sha256": EMPTY},
        )

    def test_a_run_is_found_and_the_drawing_attached(
        self, client: Client, assets: list[ArtAsset], run: RunArtifact
    ) -> None:
        address = f"/assets/{assets[0].asset_id}/attach"
        assert "endmill-1mm" in page_of(client.get(address, {"q": "INLAY endmill"})).words
        assert "No run is called like that" in page_of(client.get(address, {"q": "xyz"})).words
        answer = client.post(address, {"run_id": run.run_id})
        assert answer["Location"] == f"/assets/{assets[0].asset_id}#runs-title"
        assert page_of(client.get(answer["Location"])).all("a", href=f"/runs/{run.run_id}")
        assert "attached" in page_of(client.get(address)).words

    def test_a_run_begins_for_a_session(self, client: Client, assets: list[ArtAsset]) -> None:
        session = create_session(tool_id="laser-co2", workflow_type="rosette")
        address = f"/assets/{assets[0].asset_id}/attach"
        assert session.session_id in page_of(client.get(address)).words
        client.post(address, {"session_id": session.session_id})
        begun = RunArtifact.objects.get(workflow_session=session)
        assert (begun.tool_id, begun.risk_level) == ("laser-co2", "UNKNOWN")
        assert begun.advisory_inputs.get().attachment_id == assets[0].attachment_id

    @pytest.mark.parametrize("given", [{"run_id": "run_none"}, {"session_id": "ws_none"}, {}])
    def test_what_is_not_there_is_said(
        self, client: Client, assets: list[ArtAsset], given: dict[str, str]
    ) -> None:
        answer = client.post(f"/assets/{assets[0].asset_id}/attach", given)
        assert answer.status_code in {400, 404}
        assert page_of(answer).all("div", role="alert")
        assert not RunArtifact.objects.exists()
