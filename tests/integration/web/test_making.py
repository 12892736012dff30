"""The page that makes something of a drawing works without a script."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Variant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drawn(client: Client) -> dict[str, Any]:
    """Return a pattern's variant."""
    body = json.dumps({"prompt": "rosette with 12 petals", "variant_seed": "s"})
    answer = client.post("/api/art/prompt-to-svg", body, "application/json").json()
    variant: dict[str, Any] = answer["variants"][0]
    return variant


def test_page_offers_every_operation_with_its_defaults(
    client: Client, drawn: dict[str, Any]
) -> None:
    page = client.get(f"/variants/{drawn['variant_id']}/make").content.decode()
    for label in ("Inlay pair", "Kerf", "Bridges", "Repair"):
        assert f">{label}</a>" in page
    assert 'name="gap_mm" value="0.1"' in page
    other = client.get(f"/variants/{drawn['variant_id']}/make?operation=bridges&show=form")
    assert 'name="symmetric" value="true" checked' in other.content.decode()


def test_preview_shows_the_picture_and_stores_nothing(
    client: Client, drawn: dict[str, Any]
) -> None:
    path = f"/variants/{drawn['variant_id']}/make"
    sent = {"operation": "kerf", "kerf_mm": "0.2", "keep": "ink", "corners": "sharp", "colour": ""}
    answer = client.post(path, sent | {"do": "preview"})
    assert answer.status_code == 302
    assert "csrf" not in answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    assert "Nothing is stored yet." in page
    picture = client.get(answer["Location"].replace("/make?", "/make.svg?"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    assert Variant.objects.count() == 1


def test_keeping_leads_to_the_new_drawing(client: Client, drawn: dict[str, Any]) -> None:
    path = f"/variants/{drawn['variant_id']}/make"
    sent = {"operation": "kerf", "kerf_mm": "0.2", "do": "keep"}
    answer = client.post(path, sent)
    child = Variant.objects.get(parent__variant_id=drawn["variant_id"])
    assert child.asset is not None
    assert answer["Location"] == f"/assets/{child.asset.asset_id}"
    assert client.get(answer["Location"]).status_code == 200


def test_fault_stands_at_its_field(client: Client, drawn: dict[str, Any]) -> None:
    path = f"/variants/{drawn['variant_id']}/make"
    answer = client.post(path, {"operation": "kerf", "kerf_mm": "wide", "do": "keep"})
    assert answer.status_code == 400
    assert "Give a number from 0.005 to 5." in answer.content.decode()
    assert Variant.objects.count() == 1
