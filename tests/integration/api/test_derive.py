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
from artstudio.services.derivations.operations import OPERATIONS
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


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_derivation_is_reproduced_to_the_byte(
    client: Client, drawn: dict[str, Any], operation: str
) -> None:
    # A drawing within the limits has nothing to repair.
    limits = {"min_feature_mm": 1.5} if operation == "repair" else {}
    made = derive(client, drawn, operation, **limits)
    assert made.status_code == 201, made.json()
    again = post(client, f"/api/art/variants/{made.json()['variant_id']}/reproduce", None).json()
    assert again.get("same"), again


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


#: Three squares apart from each other, and a bar that is 0.1 mm thin in its middle.
LOOSE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="10mm" viewBox="0 0 40 10">'
    '<path d="M1 1H9V9H1ZM12 1H20V9H12ZM23 1H31V9H23Z"/></svg>'
)
THIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="12mm" viewBox="0 0 40 12">'
    '<path d="M1 1H11V5.95H29V1H39V11H29V6.05H11V11H1Z"/></svg>'
)


def imported(client: Client, svg: str) -> dict[str, Any]:
    answer = client.post("/api/art/import", {"file": io.BytesIO(svg.encode())})
    variant: dict[str, Any] = answer.json()["variants"][0]
    return variant


def test_bridges_join_loose_pieces_with_one_fewer_than_there_are(client: Client) -> None:
    variant = imported(client, LOOSE)
    child = derive(client, variant, "bridges", bridge_mm=1.5).json()
    facts = child["measurements"]["derived"]

    assert (facts["pieces_before"], facts["pieces_after"]) == (3, 1)
    assert len(facts["bridges"]) == 2
    # Two gaps of 3 mm, each crossed by 1.5 mm.
    assert facts["area_change_mm2"] == pytest.approx(2 * 3 * 1.5, abs=0.1)
    # With the sheet around them.
    assert (variant["measurements"]["pieces"], child["measurements"]["pieces"]) == (4, 2)


def test_bridges_can_be_given_by_hand(client: Client) -> None:
    variant = imported(client, LOOSE)
    one = derive(client, variant, "bridges", bridge_mm=1, bridges=[[9, 4, 12, 4]]).json()
    facts = one["measurements"]["derived"]

    assert facts["bridges"] == [[9, 4, 12, 4]]
    assert facts["pieces_after"] == 2
    assert any("loose" in warning for warning in one["warnings"])


def test_repair_widens_what_is_thin_and_says_how_many_places(client: Client) -> None:
    variant = imported(client, THIN)
    assert variant["measurements"]["smallest_feature_mm"] == pytest.approx(0.1, abs=0.01)
    child = derive(client, variant, "repair", min_feature_mm=0.5).json()

    assert child["measurements"]["smallest_feature_mm"] == pytest.approx(0.5, abs=0.02)
    assert sum(child["measurements"]["derived"]["repaired"].values()) >= 1


def test_repair_of_what_is_well_is_refused(client: Client) -> None:
    answer = derive(client, imported(client, LOOSE), "repair", min_feature_mm=0.5)
    assert (answer.status_code, answer.json()["code"]) == (422, "cannot_derive")


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
