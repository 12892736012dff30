"""A pattern's parameters are public: described, tried, edited, and drawn again for ever."""

from __future__ import annotations

import json
import time
from typing import Any

import jsonschema
import pytest
from django.test import Client

from artstudio.models import ArtAsset, AssetKind, Variant
from rmos_runs.blobs.attachments import open_attachment
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = {
    "prompt": "herringbone purfling",
    "route": "pattern",
    "variant_seed": "s",
    "constraints": {"width_mm": 120, "height_mm": 12, "min_gap_mm": 0.5},
}


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(path, json.dumps(body), "application/json")


def made(client: Client, **changes: Any) -> dict[str, Any]:
    answer = post(client, "/api/art/prompt-to-svg", ASKED | changes).json()
    variant: dict[str, Any] = answer["variants"][0]
    return variant


def redrawn(client: Client, variant: dict[str, Any], **body: Any) -> dict[str, Any]:
    answer = post(client, f"/api/art/variants/{variant['variant_id']}/redraw", body)
    assert answer.status_code == 201, answer.json()
    child: dict[str, Any] = answer.json()
    return child


def stored(sha256: str) -> Any:
    with open_attachment(sha256) as file:
        return json.load(file)


@pytest.fixture
def strip(client: Client) -> dict[str, Any]:
    """Return a strip that the pattern engine drew, as the API answers it."""
    return made(client)


class TestSchema:
    def test_describes_what_is_stored(self, client: Client, strip: dict[str, Any]) -> None:
        answer = client.get("/api/art/patterns/schema")
        schema = answer.json()
        assert answer["Cache-Control"] == "public, max-age=300"
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema.Draft202012Validator(schema).validate(stored(strip["source_sha256"]))


class TestPreview:
    def test_shows_what_a_redraw_would_give_and_stores_nothing(
        self, client: Client, strip: dict[str, Any]
    ) -> None:
        spec = stored(strip["source_sha256"])
        spec["parameters"]["cells"] = 9
        before = (Variant.objects.count(), RunAttachment.objects.count())
        answer = post(client, "/api/art/patterns/preview", {"spec": spec})
        assert (Variant.objects.count(), RunAttachment.objects.count()) == before
        assert answer["Cache-Control"] == "no-store"
        preview = answer.json()
        child = redrawn(client, strip, spec=spec)
        with open_attachment(child["attachment_sha256"]) as file:
            assert file.read().decode() == preview["svg"]
        assert preview["spec"] == spec
        assert preview["nodes"] == preview["measurements"]["nodes"]
        assert preview["nodes"] == child["measurements"]["nodes"]

    def test_writes_out_the_defaults(self, client: Client) -> None:
        parameters = {
            "width_mm": 100, "height_mm": 10, "motif": "rope", "cells": 20, "lines": 0,
            "line_mm": 0.5, "gap_mm": 0.4,
        }  # fmt: skip
        body = {"spec": {"family": "purfling", "parameters": parameters}}
        spec = post(client, "/api/art/patterns/preview", body).json()["spec"]
        assert (spec["engine"], spec["width_mm"]) == ("2", 100)
        assert spec["parameters"] == parameters | {
            "mirror": False,
            "ground": "none",
            "wood": "ebony",
        }

    @pytest.mark.parametrize(
        ("spec", "field"),
        [
            ({}, "spec.family"),
            ({"family": "spaghetti"}, "spec.family"),
            ({"family": "purfling"}, "spec.parameters"),
            ({"family": "purfling", "parameters": {"x": 1}}, "spec.parameters.x"),
            (["purfling"], "spec"),
        ],
    )
    def test_names_every_fault_by_its_place_in_the_body(
        self, client: Client, spec: Any, field: str
    ) -> None:
        answer = post(client, "/api/art/patterns/preview", {"spec": spec})
        assert answer.status_code == 400
        assert field in answer.json()["fields"]

    @pytest.mark.parametrize(
        "body",
        [
            '{"spec": {"family": "purfling", "parameters": {"cells": NaN}}}',
            '{"spec": {"family": "purfling", "parameters": {"cells": 1e999}}}',
            '{"spec": {"family": "purfling", "parameters": {"cells": 1' + "0" * 5000 + "}}}",
            '{"spec": ' + '{"family":' * 50_000 + "1" + "}" * 50_001,
            '{"spec": {"family": "rosette", "parameters": {"bands": '
            + "[" * 900
            + "]" * 900
            + "}}}",
        ],
    )
    def test_hostile_numbers_and_depths_are_refused_at_once(
        self, client: Client, body: str
    ) -> None:
        started = time.perf_counter()
        answer = client.post("/api/art/patterns/preview", body, "application/json")
        assert answer.status_code == 400
        assert time.perf_counter() - started < 1

    def test_what_would_take_long_is_refused(self, client: Client) -> None:
        body = {
            "spec": {
                "family": "tessellation",
                "parameters": {
                    "width_mm": 500, "height_mm": 500, "tiling": "rhombs", "columns": 120,
                    "rows": 120, "joint_mm": 0.1, "frame_mm": 0,
                },
            }
        }  # fmt: skip
        answer = post(client, "/api/art/patterns/preview", body)
        assert answer.status_code == 400
        assert "at most 120,000" in answer.json()["fields"]["spec.parameters"][0]


class TestRedraw:
    def test_is_a_new_variant_that_names_its_parent(
        self, client: Client, strip: dict[str, Any]
    ) -> None:
        child = redrawn(client, strip, parameters={"motif": "rope", "cells": 30})
        assert child["retraced_from"] == strip["variant_id"]
        assert (child["index"], child["seed"], child["status"]) == (1, strip["seed"], "OK")
        assert child["attachment_sha256"] != strip["attachment_sha256"]
        assert ArtAsset.objects.filter(asset_id=child["asset_id"]).exists()
        before, after = stored(strip["source_sha256"]), stored(child["source_sha256"])
        assert after["parameters"] == before["parameters"] | {"motif": "rope", "cells": 30}

    def test_its_parameters_are_an_asset_and_its_record_says_where_they_come_from(
        self, client: Client, strip: dict[str, Any]
    ) -> None:
        child = redrawn(client, strip, parameters={"cells": 30})
        asset = ArtAsset.objects.get(attachment_id=child["source_sha256"])
        record = stored(child["provenance_sha256"])
        assert asset.kind == AssetKind.GEOMETRY_SPEC
        assert record["source_metadata"]["edited_from"] == strip["source_sha256"]
        assert record["retraced_from"] == strip["variant_id"]
        assert (record["seed_sent"], record["prompt_sent"], record["replayed"]) == (
            False,
            "",
            False,
        )
        assert record["constraints"] == {"min_gap_mm": 0.5}

    def test_the_cut_card_keeps_to_the_same_limits(
        self, client: Client, strip: dict[str, Any]
    ) -> None:
        child = redrawn(client, strip, parameters={"gap_mm": 0.45})
        assert "narrow_gap" in {note["code"] for note in child["warning_details"]}

    def test_another_sheet_and_another_family_may_be_drawn(
        self, client: Client, strip: dict[str, Any]
    ) -> None:
        wider = redrawn(client, strip, parameters={"width_mm": 200})
        assert wider["measurements"]["width_mm"] == 200
        spec = stored(made(client, prompt="mandala", constraints={})["source_sha256"])
        assert redrawn(client, wider, spec=spec)["retraced_from"] == wider["variant_id"]

    def test_rings_follow_a_change_of_their_diameters(self, client: Client) -> None:
        rosette = made(client, prompt="rosette", constraints={"outer_diameter_mm": 100})
        child = redrawn(client, rosette, parameters={"inner_mm": 40})
        parameters = stored(child["source_sha256"])["parameters"]
        assert sum(band["width_mm"] for band in parameters["bands"]) == pytest.approx(30)

    def test_can_be_made_again(self, client: Client, strip: dict[str, Any]) -> None:
        child = redrawn(client, strip, parameters={"cells": 17})
        for variant in (strip, child, redrawn(client, child, parameters={"mirror": True})):
            path = f"/api/art/variants/{variant['variant_id']}/reproduce"
            again = post(client, path, {}).json()
            assert again["same"] is True
            assert again["actual_sha256"] == variant["attachment_sha256"]

    def test_never_answers_for_what_was_asked(self, client: Client, strip: dict[str, Any]) -> None:
        redrawn(client, strip, parameters={"cells": 17})
        again = made(client)
        assert again["replayed"] is True
        assert again["attachment_sha256"] == strip["attachment_sha256"]

    def test_has_nothing_to_trace(self, client: Client, strip: dict[str, Any]) -> None:
        child = redrawn(client, strip, parameters={"cells": 17})
        answer = post(client, f"/api/art/variants/{child['variant_id']}/retrace", {})
        assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_retrace")

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({}, {"spec", "parameters"}),
            ({"spec": {"family": "vine"}, "parameters": {}}, {"spec", "parameters"}),
            ({"parameters": {"cells": 0, "x": 1}}, {"parameters.cells", "parameters.x"}),
            ({"parameters": {"lines": 4, "line_mm": 9}}, {"parameters"}),
            ({"parameters": [1]}, {"parameters"}),
            ({"spec": {"family": "vine"}}, {"spec.parameters"}),
        ],
    )
    def test_a_fault_is_refused_and_nothing_is_kept(
        self, client: Client, strip: dict[str, Any], body: Any, fields: set[str]
    ) -> None:
        before = (Variant.objects.count(), RunAttachment.objects.count())
        answer = post(client, f"/api/art/variants/{strip['variant_id']}/redraw", body)
        assert answer.status_code == 400
        assert set(answer.json()["fields"]) == fields
        assert (Variant.objects.count(), RunAttachment.objects.count()) == before

    def test_a_traced_picture_has_no_parameters(self, client: Client) -> None:
        traced = made(client, route="raster")
        path = f"/api/art/variants/{traced['variant_id']}/redraw"
        answer = post(client, path, {"parameters": {"cells": 3}})
        assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_redraw")

    def test_an_unknown_variant_is_said(self, client: Client) -> None:
        answer = post(client, "/api/art/variants/var_0/redraw", {"parameters": {}})
        assert (answer.status_code, answer.json()["code"]) == (404, "variant_not_found")
