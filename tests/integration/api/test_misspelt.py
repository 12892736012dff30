"""A misspelt field or parameter is named with the nearest known one, wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, resolve

from artstudio.models import Generation
from artstudio.services.requests.intake import FIELDS
from rmos_runs.http.query_names import known_query_names
from tests.integration.access.paths import every_path

pytestmark = pytest.mark.django_db
PROMPT = "/api/art/prompt-to-svg"


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, body, content_type="application/json")


def test_a_misspelt_field_of_a_prompt_is_a_warning_on_each_drawing(client: Client) -> None:
    body = {"prompt": "vine", "count": 2, "constraint": {"width_mm": 80}, "zzz": 1}
    answer = post(client, PROMPT, body)
    assert answer.status_code == 200
    for variant in answer.json()["variants"]:
        text = str(variant)
        assert "unknown_field" in text
        assert "constraint is not known here and was not used. Did you mean constraints?" in text
        assert "zzz is not known here and was not used." in text


def test_a_dry_run_warns_of_it_too(client: Client) -> None:
    answer = post(client, f"{PROMPT}?dry_run=1", {"prompt": "vine", "varient_seed": "x"})
    assert "Did you mean variant_seed?" in str(answer.json()["warnings"])
    assert not Generation.objects.exists()


def test_a_misspelt_constraint_names_the_nearest(client: Client) -> None:
    answer = post(client, PROMPT, {"prompt": "vine", "constraints": {"widht_mm": 80}})
    assert "Did you mean constraints.width_mm?" in str(answer.json()["variants"])


def test_a_hundred_unknown_fields_are_not_a_hundred_warnings(client: Client) -> None:
    body = {"prompt": "vine", **{f"field_{n}": n for n in range(100)}}
    variant = post(client, PROMPT, body).json()["variants"][0]
    assert str(variant).count("is not known here") < 50


@pytest.mark.parametrize(
    ("path", "body", "name", "near"),
    [
        ("/api/art/assets/star", {"asset_ids": ["a"], "stared": True}, "stared", "starred"),
        ("/api/art/variants/v/retry", {"frsh": True}, "frsh", "fresh"),
        ("/api/art/variants/v/retrace", {"constraint": {}}, "constraint", "constraints"),
        ("/api/art/variants/v/redraw", {"parameter": {}}, "parameter", "parameters"),
        ("/api/art/variants/v/cancel", {"now": True}, "now", "none"),
        ("/api/art/variants/v/reproduce", {"x": 1}, "x", "none"),
        ("/api/art/generations/g/cancel", {"x": 1}, "x", "none"),
        ("/api/art/generations/g/acknowledge", {"acknowleged_by": "a"}, "acknowleged_by", "by?"),
        ("/api/art/trace-preview", {"variant_id": "v", "constrains": {}}, "constrains", "nts?"),
        ("/api/art/patterns/preview", {"spec": {}, "specs": {}}, "specs", "spec"),
        ("/api/art/prompt-to-svg/attach-to-run", {"assets_ids": []}, "assets_ids", "asset_ids"),
        ("/api/rmos/runs", {"moode": "x"}, "moode", "mode"),
        ("/api/rmos/runs/r/explanation", {"statsu": "x"}, "statsu", "status"),
        ("/api/rmos/runs/r/attachments", {"attachment": []}, "attachment", "attachments"),
        ("/api/rmos/runs/r/advisory-inputs", {"sha": "x"}, "sha", "sha256"),
        ("/api/workflow-sessions", {"curent_step": "x"}, "curent_step", "current_step"),
    ],
)
def test_every_other_body_is_refused_by_name(
    client: Client, path: str, body: dict[str, Any], name: str, near: str
) -> None:
    answer = post(client, path, body)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_request"
    (message,) = answer.json()["fields"][name]
    assert near in message


@pytest.mark.parametrize(
    ("address", "name", "near"),
    [
        ("/api/art/assets?stared=true", "stared", "starred"),
        ("/api/art/generations?pagesize=3", "pagesize", "page_size"),
        ("/api/art/generations/g?wiat=3", "wiat", "wait"),
        ("/api/art/assets/a/export?formt=png", "formt", "format"),
        ("/api/art/variants/v/bundle?download=1", "download", "none"),
        ("/api/art/spending?form=2026-01-01", "form", "from"),
        ("/api/art/providers?utm_source=x", "utm_source", "none"),
        ("/api/rmos/runs?state=OK", "state", "status"),
        ("/api/rmos/runs/r/export?format=zip", "format", "none"),
        ("/api/rmos/runs/r/attachments?status=x", "status", "cursor"),
        ("/api/rmos/attachments/a?downlod=1", "downlod", "download"),
        ("/api/workflow-sessions?Status=ACTIVE", "Status", "status"),
        ("/api/schema?fromat=json", "fromat", "format"),
    ],
)
def test_a_misspelt_parameter_is_refused_by_name(
    client: Client, address: str, name: str, near: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    (message,) = answer.json()["fields"][name]
    assert near in message


def test_a_misspelt_dry_run_draws_nothing(client: Client) -> None:
    for query in ("dryrun=1", "dry_run=maybe", "dry_run=1&dry_run=0"):
        assert post(client, f"{PROMPT}?{query}", {"prompt": "vine"}).status_code == 400
    assert not Generation.objects.exists()


@pytest.mark.parametrize("size", ["abc", "0", "-1", "201", "1e2", "%C2%B2", "9" * 5000, ""])
def test_a_page_size_that_is_none_is_refused(client: Client, size: str) -> None:
    answer = client.get(f"/api/art/assets?page_size={size}")
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"page_size": ["Give a whole number from 1 to 200."]}


def test_pages_take_what_an_address_holds(client: Client) -> None:
    for path in ("/", "/gallery", "/runs", "/sessions", "/compare", "/api/docs", "/login"):
        assert client.get(f"{path}?utm_source=letter").status_code == 200, path


def test_every_field_that_is_described_is_known(client: Client) -> None:
    document = client.get("/api/schema?format=json").json()
    described = document["components"]["schemas"]["PromptToSvgRequest"]["properties"]
    assert set(described) == set(FIELDS)


def test_every_path_of_the_api_says_what_it_knows() -> None:
    assert get_resolver()
    for path in every_path():
        if path.startswith("/api/") and path != "/api/docs":
            view = resolve(path).func
            assert known_query_names(view, "GET") is not None, path
