"""What counts as "this machine" when a proxy is in between."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from artstudio.access.client_address import ProxyHeadersMiddleware, client_address
from artstudio.ops import checks

pytestmark = pytest.mark.django_db
HERE = "127.0.0.1"


@pytest.fixture
def https(settings: Settings) -> Settings:
    """A studio behind a proxy that speaks TLS."""
    settings.ARTSTUDIO_HTTPS = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return settings


@pytest.mark.parametrize("path", ["/metrics", "/gallery", "/api/art/assets"])
@pytest.mark.parametrize("told", [None, "", "127.0.0.1", "192.0.2.7"])
def test_behind_tls_nothing_is_from_here_without_a_trusted_proxys_word(
    client: Client, https: Settings, path: str, told: str | None
) -> None:
    headers = {} if told is None else {"X-Forwarded-For": told}
    assert client.get(path, REMOTE_ADDR=HERE, headers=headers).status_code == 403


def test_metrics_behind_tls_need_a_token(
    stranger: Client, robot: Client, https: Settings, login_mode: Settings
) -> None:
    assert stranger.get("/metrics", REMOTE_ADDR=HERE).status_code == 401
    assert robot.get("/metrics", REMOTE_ADDR=HERE).status_code == 200


@pytest.mark.parametrize(
    ("peer", "told", "status"),
    [
        (HERE, None, 403),
        (HERE, "", 403),
        (HERE, "127.0.0.1", 200),
        (HERE, "::1", 200),
        (HERE, "192.0.2.7", 403),
        (HERE, "127.0.0.1, 192.0.2.7", 403),
        (HERE, "192.0.2.7, 127.0.0.1", 403),
        (HERE, "unknown", 403),
        (HERE, "127.0.0.1, nonsense", 403),
        ("192.0.2.9", "127.0.0.1", 403),
    ],
)
def test_a_trusted_proxy_says_who_is_here(
    client: Client, https: Settings, peer: str, told: str | None, status: int
) -> None:
    https.ARTSTUDIO_TRUSTED_PROXIES = ["127.0.0.1"]
    headers = {} if told is None else {"X-Forwarded-For": told}
    assert client.get("/gallery", REMOTE_ADDR=peer, headers=headers).status_code == status


def test_without_tls_a_direct_request_is_from_here_and_one_by_a_silent_proxy_is_not(
    client: Client, settings: Settings
) -> None:
    settings.ARTSTUDIO_TRUSTED_PROXIES = ["127.0.0.9"]
    assert client.get("/gallery", REMOTE_ADDR=HERE).status_code == 200
    assert client.get("/gallery", REMOTE_ADDR="127.0.0.9").status_code == 403


@pytest.mark.parametrize(
    ("peer", "told", "expected"),
    [
        ("10.0.0.9", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.9", "6.6.6.6, 1.2.3.4, 10.0.0.8", "1.2.3.4"),
        ("10.0.0.9", "2001:db8::5", "2001:db8::5"),
        ("10.0.0.9", "[2001:db8::5]:443", "2001:db8::5"),
        ("10.0.0.9", "::ffff:1.2.3.4", "1.2.3.4"),
        ("::ffff:10.0.0.9", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.9", "1.2.3.4, rubbish", None),
        ("10.0.0.9", "", None),
        ("10.0.0.9", "10.0.0.7", "10.0.0.7"),
        ("9.9.9.9", "1.2.3.4", "9.9.9.9"),
    ],
)
def test_the_last_address_that_is_no_proxy_of_ours_is_the_callers(
    settings: Settings, peer: str, told: str, expected: str | None
) -> None:
    settings.ARTSTUDIO_TRUSTED_PROXIES = ["10.0.0.0/24"]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": told})
    found = client_address(request)
    assert (found and str(found)) == expected


@pytest.mark.parametrize(("peer", "secure"), [("10.0.0.9", True), ("192.0.2.1", False)])
def test_only_a_trusted_proxy_says_that_tls_was_spoken(
    https: Settings, peer: str, secure: bool
) -> None:
    https.ARTSTUDIO_TRUSTED_PROXIES = ["10.0.0.9"]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-Proto": "https"})
    seen: list[bool] = []
    ProxyHeadersMiddleware(lambda asked: seen.append(asked.is_secure()))(request)  # type: ignore[arg-type, return-value]
    assert seen == [secure]


@pytest.mark.parametrize("text", ["proxy.internal", "10.0.0.0/33", "*", "10.0.0"])
def test_what_is_no_address_is_reported(settings: Settings, text: str) -> None:
    settings.ARTSTUDIO_TRUSTED_PROXIES = [text]
    assert "artstudio.E008" in {message.id for message in checks.check_access()}


def test_a_proxy_that_nobody_trusts_is_reported(https: Settings) -> None:
    assert [message.id for message in checks.check_access()] == ["artstudio.W003"]
    https.ARTSTUDIO_TRUSTED_PROXIES = ["127.0.0.1"]
    assert checks.check_access() == []


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/healthz/"])
@pytest.mark.parametrize("host", ["10.0.0.5:8000", "evil.example", "two words"])
def test_health_is_told_to_balancers_that_ask_by_number(
    stranger: Client, login_mode: Settings, path: str, host: str
) -> None:
    answer = stranger.get(path, headers={"Host": host}, REMOTE_ADDR="192.0.2.9")
    assert answer.status_code == 200
    assert stranger.get("/login", headers={"Host": host}).status_code == 400
