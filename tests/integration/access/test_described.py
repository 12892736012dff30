"""The OpenAPI schema says who may ask here, and nothing that is not so."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def schema(client: Client) -> dict[str, Any]:
    shape: dict[str, Any] = client.get("/api/schema", headers={"Accept": "application/json"}).json()
    return shape


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def test_where_all_are_trusted_nothing_is_asked_for(client: Client) -> None:
    described = schema(client)
    assert "security" not in described
    assert "securitySchemes" not in described["components"]
    for path, _, operation in operations(described):
        assert "security" not in operation, path
        assert "401" not in operation["responses"], path


@pytest.mark.parametrize("network", [False, True])
def test_another_machine_is_refused_unless_its_network_is_trusted(
    client: Client, settings: Settings, network: bool
) -> None:
    settings.ARTSTUDIO_TRUSTED_NETWORK = network
    for path, method, operation in operations(schema(client)):
        said = operation["responses"].get("403", {}).get("description", "")
        assert ("Another machine" in said) == (not network), path
        assert ("A page of another site" in said) == (method != "get"), path


def test_where_a_login_is_needed_both_ways_in_are_named(
    robot: Client, login_mode: Settings
) -> None:
    login_mode.ARTSTUDIO_RATE_LIMIT = "60/h"
    described = schema(robot)
    assert described["security"] == [{"token": []}, {"session": []}]
    schemes = described["components"]["securitySchemes"]
    assert (schemes["token"]["type"], schemes["token"]["scheme"]) == ("http", "bearer")
    assert schemes["session"]["name"] == "sessionid"
    limited = set()
    for path, method, operation in operations(described):
        assert "security" not in operation, path
        assert "401" in operation["responses"], path
        assert ("403" in operation["responses"]) == (method != "get"), path
        limited |= {path} if "429" in operation["responses"] else set()
    assert limited >= {
        "/api/art/prompt-to-svg",
        "/api/art/import",
        "/api/art/trace",
        "/api/art/variants/{variant_id}/retry",
    }


def test_the_schema_is_valid_with_a_login(login_mode: Settings) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")


def test_the_docs_page_offers_to_authorize(maker: Client, login_mode: Settings) -> None:
    assert maker.get("/api/docs").status_code == 200
