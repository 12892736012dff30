"""Guesses are slow however a name is written, and nobody is locked out by strangers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from artstudio.access import login_limits
from artstudio.access.login_limits import DEVICE_COOKIE, canonical_name
from artstudio.access.rates import Rate
from artstudio.models import RateWindow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("login_mode", "user")]
PROXY = "10.0.0.9"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("boss", password="oak and spruce")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small numbers in the same proportions."""
    monkeypatch.setattr(login_limits, "NAME_AT_SITE", Rate(count=3, period_s=900))
    monkeypatch.setattr(login_limits, "NAME_AT_SITE_DAILY", Rate(count=5, period_s=86_400))
    monkeypatch.setattr(login_limits, "SITE", Rate(count=6, period_s=900))
    monkeypatch.setattr(login_limits, "NAME", Rate(count=8, period_s=86_400))
    monkeypatch.setattr(login_limits, "DEVICE", Rate(count=3, period_s=900))


def attempt(
    client: Client,
    name: str = "boss",
    password: str = "guess",
    site: str = "192.0.2.1",
    **more: Any,
) -> int:
    form = {"username": name, "password": password}
    return client.post("/login", form, REMOTE_ADDR=site, **more).status_code


def right(client: Client, **more: Any) -> int:
    return attempt(client, password="oak and spruce", **more)


def windows_end(**age: int) -> None:
    for window in RateWindow.objects.all():
        window.started_at_utc -= timedelta(**age)
        window.save()


def test_every_way_to_write_a_name_is_one_name(stranger: Client) -> None:
    seen = [
        attempt(stranger, name) for name in (" boss", "\uff42\uff4f\uff53\uff53", "boss ", "BOSS")
    ]
    assert seen == [200, 200, 200, 429]
    assert right(stranger) == 429


@pytest.mark.parametrize(
    "name",
    [
        " boss",
        "boss\u2003",
        "\uff42\uff4f\uff53\uff53",
        "BOSS",
        "\uff22\uff2f\uff33\uff33\u3000",
        "bo\u017fs",
    ],
)
def test_a_name_is_counted_as_it_is_looked_up(name: str) -> None:
    assert canonical_name(name) == "boss"


def test_the_admins_login_counts_together_with_the_page(
    stranger: Client, settings: Settings
) -> None:
    settings.ARTSTUDIO_ACCESS, settings.ARTSTUDIO_TRUSTED_NETWORK = "trusted", True
    assert [attempt(stranger) for _ in range(3)] == [200, 200, 200]
    form = {"username": "boss", "password": "guess"}
    assert stranger.post("/admin/login/", form, REMOTE_ADDR="192.0.2.1").status_code == 429


def test_a_stranger_elsewhere_locks_nobody_out(stranger: Client) -> None:
    assert [attempt(stranger, site="198.51.100.1") for _ in range(4)][-1] == 429
    assert right(Client(), site="192.0.2.1") == 302


def test_one_address_cannot_try_many_names(stranger: Client) -> None:
    assert [attempt(stranger, f"name{n}") for n in range(7)] == [200] * 6 + [429]
    assert attempt(stranger, site="192.0.2.2") == 200


def test_waiting_a_quarter_of_an_hour_helps_only_so_often_a_day(stranger: Client) -> None:
    assert [attempt(stranger) for _ in range(3)] == [200] * 3
    windows_end(minutes=16)
    assert [attempt(stranger) for _ in range(3)] == [200, 200, 429]


def test_many_addresses_together_are_slow_too(stranger: Client) -> None:
    seen = [attempt(stranger, site=f"192.0.2.{n}") for n in range(1, 10)]
    assert seen == [200] * 8 + [429]
    assert attempt(stranger, "other", site="192.0.2.200") == 200


def test_what_an_address_is_refused_does_not_count_against_the_name(stranger: Client) -> None:
    for _ in range(20):
        attempt(stranger)
    assert right(Client(), site="192.0.2.99") == 302


def test_a_browser_of_the_right_person_is_never_locked_out_by_strangers(stranger: Client) -> None:
    own = Client()
    assert right(own) == 302
    own.post("/logout")
    for site in range(1, 12):
        attempt(stranger, site=f"198.51.100.{site}")
        attempt(stranger)
    assert right(Client(), site="192.0.2.77") == 429
    assert right(own) == 302


def test_such_a_browser_is_counted_too(stranger: Client) -> None:
    own = Client()
    right(own)
    assert [attempt(own) for _ in range(4)] == [200, 200, 200, 429]


def test_its_cookie_is_good_for_its_own_name_and_cannot_be_made_up(stranger: Client) -> None:
    User.objects.create_user("other", password="oak and spruce")
    own = Client()
    right(own, name="other")
    for site in range(1, 10):
        attempt(stranger, site=f"198.51.100.{site}")
    assert attempt(own, site="192.0.2.50") == 429
    for made_up in (
        "",
        "x",
        "boss",
        "eyJhIjoxfQ:1:abc",
        own.cookies[DEVICE_COOKIE].value[:-2] + "xx",
    ):
        liar = Client()
        liar.cookies[DEVICE_COOKIE] = made_up
        assert attempt(liar, site="192.0.2.51") == 429


def test_the_cookie_is_kept_from_scripts_and_travels_as_the_session_does(
    settings: Settings,
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    own = Client()
    right(own)
    cookie = own.cookies[DEVICE_COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    failed = Client()
    attempt(failed)
    assert DEVICE_COOKIE not in failed.cookies


class TestBehindAProxy:
    """ARTSTUDIO_TRUSTED_PROXIES."""

    def through(self, client: Client, told: str, peer: str = PROXY) -> int:
        return attempt(client, site=peer, headers={"X-Forwarded-For": told})

    def test_callers_are_told_apart_by_what_the_proxy_adds(
        self, stranger: Client, settings: Settings
    ) -> None:
        settings.ARTSTUDIO_TRUSTED_PROXIES = ["10.0.0.0/24"]
        seen = [self.through(stranger, f"203.0.113.{n}, 198.51.100.1") for n in range(4)]
        assert seen == [200, 200, 200, 429]
        assert self.through(stranger, "198.51.100.2") == 200

    def test_two_proxies_in_a_row(self, stranger: Client, settings: Settings) -> None:
        settings.ARTSTUDIO_TRUSTED_PROXIES = [PROXY, "10.9.0.0/16"]
        told = [
            "x, 198.51.100.1, 10.9.1.1",
            "198.51.100.1:4711",
            "[::ffff:198.51.100.1]:9",
            "198.51.100.1",
        ]
        assert [self.through(stranger, text) for text in told] == [200, 200, 200, 429]

    @pytest.mark.parametrize("proxies", [[], ["10.0.0.8"]])
    def test_nobody_else_can_say_who_asks(
        self, stranger: Client, settings: Settings, proxies: list[str]
    ) -> None:
        settings.ARTSTUDIO_TRUSTED_PROXIES = proxies
        seen = [self.through(stranger, f"198.51.100.{n}") for n in range(4)]
        assert seen == [200, 200, 200, 429]
