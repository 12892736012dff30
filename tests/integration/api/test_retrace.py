"""A stored source is traced again as often as one likes; nothing is asked and nothing paid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from artstudio.models import ArtAsset, Variant
from rmos_runs.blobs.attachments import get_attachment_path, open_attachment
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db(transaction=True)


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(path, json.dumps(body), "application/json")


@pytest.fixture
def traced(client: Client) -> dict[str, Any]:
    """Return a traced variant of the offline provider, as the API answers it."""
    body = {"prompt": "rosette", "route": "raster", "variant_seed": "s"}
    variant: dict[str, Any] = post(client, "/api/art/prompt-to-svg", body).json()["variants"][0]
    return variant


def test_a_retrace_is_a_new_variant_that_names_its_parent(
    client: Client, traced: dict[str, Any]
) -> None:
    path = f"/api/art/variants/{traced['variant_id']}/retrace"
    answer = post(client, path, {"constraints": {"width_mm": 50, "min_speck_mm": 1}})
    child = answer.json()
    assert answer.status_code == 201
    assert child["retraced_from"] == traced["variant_id"]
    assert (child["index"], child["seed"]) == (1, traced["seed"])
    assert child["source_sha256"] == traced["source_sha256"]
    assert child["attachment_sha256"] != traced["attachment_sha256"]
    assert child["measurements"]["width_mm"] == 50
    assert ArtAsset.objects.filter(asset_id=child["asset_id"]).exists()
    with open_attachment(child["provenance_sha256"]) as file:
        record = json.load(file)
    assert record["retraced_from"] == traced["variant_id"]
    assert record["constraints"] == {"width_mm": 50, "min_speck_mm": 1}
    assert record["replayed"] is True


def test_a_preview_shows_what_a_retrace_would_give_and_stores_nothing(
    client: Client, traced: dict[str, Any]
) -> None:
    before = (Variant.objects.count(), RunAttachment.objects.count())
    how = {"constraints": {"corner_smoothness": 0}}
    asked = how | {"variant_id": traced["variant_id"]}
    preview = post(client, "/api/art/trace-preview", asked).json()
    assert (Variant.objects.count(), RunAttachment.objects.count()) == before
    kept = post(client, f"/api/art/variants/{traced['variant_id']}/retrace", how).json()
    with open_attachment(kept["attachment_sha256"]) as file:
        assert file.read().decode() == preview["svg"]
    assert preview["measurements"]["nodes"] == kept["measurements"]["nodes"]


@pytest.mark.parametrize("route", ["raster", "pattern"])
def test_a_drawing_can_be_made_again_from_its_source(client: Client, route: str) -> None:
    asked = {"prompt": "vine", "route": route, "constraints": {"width_mm": 80}}
    made = post(client, "/api/art/prompt-to-svg", asked).json()["variants"][0]
    again = post(client, f"/api/art/variants/{made['variant_id']}/reproduce", {}).json()
    assert again["same"] is True
    assert again["actual_sha256"] == again["recorded_sha256"] == made["attachment_sha256"]
    assert again["iou"] == 1


def test_a_retrace_can_be_made_again_by_its_own_constraints(
    client: Client, traced: dict[str, Any]
) -> None:
    path = f"/api/art/variants/{traced['variant_id']}/retrace"
    child = post(client, path, {"constraints": {"threshold": 90, "width_mm": 33}}).json()
    again = post(client, f"/api/art/variants/{child['variant_id']}/reproduce", {}).json()
    assert again["same"] is True


def test_what_comes_out_otherwise_says_by_how_much(client: Client, traced: dict[str, Any]) -> None:
    variant = Variant.objects.get(variant_id=traced["variant_id"])
    # As if it had been traced by an older version, which knew no detail.
    variant.trace_options["detail"] = None
    variant.save(update_fields=["trace_options"])
    again = post(client, f"/api/art/variants/{traced['variant_id']}/reproduce", {}).json()
    assert again["same"] is False
    assert again["recorded_nodes"] != again["actual_nodes"]
    assert 0.95 < again["iou"] < 1


def test_what_was_drawn_exactly_has_nothing_to_trace(client: Client) -> None:
    made = post(client, "/api/art/prompt-to-svg", {"prompt": "vine"}).json()["variants"][0]
    answer = post(client, f"/api/art/variants/{made['variant_id']}/retrace", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_retrace")


def test_an_unknown_variant_is_said(client: Client) -> None:
    for path in ("/api/art/variants/var_0/retrace", "/api/art/variants/var_0/reproduce"):
        answer = post(client, path, {})
        assert (answer.status_code, answer.json()["code"]) == (404, "variant_not_found")


def test_a_bad_constraint_is_refused_and_nothing_is_kept(
    client: Client, traced: dict[str, Any]
) -> None:
    path = f"/api/art/variants/{traced['variant_id']}/retrace"
    answer = post(client, path, {"constraints": {"threshold": "dark"}})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["constraints.threshold"]
    assert Variant.objects.count() == 1


def test_a_damaged_source_is_said_and_not_traced(client: Client, traced: dict[str, Any]) -> None:
    Path(get_attachment_path(traced["source_sha256"]) or "").write_bytes(b"changed")
    asked = {"variant_id": traced["variant_id"]}
    answer = post(client, "/api/art/trace-preview", asked)
    assert (answer.status_code, answer.json()["code"]) == (503, "stored_source_damaged")
