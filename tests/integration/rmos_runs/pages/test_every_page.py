"""What holds for all pages of runs and sessions."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from rmos_runs import hooks
from rmos_runs.models import RunArtifact, WorkflowSession
from tests.integration.rmos_runs.pages.lists import BOTH
from tests.integration.rmos_runs.run_bodies import UNKNOWN_RUN
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db


class TestEveryPage:
    """What holds for all of them."""

    @pytest.fixture(params=["/runs", "/runs/{run}?verify=1", "/sessions", "/sessions/{session}"])
    def address(
        self, request: pytest.FixtureRequest, run: RunArtifact, session: WorkflowSession
    ) -> str:
        return str(request.param).format(run=run.pk, session=session.pk)

    def test_nothing_is_inline_and_nothing_comes_from_elsewhere(
        self, client: Client, address: str
    ) -> None:
        response = client.get(address)
        assert "unsafe" not in response["Content-Security-Policy"]
        page = page_of(response)
        assert not page.all("style")
        for name, attributes in page.elements:
            assert "style" not in attributes, name
            assert not [a for a in attributes if a.startswith(("on", "hx-on"))], name
            for place in ("src", "href", "action", "hx-get"):
                assert re.match(r"/(?!/)|#|$", attributes.get(place, "")), attributes

    def test_the_frame_is_complete(self, client: Client, address: str) -> None:
        page = page_of(client.get(address))
        assert len(page.all("h1")) == 1
        assert page.one("html")["lang"] == "en"
        for link in ("/runs", "/sessions", "/gallery", "/"):
            assert page.all("a", href=link)
        current = [link for link in page.all("a") if link.get("aria-current")]
        assert current[0]["href"] == f"/{address.split('/')[1]}"

    @pytest.mark.urls("tests.integration.rmos_runs.lower_urls")
    def test_it_renders_without_the_app_above(
        self, client: Client, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hooks, "_source", hooks._Nobody())
        response = client.get(address)
        assert response.status_code == 200
        links = {link["href"] for link in page_of(response).all("a")}
        assert "/runs" in links
        assert not [link for link in links if link.startswith(("/gallery", "/assets", "/admin"))]

    def test_no_id_is_used_twice_and_every_reference_leads_somewhere(
        self, client: Client, address: str
    ) -> None:
        page = page_of(client.get(address))
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        for _, attributes in page.elements:
            for name in ("for", "aria-labelledby", "data-copy"):
                assert attributes.get(name, ids[0]) in ids

    def test_caches_keep_pages_and_parts_apart(self, client: Client, address: str) -> None:
        assert "HX-Request" in client.get(address)["Vary"]

    def test_going_back_gets_the_whole_page(self, client: Client, address: str) -> None:
        headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
        assert page_of(client.get(address, headers=headers)).is_whole

    def test_a_slash_is_accepted_and_other_methods_are_refused(
        self, client: Client, address: str
    ) -> None:
        path = address.partition("?")[0]
        assert client.get(f"{path}/").status_code == 200
        assert client.post(path).status_code == 405


@BOTH
@pytest.mark.parametrize(
    "address",
    [
        f"/runs/{UNKNOWN_RUN}",
        "/runs/nothing",
        "/runs/%00",
        "/runs/" + "a" * 300,
        "/sessions/ws_000000000000",
        "/sessions/nothing",
        "/sessions/%00",
    ],
)
def test_what_is_unknown_is_a_page_that_says_so(visitor: Client, kind: str, address: str) -> None:
    response = visitor.get(address)
    assert response.status_code == 404
    page = page_of(response)
    assert page.is_whole == (kind == "client")
    assert "not_found" in page.words
