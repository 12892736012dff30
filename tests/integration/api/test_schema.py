"""The API describes itself, and the description is what it does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from pytest_django import Settings
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from artstudio.ops import api_docs
from artstudio.ops.api_summaries import SUMMARIES
from rmos_runs.http.query_names import known_query_names

#: The largest whole number that JavaScript, and so many a JSON reader, keeps exactly.
MAX_EXACT = 2**53 - 1


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # the library is half typed
    made: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object below a value, but for those of examples."""
    if isinstance(value, dict):
        yield value
        for name, part in value.items():
            if name != "example":
                yield from nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from nodes(part)


def test_nothing_is_said_in_words_of_openapi_3_0(document: dict[str, Any]) -> None:
    for node in nodes(document):
        assert "nullable" not in node
        assert not isinstance(node.get("exclusiveMinimum"), bool)


def test_no_limit_is_larger_than_readers_of_json_can_hold(document: dict[str, Any]) -> None:
    for node in nodes(document):
        for name in ("minimum", "maximum"):
            assert abs(node.get(name, 0)) <= MAX_EXACT, node


def test_null_fits_one_branch_at_most(document: dict[str, Any]) -> None:
    for node in nodes(document):
        if {"type": "null"} in node.get("oneOf", ()):
            assert {} not in node["oneOf"]


def test_every_operation_has_a_summary_of_its_own(document: dict[str, Any]) -> None:
    assert {operation["operationId"] for _, _, operation in operations(document)} == set(SUMMARIES)
    for path, method, operation in operations(document):
        assert operation["summary"] == SUMMARIES[operation["operationId"]], (method, path)
        assert len(operation["summary"]) < 60


def test_every_operation_has_examples(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        sent = operation.get("requestBody", {}).get("content", {}).values()
        assert not sent or any("example" in media for media in sent), (method, path)
        answers = operation["responses"]
        answered = [a["content"]["application/json"] for s, a in answers.items() if is_json(s, a)]
        assert not answered or any("example" in answer for answer in answered), (method, path)
        for parameter in operation.get("parameters", ()):
            assert parameter["in"] != "path" or "example" in parameter, (method, path)


def is_json(status: str, answer: dict[str, Any]) -> bool:
    media = answer.get("content", {}).get("application/json", {})
    # Stored bytes may be JSON as well as anything else.
    return status < "300" and bool(media) and media["schema"].get("format") != "binary"


def test_every_example_is_as_its_schema_says(document: dict[str, Any]) -> None:
    resource = DRAFT202012.create_resource(document)
    registry: Registry[Any] = Registry().with_resource("urn:openapi", resource)
    checked = 0
    for path, method, operation in operations(document):
        for media in media_of(operation):
            if "example" in media:
                shape = json.dumps(media["schema"])
                schema = json.loads(shape.replace('"#/', '"urn:openapi#/'))
                faults = Draft202012Validator(schema, registry=registry).iter_errors(
                    media["example"]
                )
                assert not [f.message[:300] for f in faults], (method, path)
                checked += 1
    assert checked > 50


def media_of(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for answer in operation["responses"].values():
        yield from answer.get("content", {}).values()


def test_the_query_parameters_are_those_that_the_views_know(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        view = resolve(path.replace("{", "").replace("}", "")).func
        told = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
        assert told == set(known_query_names(view, method.upper()) or ()), (method, path)


def test_bytes_have_a_type_that_generated_clients_know(document: dict[str, Any]) -> None:
    with_bytes = {}
    for _, _, operation in operations(document):
        content = operation["responses"].get("200", {}).get("content", {})
        if set(content) - {"application/json"}:
            with_bytes[operation["operationId"]] = content
    assert set(with_bytes) == {
        "asset_cut_list",
        "asset_export",
        "variant_bundle",
        "run_export",
        "attachment_bytes",
        "run_attachment_bytes",
    }
    for content in with_bytes.values():
        assert "*/*" not in content
        plain = content["application/octet-stream"]["schema"]
        assert plain == {"type": "string", "format": "binary"}


def test_many_may_ask_for_it_right_after_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_docs, "_documents", {})

    def ask(_: int) -> tuple[int, bytes]:
        answer = Client().get("/api/schema?format=json")
        return answer.status_code, answer.content

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert {status for status, _ in answers} == {200}
    assert len({content for _, content in answers}) == 1


@pytest.mark.parametrize(
    ("name", "start"), [("json", b'{\n    "openapi": "3.1'), ("yaml", b"openapi: 3.1")]
)
def test_document_is_made_and_written_once(
    monkeypatch: pytest.MonkeyPatch, client: Client, name: str, start: bytes
) -> None:
    monkeypatch.setattr(api_docs, "_documents", {})
    first = client.get(f"/api/schema?format={name}")
    monkeypatch.setattr(api_docs.ApiDocument, "generator_class", None)
    for renderer in api_docs.ApiDocument.renderer_classes:
        monkeypatch.setattr(renderer, "render", None)
    again = client.get(f"/api/schema?format={name}")
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert again.content.startswith(start)


def test_document_is_made_anew_for_another_way_to_run(
    monkeypatch: pytest.MonkeyPatch, client: Client, settings: Settings
) -> None:
    monkeypatch.setattr(api_docs, "_documents", {})
    settings.ARTSTUDIO_RATE_LIMIT = "5/h"
    limited = client.get("/api/schema?format=json").json()
    settings.ARTSTUDIO_RATE_LIMIT = "off"
    assert client.get("/api/schema?format=json").json() != limited


def test_the_schema_is_openapi_3_1_and_names_every_path(client: Client) -> None:
    answer = client.get("/api/schema", headers={"Accept": "application/json"})
    schema = answer.json()
    assert schema["openapi"].startswith("3.1")
    assert set(schema["paths"]) == {
        "/api/art/assets",
        "/api/art/assets/archive",
        "/api/art/assets/rate",
        "/api/art/assets/star",
        "/api/art/assets/tag",
        "/api/art/assets/unarchive",
        "/api/art/assets/untag",
        "/api/art/assets/{asset_id}",
        "/api/art/assets/{asset_id}/export",
        "/api/art/assets/{asset_id}/cut-list",
        "/api/art/calibrations",
        "/api/art/calibrations/coupon",
        "/api/art/calibrations/{calibration_id}",
        "/api/art/derivations",
        "/api/art/generations",
        "/api/art/import",
        "/api/art/generations/{generation_id}",
        "/api/art/generations/{generation_id}/acknowledge",
        "/api/art/patterns/preview",
        "/api/art/patterns/schema",
        "/api/art/prompt-to-svg",
        "/api/art/prompt-to-svg/attach-to-run",
        "/api/art/providers",
        "/api/art/attempts",
        "/api/art/spending",
        "/api/art/trace",
        "/api/art/trace-preview",
        "/api/art/variants/{variant_id}/bundle",
        "/api/art/variants/{variant_id}/derive",
        "/api/art/variants/{variant_id}/derive/preview",
        "/api/art/variants/{variant_id}/redraw",
        "/api/art/variants/{variant_id}/reproduce",
        "/api/art/variants/{variant_id}/retrace",
        "/api/art/variants/{variant_id}/send",
        "/api/art/variants/{variant_id}/cancel",
        "/api/art/variants/{variant_id}/retry",
        "/api/art/generations/{generation_id}/cancel",
        "/api/rmos/attachments",
        "/api/rmos/attachments/{sha256}",
        "/api/rmos/attachments/{sha256}/meta",
        "/api/rmos/attachments/{sha256}/verify",
        "/api/rmos/runs",
        "/api/rmos/runs/{run_id}",
        "/api/rmos/runs/{run_id}/advisory-inputs",
        "/api/rmos/runs/{run_id}/attachments",
        "/api/rmos/runs/{run_id}/attachments/{sha256}",
        "/api/rmos/runs/{run_id}/attachments/{sha256}/verify",
        "/api/rmos/runs/{run_id}/explanation",
        "/api/rmos/runs/{run_id}/export",
        "/api/workflow-sessions",
        "/api/workflow-sessions/{session_id}",
        "/api/workflow-sessions/{session_id}/generations",
        "/api/workflow-sessions/{session_id}/runs",
    }


def test_the_schema_has_no_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")


def test_the_docs_page_needs_no_other_host(client: Client) -> None:
    answer = client.get("/api/docs")
    assert answer.status_code == 200
    assert b"//" not in answer.content.replace(b"http://testserver", b"")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert client.get("/api/docs?script=").status_code == 200
