"""What was measured on a machine is entered once, offered from then on, and named in records."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from artstudio.geometry.drawing import Drawing, Layer
from artstudio.models import ArtAsset, Calibration, Variant
from artstudio.patterns.fit_coupon import DISC_MM, fit_coupon
from rmos_runs.attachments import open_attachment

pytestmark = pytest.mark.django_db(transaction=True)
LASER = {"machine": "CO2 laser", "material": "plywood 3 mm", "kerf_mm": 0.16}


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/art/{path}", body, content_type="application/json")


def stored(sha256: str) -> bytes:
    with open_attachment(sha256) as file:
        return bytes(file.read())


@pytest.fixture
def variant_id(client: Client) -> str:
    body = {"prompt": "rosette with 12 petals", "variant_seed": "s"}
    return str(post(client, "prompt-to-svg", body).json()["variants"][0]["variant_id"])


@pytest.fixture
def laser(client: Client) -> dict[str, Any]:
    made: dict[str, Any] = post(client, "calibrations", LASER).json()
    return made


def test_a_calibration_is_kept_listed_changed_and_deleted(
    client: Client, laser: dict[str, Any]
) -> None:
    path = f"/api/art/calibrations/{laser['calibration_id']}"
    assert {name: laser[name] for name in LASER} == LASER
    assert client.get("/api/art/calibrations").json() == [laser]

    changed = client.patch(path, {"clearance_mm": 0.05}, content_type="application/json").json()
    assert (changed["kerf_mm"], changed["clearance_mm"]) == (0.16, 0.05)
    assert client.get(path).json() == changed

    assert client.delete(path).status_code == 204
    assert client.get(path).json()["code"] == "calibration_not_found"


def test_one_calibration_for_each_machine_and_material(
    client: Client, laser: dict[str, Any]
) -> None:
    again = post(client, "calibrations", LASER | {"machine": "co2  LASER "})
    other = post(client, "calibrations", LASER | {"material": "acrylic"})

    assert (again.status_code, again.json()["code"]) == (409, "calibration_exists")
    assert other.status_code == 201
    assert laser["machine"] == "CO2 laser"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"machine": " "}, "machine"),
        ({"material": "x" * 81}, "material"),
        ({"kerf_mm": None}, "kerf_mm"),
        ({"kerf_mm": 0}, "kerf_mm"),
        ({"kerf_mm": 6}, "kerf_mm"),
        ({"kerf_mm": "0.1"}, "kerf_mm"),
        ({"kerf_mm": True}, "kerf_mm"),
        ({"clearance_mm": -0.1}, "clearance_mm"),
        ({"kerf": 0.1}, "kerf"),
    ],
)
def test_a_fault_is_named_and_nothing_is_kept(
    client: Client, change: dict[str, Any], field: str
) -> None:
    answer = post(client, "calibrations", LASER | change)

    assert answer.status_code == 400
    assert field in answer.json()["fields"]
    assert not Calibration.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"machine": "", "material": "m", "kerf_mm": 0.1},
        {"machine": "m", "material": " m", "kerf_mm": 0.1},
        {"machine": "m", "material": "m"},
        {"machine": "m", "material": "m", "kerf_mm": 0},
        {"machine": "m", "material": "m", "clearance_mm": 2.5},
    ],
)
def test_the_database_refuses_what_is_none(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Calibration.objects.create(**values)


def test_its_kerf_is_used_and_named_in_the_record(
    client: Client, laser: dict[str, Any], variant_id: str
) -> None:
    by_hand = {"operation": "kerf", "parameters": {"kerf_mm": 0.16}}
    chosen = {"operation": "kerf", "calibration": laser["calibration_id"]}
    preview = post(client, f"variants/{variant_id}/derive/preview", chosen).json()
    kept = post(client, f"variants/{variant_id}/derive", chosen).json()
    same = post(client, f"variants/{variant_id}/derive", by_hand).json()
    record = json.loads(stored(kept["source_sha256"]))

    assert kept["attachment_sha256"] == same["attachment_sha256"]
    assert preview["parameters"]["kerf_mm"] == 0.16
    assert record["parameters"]["kerf_mm"] == 0.16
    assert record["calibration"] == {
        "calibration_id": laser["calibration_id"],
        "machine": "CO2 laser",
        "material": "plywood 3 mm",
        "kerf_mm": 0.16,
    }
    assert "calibration" not in json.loads(stored(same["source_sha256"]))


def test_a_record_keeps_its_value_when_the_calibration_changes(
    client: Client, laser: dict[str, Any], variant_id: str
) -> None:
    chosen = {"operation": "kerf", "calibration": laser["calibration_id"]}
    kept = post(client, f"variants/{variant_id}/derive", chosen).json()
    client.delete(f"/api/art/calibrations/{laser['calibration_id']}")

    again = post(client, f"variants/{kept['variant_id']}/reproduce", {}).json()

    assert again.get("same"), again


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"operation": "inlay_pair"}, 400),
        ({"operation": "repair"}, 400),
        ({"operation": "kerf", "parameters": {"kerf_mm": 0.1}}, 400),
        ({"operation": "kerf", "calibration": "cal_000000000000"}, 404),
    ],
)
def test_a_calibration_that_gives_nothing_is_refused(
    client: Client, laser: dict[str, Any], variant_id: str, body: dict[str, Any], code: int
) -> None:
    body = {"calibration": laser["calibration_id"]} | body
    assert post(client, f"variants/{variant_id}/derive/preview", body).status_code == code
    assert Variant.objects.count() == 1


def test_the_forms_offer_it_and_keep_what_is_chosen(
    client: Client, laser: dict[str, Any], variant_id: str
) -> None:
    page = f"/variants/{variant_id}/make"
    shown = client.get(f"{page}?operation=kerf").content.decode()
    assert "CO2 laser, plywood 3 mm: 0.16 mm" in shown
    assert "CO2 laser" not in client.get(f"{page}?operation=inlay_pair").content.decode()

    form = {"operation": "kerf", "kerf_mm": "0.5", "keep": "ink", "corners": "sharp"}
    form["calibration"] = laser["calibration_id"]
    assert "selected" in client.get(page, form).content.decode().split("CO2 laser")[0][-120:]
    client.post(page, {**form, "do": "keep"})

    source = Variant.objects.exclude(variant_id=variant_id).get().source
    assert source is not None
    assert json.loads(stored(source.sha256))["calibration"]["kerf_mm"] == 0.16


def test_the_page_takes_a_calibration_and_names_faults(client: Client) -> None:
    form = {"machine": "router", "material": "maple", "kerf_mm": "", "clearance_mm": "0,08"}
    client.post("/calibrations", form)
    (made,) = Calibration.objects.all()
    assert (made.kerf_mm, made.clearance_mm) == (None, 0.08)
    assert "router" in client.get("/calibrations").content.decode()

    wrong = client.post("/calibrations", {**form, "machine": "x", "clearance_mm": "wide"})
    assert wrong.status_code == 400
    assert "Give a number of mm" in wrong.content.decode()

    client.post(f"/calibrations/{made.calibration_id}/delete")
    assert not Calibration.objects.exists()


@pytest.mark.parametrize("measures", ["kerf", "clearance"])
def test_a_coupon_is_a_drawing_with_five_holes_and_numbers(client: Client, measures: str) -> None:
    first, again = (post(client, "calibrations/coupon", {"measures": measures}) for _ in "ab")
    (variant,) = first.json()["variants"]
    drawing = Drawing.from_svg(variant["svg"].encode())

    assert first.status_code == 200
    assert variant["variant_sha256"] == again.json()["variants"][0]["variant_sha256"]
    assert variant["measurements"]["width_mm"] == 40
    cut, engraved = drawing.filled
    assert len(cut.contours) == 7
    assert len(engraved.contours) >= 15
    assert ArtAsset.objects.get(kind="svg").prompt.startswith(f"Fit coupon, {measures}")


def test_the_disc_fits_the_hole_whose_number_is_the_kerf() -> None:
    values = [0.05, 0.1, 0.15, 0.2, 0.25]
    cut = fit_coupon(values, measures="kerf").layers[0]
    assert isinstance(cut, Layer)
    widths = sorted(round(float(w), 3) for w in _widths(cut) if w < 10)
    # The beam takes half its width from each edge: the hole grows by k, the disc shrinks by k.
    assert widths == pytest.approx([5.5, 5.6, 5.7, 5.8, 5.9, DISC_MM])
    for kerf, hole in zip(values, sorted(widths[:5], reverse=True), strict=True):
        assert hole + kerf == pytest.approx(DISC_MM - kerf)


def test_a_clearance_lies_on_each_side_of_the_disc() -> None:
    cut = fit_coupon([0, 0.05, 0.1, 0.15, 0.2], measures="clearance").layers[0]
    assert isinstance(cut, Layer)
    widths = sorted(round(float(w), 3) for w in _widths(cut) if w < 10)
    assert widths == pytest.approx([6, 6, 6.1, 6.2, 6.3, 6.4])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"measures": "depth"}, "measures"),
        ({"first_mm": -1}, "first_mm"),
        ({"step_mm": 0}, "step_mm"),
        ({"first_mm": 0.5, "step_mm": 0.2}, "step_mm"),
        ({"first": 0.1}, "first"),
    ],
)
def test_a_coupon_that_cannot_be_is_refused(
    client: Client, body: dict[str, Any], field: str
) -> None:
    answer = post(client, "calibrations/coupon", body)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_the_button_draws_the_coupon(client: Client) -> None:
    shown = client.post("/calibrations/coupon", {"measures": "kerf", "first_mm": ""}, follow=True)
    assert "Fit coupon, kerf 0.05 to 0.25 mm" in shown.content.decode()


def _widths(layer: Layer) -> list[float]:
    contours = layer.contours
    ends = contours.offsets
    spans = [contours.points[a:b, 2, 0] for a, b in itertools.pairwise(ends)]
    return [float(np.ptp(span)) for span in spans]
