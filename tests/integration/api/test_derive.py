"""What is made of a stored drawing: kept as a child, tried without a trace, made again alike."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from artstudio.geometry.drawing import Drawing
from artstudio.models import Variant
from rmos_runs.attachments import open_attachment
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db(transaction=True)


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(path, json.dumps(body), "application/json")


@pytest.fixture
def drawn(client: Client) -> dict[str, Any]:
    """Return a pattern's variant, as the API answers it."""
    body = {"prompt": "rosette with 12 petals", "variant_seed": "s"}
    variant: dict[str, Any] = post(client, "/api/art/prompt-to-svg", body).json()["variants"][0]
    return variant


def derive(client: Client, variant: dict[str, Any], operation: str, **parameters: Any) -> Any:
    path = f"/api/art/variants/{variant['variant_id']}/derive"
    return post(client, path, {"operation": operation, "parameters": parameters})


def stored(sha256: str) -> bytes:
    with open_attachment(sha256) as file:
        return bytes(file.read())


def test_a_derivation_is_a_child_with_its_record(client: Client, drawn: dict[str, Any]) -> None:
    answer = derive(client, drawn, "inlay_pair", tool_diameter_mm=0.8)
    child = answer.json()
    assert answer.status_code == 201, child
    assert child["status"] == "OK"
    assert child["retraced_from"] == drawn["variant_id"]
    record = json.loads(stored(child["source_sha256"]))
    assert record["operation"] == "inlay_pair"
    assert record["drawing_sha256"] == drawn["attachment_sha256"]
    assert record["parameters"]["tool_diameter_mm"] == 0.8
    assert record["parameters"]["gap_mm"] == 0.1
    assert [
        layer.name for layer in Drawing.from_svg(stored(child["attachment_sha256"])).layers
    ] == [
        "pocket",
        "insert",
    ]
    provenance = json.loads(stored(child["provenance_sha256"]))
    assert provenance["source_metadata"]["derived_from"] == drawn["variant_id"]
    assert provenance["trace_options"]["operation"] == "inlay_pair"
    assert child["measurements"]["derived"]["pocket_parts"] > 0


def test_a_derivation_is_reproduced_to_the_byte(client: Client, drawn: dict[str, Any]) -> None:
    for operation in ("inlay_pair", "kerf"):
        child = derive(client, drawn, operation).json()
        again = post(client, f"/api/art/variants/{child['variant_id']}/reproduce", None).json()
        assert again["same"], again


def test_a_derivation_can_be_derived_from(client: Client, drawn: dict[str, Any]) -> None:
    pair = derive(client, drawn, "inlay_pair", part="insert").json()
    cut = derive(client, pair, "kerf", kerf_mm=0.2, colour="insert").json()
    assert cut["retraced_from"] == pair["variant_id"]
    assert cut["measurements"]["derived"]["area_change_mm2"] > 0


def test_a_preview_shows_what_would_be_kept_and_stores_nothing(
    client: Client, drawn: dict[str, Any]
) -> None:
    before = (Variant.objects.count(), RunAttachment.objects.count())
    path = f"/api/art/variants/{drawn['variant_id']}/derive"
    body = {"operation": "kerf", "parameters": {"kerf_mm": 0.2}}
    preview = post(client, f"{path}/preview", body).json()
    assert (Variant.objects.count(), RunAttachment.objects.count()) == before
    assert preview["parameters"]["corners"] == "sharp"
    kept = post(client, path, body).json()
    assert stored(kept["attachment_sha256"]).decode() == preview["svg"]


@pytest.mark.parametrize(
    ("operation", "parameters", "path"),
    [
        ("kerf", {"kerf_mm": "wide"}, "parameters.kerf_mm"),
        ("kerf", {"kerf_mm": -1}, "parameters.kerf_mm"),
        ("kerf", {"kerf": 1}, "parameters.kerf"),
        ("kerf", {"colour": "red"}, None),
        ("inlay_pair", {"relief": "round"}, "parameters.relief"),
        ("saw", {}, "operation"),
    ],
)
def test_a_fault_is_named_and_nothing_is_stored(
    client: Client,
    drawn: dict[str, Any],
    operation: str,
    parameters: dict[str, Any],
    path: str | None,
) -> None:
    before = Variant.objects.count()
    answer = derive(client, drawn, operation, **parameters)
    assert answer.status_code == (400 if path else 422)
    assert path is None or path in answer.json()["fields"]
    assert Variant.objects.count() == before


def test_what_leaves_nothing_is_refused(client: Client, drawn: dict[str, Any]) -> None:
    answer = derive(client, drawn, "inlay_pair", tool_diameter_mm=20)
    assert (answer.status_code, answer.json()["code"]) == (422, "cannot_derive")
    assert "Take a smaller tool" in answer.json()["detail"]


def test_a_derived_drawing_is_not_traced_again(client: Client, drawn: dict[str, Any]) -> None:
    child = derive(client, drawn, "kerf").json()
    answer = post(client, f"/api/art/variants/{child['variant_id']}/retrace", {"constraints": {}})
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_retrace")


def test_the_operations_are_described(client: Client) -> None:
    known = client.get("/api/art/derivations").json()
    assert known["kerf"]["parameters"]["kerf_mm"]["default"] == 0.15
    assert known["inlay_pair"]["parameters"]["relief"]["choices"] == ["none", "dog-bone", "t-bone"]


def test_the_command_line_keeps_a_derivation(drawn: dict[str, Any]) -> None:
    said, told = io.StringIO(), io.StringIO()
    call_command(
        "derive",
        drawn["variant_id"],
        "kerf",
        "kerf_mm=0.2",
        "keep=ground",
        stdout=said,
        stderr=told,
    )
    child = Variant.objects.get(variant_id=said.getvalue().strip())
    assert child.trace_options == {
        "operation": "kerf",
        "kerf_mm": 0.2,
        "keep": "ground",
        "corners": "sharp",
        "colour": None,
    }
    with pytest.raises(CommandError, match=r"parameters\.kerf_mm: Give a number"):
        call_command("derive", drawn["variant_id"], "kerf", "kerf_mm=no")
