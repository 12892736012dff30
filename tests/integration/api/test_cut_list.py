"""How a mosaic wheel is built: by API as JSON, CSV and a sheet to print; linked from its page."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)


def made(client: Client, prompt: str) -> dict[str, Any]:
    body = {"prompt": prompt, "route": "pattern", "variant_seed": "s"}
    answer = client.post("/api/art/prompt-to-svg", json.dumps(body), "application/json").json()
    variant: dict[str, Any] = answer["variants"][0]
    return variant


def test_a_mosaic_wheel_says_how_it_is_built(client: Client) -> None:
    variant = made(client, "mosaic wheel with hearts")
    assert variant["pattern"] == {"family": "mosaic_wheel", "version": "2"}
    assert variant["warnings"] == []
    at = f"/api/art/assets/{variant['asset_id']}/cut-list"

    sheet = client.get(at).json()
    assert sheet["asset_id"] == variant["asset_id"]
    assert len(sheet["order"]) == sheet["columns"]
    assert {stack["name"] for stack in sheet["stacks"]} == set(sheet["order"])
    assert {row["part"] for row in sheet["parts"]} == {"veneer", "strip", "stick", "chip", "line"}

    answer = client.get(at, {"format": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == len(sheet["parts"])
    assert [row["part"] for row in rows] == [row["part"] for row in sheet["parts"]]
    chip = next(row for row in rows if row["part"] == "chip")
    assert int(chip["pieces"]) == sheet["tiles_with_spare"]

    page = client.get(at, {"format": "html"})
    assert page["Content-Type"].startswith("text/html")
    assert f"Saw {sheet['tiles_with_spare']} tiles" in page.content.decode()
    assert page.content.decode().count("<tr>") > len(rows)


def test_its_page_links_to_the_cut_list_and_other_pages_do_not(client: Client) -> None:
    wheel, rope = made(client, "mosaic wheel"), made(client, "rope purfling")
    at = f"/api/art/assets/{wheel['asset_id']}/cut-list?format=html"
    assert at in client.get(f"/assets/{wheel['asset_id']}").content.decode()
    assert "cut-list" not in client.get(f"/assets/{rope['asset_id']}").content.decode()


def test_a_drawing_without_a_cut_list_is_a_404_that_says_so(client: Client) -> None:
    rope = made(client, "rope purfling")
    answer = client.get(f"/api/art/assets/{rope['asset_id']}/cut-list")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_cut_list")
    missing = client.get("/api/art/assets/asset_ffffffffffff/cut-list")
    assert (missing.status_code, missing.json()["code"]) == (404, "asset_not_found")


def test_another_format_is_a_400_that_names_the_field(client: Client) -> None:
    wheel = made(client, "mosaic wheel")
    answer = client.get(f"/api/art/assets/{wheel['asset_id']}/cut-list", {"format": "xml"})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["format"]
