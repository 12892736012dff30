"""ARTSTUDIO_ACCESS=trusted: whoever is on this machine, and nobody else unless it is said."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db
ELSEWHERE = ["192.0.2.7", "10.0.0.2", "2001:db8::1", "::ffff:192.0.2.7", "169.254.1.1"]
HERE = ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", ""]


@pytest.mark.parametrize("address", HERE)
def test_this_machine_needs_nothing(client: Client, address: str) -> None:
    for path in ("/", "/api/art/assets", "/healthz"):
        assert client.get(path, REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("address", ELSEWHERE)
def test_another_machine_is_told_what_to_set(client: Client, address: str) -> None:
    answer = client.get("/api/art/assets", REMOTE_ADDR=address)
    assert (answer.status_code, answer.json()["code"]) == (403, "only_this_machine")
    assert "ARTSTUDIO_ACCESS=login" in answer.json()["detail"]
    assert "ARTSTUDIO_TRUSTED_NETWORK=1" in answer.json()["detail"]
    page = client.get("/gallery", REMOTE_ADDR=address)
    assert page.status_code == 403
    assert "ARTSTUDIO_ACCESS=login" in page.content.decode()
    assert client.get("/healthz", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("X-Forwarded-For", "192.0.2.7", 403),
        ("X-Forwarded-For", "127.0.0.1, 192.0.2.7", 403),
        ("X-Forwarded-For", "unknown", 403),
        ("X-Forwarded-For", "127.0.0.1", 200),
        ("X-Forwarded-For", "", 200),
        ("Forwarded", "for=192.0.2.7", 403),
    ],
)
def test_a_proxy_here_does_not_make_others_local(
    client: Client, header: str, value: str, status: int
) -> None:
    assert client.get("/gallery", headers={header: value}).status_code == status


def test_a_header_makes_nobody_local(client: Client) -> None:
    told = {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"}
    assert client.get("/gallery", headers=told, REMOTE_ADDR="192.0.2.7").status_code == 403


def test_a_trusted_network_is_trusted(client: Client, settings: Settings) -> None:
    settings.ARTSTUDIO_TRUSTED_NETWORK = True
    assert client.get("/gallery", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_login_lets_others_in_who_have_one(
    maker: Client, stranger: Client, login_mode: Settings
) -> None:
    assert maker.get("/gallery", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert stranger.get("/gallery", REMOTE_ADDR="192.0.2.7").status_code == 302


def test_a_word_that_means_nothing_trusts_nobody(stranger: Client, settings: Settings) -> None:
    settings.ARTSTUDIO_ACCESS = "Trusted "
    assert stranger.get("/api/art/assets").status_code == 401


def test_a_session_or_token_changes_nothing_where_all_are_trusted(
    maker: Client, robot: Client
) -> None:
    for client in (maker, robot):
        answer = client.post("/api/workflow-sessions", {}, "application/json")
        assert answer.status_code == 201
        assert "Cookie" not in answer.get("Vary", "")
