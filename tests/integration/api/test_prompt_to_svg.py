"""POST /api/art/prompt-to-svg as a program calls it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Generation
from rmos_runs.digests import is_sha256
from rmos_runs.models import WorkflowSession

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/api/art/prompt-to-svg"


def post(client: Client, body: Any, path: str = PATH, **headers: str) -> Any:
    return client.post(path, json.dumps(body), "application/json", headers=headers)


def test_a_prompt_becomes_drawings(client: Client) -> None:
    answer = post(client, {"prompt": "rosette with a rope ring", "count": 2, "variant_seed": "s"})
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {
        "request_id",
        "generation_id",
        "variant_seed",
        "provider",
        "model",
        "route",
        "route_reason",
        "understood",
        "not_understood",
        "variants",
        "asset_ids",
        "run_id",
        "workflow_session_id",
        "revised_prompt",
        "compute_ms",
        "success_count",
        "failure_count",
        "safety_flags",
        "meta",
    }
    assert (body["success_count"], body["failure_count"]) == (2, 0)
    assert body["variant_seed"] == "s"
    assert body["asset_ids"] == [variant["asset_id"] for variant in body["variants"]]
    for variant in body["variants"]:
        sha256 = hashlib.sha256(variant["svg"].encode()).hexdigest()
        assert variant["variant_sha256"] == variant["attachment_sha256"] == sha256
        assert variant["status"] == "OK"
        assert variant["error_details"] is None
        assert variant["measurements"]["width_mm"] == 100
        bytes_answer = client.get(f"/api/rmos/attachments/{sha256}")
        assert b"".join(bytes_answer.streaming_content).decode() == variant["svg"]  # type: ignore[attr-defined]


def test_the_same_drawing_can_be_followed_through_the_api(client: Client) -> None:
    body = post(client, {"prompt": "celtic knot"}).json()
    generation = client.get(f"/api/art/generations/{body['generation_id']}").json()
    (variant,) = generation["variants"]
    assert variant["attachment_sha256"] == body["variants"][0]["attachment_sha256"]
    assert "svg" not in variant
    asset = client.get(f"/api/art/assets/{variant['asset_id']}").json()
    assert asset["sha256"] == variant["attachment_sha256"]
    meta = client.get(f"/api/rmos/attachments/{variant['provenance_sha256']}/meta").json()
    assert meta["mime"] == "application/json"
    verify = client.get(f"/api/rmos/attachments/{variant['source_sha256']}/verify").json()
    assert verify["ok"] is True


def test_a_slash_at_the_end_is_accepted(client: Client) -> None:
    assert post(client, {"prompt": "vine"}, f"{PATH}/").status_code == 200
    assert client.get("/api/art/assets/").status_code == 200


def test_the_run_is_remembered_and_echoed(client: Client) -> None:
    body = post(client, {"prompt": "vine", "run_id": "run_1"}).json()
    assert body["run_id"] == "run_1"


def test_a_session_that_is_named_must_be_there(client: Client) -> None:
    session = WorkflowSession.objects.create()
    body = post(client, {"prompt": "vine", "workflow_session_id": session.pk}).json()
    assert body["workflow_session_id"] == session.pk
    answer = post(client, {"prompt": "vine", "workflow_session_id": "ws_000000000000"})
    assert (answer.status_code, answer.json()["code"]) == (404, "session_not_found")
    assert Generation.objects.count() == 1


class TestRequestId:
    """One id in the answer's header, its body and the records."""

    def test_a_safe_one_of_the_client_is_kept(self, client: Client) -> None:
        answer = post(client, {"prompt": "vine"}, **{"X-Request-ID": "order-7.a"})
        assert answer["X-Request-ID"] == answer.json()["request_id"] == "order-7.a"
        assert client.get("/api/art/assets?request_id=order-7.a").json()["results"]

    @pytest.mark.parametrize("unsafe", ["a b", "x" * 65, 'a"b', "é"])
    def test_any_other_is_replaced(self, client: Client, unsafe: str) -> None:
        answer = client.get("/api/art/assets", headers={"X-Request-ID": unsafe})
        assert answer["X-Request-ID"].startswith("req_")


class TestRefusals:
    """Errors have one shape: detail, code, request_id, and fields for a bad body."""

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "prompt"),
            ({"prompt": ""}, "prompt"),
            ({"prompt": 7, "count": "many"}, "count"),
            ({"prompt": "p", "count": 5}, "count"),
            ({"prompt": "p", "constraints": []}, "constraints"),
            ({"prompt": "p", "constraints": {"width_mm": "80"}}, "constraints.width_mm"),
            ({"prompt": "p", "constraints": {"threshold": 300}}, "constraints.threshold"),
            ({"prompt": "p", "style_hints": "celtic"}, "style_hints"),
            ({"prompt": "p", "provider": "midjourney"}, "provider"),
            ({"prompt": "p", "route": "native"}, "route"),
            ({"prompt": "p", "model": "dall-e-9"}, "model"),
        ],
    )
    def test_a_bad_body_names_its_fields(self, client: Client, body: Any, field: str) -> None:
        answer = post(client, body)
        assert answer.status_code == 400
        problem = answer.json()
        assert field in problem["fields"]
        assert problem["detail"]
        assert problem["code"]
        assert problem["request_id"] == answer["X-Request-ID"]

    @pytest.mark.parametrize(
        "text",
        ["", "{", "[]", '"prompt"', "null", '{"prompt": NaN}', "\xff", "[" * 100_000],
    )
    def test_what_is_no_json_object_is_refused(self, client: Client, text: str) -> None:
        answer = client.post(PATH, text.encode("latin-1"), "application/json")
        assert answer.status_code == 400
        assert set(answer.json()) >= {"detail", "code", "request_id"}

    def test_another_media_type_is_said(self, client: Client) -> None:
        answer = client.post(PATH, "prompt=vine", "text/plain")
        assert answer.status_code == 415
        assert answer.json()["code"]

    def test_another_method_is_said(self, client: Client) -> None:
        answer = client.get(PATH)
        assert answer.status_code == 405
        assert answer.json()["code"]

    def test_openai_without_a_key_names_the_variable(self, client: Client) -> None:
        answer = post(client, {"prompt": "p", "provider": "openai"})
        assert answer.status_code == 503
        assert answer.json()["code"] == "provider_unavailable"
        assert "OPENAI_API_KEY" in answer.json()["detail"]

    @pytest.mark.parametrize(
        ("path", "code"),
        [
            ("/api/art/assets/asset_000000000000", "asset_not_found"),
            ("/api/art/generations/gen_0", "generation_not_found"),
            ("/api/art/nothing", "not_found"),
        ],
    )
    def test_what_is_not_there_is_404(self, client: Client, path: str, code: str) -> None:
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == code


def test_providers_tell_what_they_can_and_what_is_missing(client: Client) -> None:
    by_name = {provider["name"]: provider for provider in client.get("/api/art/providers").json()}
    assert by_name["stub"]["configured"] is True
    assert set(by_name["stub"]["routes"]) == {"pattern", "raster"}
    assert by_name["openai"]["configured"] is False
    assert "OPENAI_API_KEY" in by_name["openai"]["reason"]
    # What may be asked for on `direct` are other models than those that paint.
    assert by_name["openai"]["text_model"] == by_name["openai"]["text_models"][0]
    assert not set(by_name["openai"]["text_models"]) & set(by_name["openai"]["models"])
    assert "(direct)" in by_name["openai"]["auto"]
    assert (by_name["stub"]["text_model"], by_name["stub"]["text_models"]) == ("", [])


def test_provenance_is_found_by_kind(client: Client) -> None:
    post(client, {"prompt": "vine"})
    kinds = {
        kind: [row["kind"] for row in client.get(f"/api/art/assets?kind={kind}").json()["results"]]
        for kind in ("svg", "ai_provenance", "geometry_spec")
    }
    assert kinds == {kind: [kind] for kind in kinds}
    assert client.get("/api/art/assets?kind=movie").status_code == 400


def test_every_digest_in_an_answer_is_a_digest(client: Client) -> None:
    (variant,) = post(client, {"prompt": "vine"}).json()["variants"]
    names = ("variant_sha256", "attachment_sha256", "source_sha256", "provenance_sha256")
    assert all(is_sha256(variant[name]) for name in names)


@pytest.mark.parametrize("form", ["link", "none"])
def test_the_bytes_of_a_drawing_can_be_left_out(client: Client, form: str) -> None:
    body = {"prompt": "rosette with 12 petals", "variant_seed": "s"}
    path = "/api/art/prompt-to-svg"
    whole = client.post(path, body, content_type="application/json").json()["variants"][0]
    spared = client.post(f"{path}?svg={form}", body, content_type="application/json")
    (variant,) = spared.json()["variants"]

    assert variant["attachment_sha256"] == whole["attachment_sha256"]
    assert len(spared.content) < len(whole["svg"])
    if form == "none":
        assert variant["svg"] is None
    else:
        stored = client.get(variant["svg"])
        assert b"".join(stored).decode() == whole["svg"]


def test_a_form_that_is_none_is_refused_before_anything_is_drawn(client: Client) -> None:
    answer = client.post(
        "/api/art/prompt-to-svg?svg=short", {"prompt": "x"}, content_type="application/json"
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["svg"])
    assert not Generation.objects.exists()
