"""At most so many drawings for each caller, counted for all processes together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from pytest_django import Settings

from artstudio.access.errors import RateLimited
from artstudio.access.rate_limit import LOGINS, RATE_LIMITED_VIEWS
from artstudio.access.rates import Rate, count_request
from artstudio.access.tokens import create_token
from artstudio.models import Generation, RateWindow
from tests.integration.access.conftest import bearer

DRAW = "/api/art/prompt-to-svg"
BODY = {"prompt": "Rosette", "variant_seed": "oak"}
TWO = Rate(count=2, period_s=3600)


def draw(client: Client, **more: Any) -> Any:
    return client.post(DRAW, BODY, "application/json", **more)


def pass_by(**time: int) -> None:
    """Let time pass for all callers."""
    for window in RateWindow.objects.all():
        window.started_at_utc -= timedelta(**time)
        window.save()


@pytest.mark.django_db
class TestTheApi:
    """429 with Retry-After."""

    @pytest.fixture(autouse=True)
    def _two_an_hour(self, login_mode: Settings) -> None:
        login_mode.ARTSTUDIO_RATE_LIMIT = "2/h"

    def test_one_too_many_is_refused_and_makes_nothing(self, robot: Client) -> None:
        assert [draw(robot).status_code for _ in range(2)] == [200, 200]
        answer = draw(robot)
        assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
        assert "ARTSTUDIO_RATE_LIMIT" in answer.json()["detail"]
        assert 3590 <= int(answer["Retry-After"]) <= 3600
        assert Generation.objects.count() == 2

    def test_it_goes_on_when_the_window_is_over(self, robot: Client) -> None:
        assert [draw(robot).status_code for _ in range(4)] == [200, 200, 429, 429]
        pass_by(minutes=40)
        assert 1190 <= int(draw(robot)["Retry-After"]) <= 1200
        pass_by(minutes=20)
        assert [draw(robot).status_code for _ in range(3)] == [200, 200, 429]

    def test_every_caller_has_a_count_of_its_own(self, robot: Client, maker: Client) -> None:
        other = bearer(create_token("other").token)
        own = {"headers": {"Origin": "http://testserver"}}
        assert [draw(robot).status_code for _ in range(3)] == [200, 200, 429]
        assert [draw(other).status_code for _ in range(3)] == [200, 200, 429]
        assert [draw(maker, **own).status_code for _ in range(3)] == [200, 200, 429]

    def test_all_that_costs_is_counted_together(self, robot: Client) -> None:
        robot.post("/api/art/trace", {})
        robot.post("/api/art/variants/none/retry", {}, "application/json")
        assert draw(robot).status_code == 429
        page = robot.post("/", {"prompt": "Rosette", "count": "1"})
        assert page.status_code == 429
        assert "rate_limited" in page.content.decode()

    def test_looking_is_free(self, robot: Client) -> None:
        for _ in range(5):
            assert robot.get("/").status_code == 200
            assert robot.get("/api/art/assets").status_code == 200
            assert robot.get(DRAW).status_code == 405
        assert draw(robot).status_code == 200

    def test_an_estimate_is_free_and_makes_nothing(self, robot: Client) -> None:
        for _ in range(5):
            answer = robot.post(f"{DRAW}?dry_run=1", BODY, "application/json")
            assert answer.status_code == 200
        assert not Generation.objects.exists()
        said_no = [
            robot.post(f"{DRAW}?dry_run=0", BODY, "application/json").status_code for _ in range(3)
        ]
        assert said_no == [200, 200, 429]
        assert Generation.objects.count() == 2

    @pytest.mark.parametrize("disguise", ["dry_run=1&dry_run=0", "DRY_RUN=1", "dry_run[]=1"])
    def test_a_misspelt_estimate_is_refused_and_neither_drawn_nor_counted(
        self, robot: Client, disguise: str
    ) -> None:
        seen = [
            robot.post(f"{DRAW}?{disguise}", BODY, "application/json").status_code for _ in range(3)
        ]
        assert seen == [400, 400, 400]
        assert not Generation.objects.exists()
        assert draw(robot).status_code == 200

    @pytest.mark.parametrize("path", ["/api/art/trace", "/api/art/variants/none/retry"])
    def test_no_other_path_of_the_api_knows_an_estimate(self, robot: Client, path: str) -> None:
        answer = robot.post(f"{path}?dry_run=1")
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["dry_run"])
        assert not RateWindow.objects.exists()

    def test_no_page_becomes_free_by_calling_itself_an_estimate(self, robot: Client) -> None:
        seen = [robot.post("/?dry_run=1").status_code for _ in range(3)]
        assert 429 not in seen[:2]
        assert seen[2] == 429


@pytest.mark.django_db
class TestTrusted:
    """Without a login nothing is counted, unless it is asked for: then by address."""

    def test_nothing_is_counted_by_default(self, client: Client, settings: Settings) -> None:
        assert settings.ARTSTUDIO_RATE_LIMIT == "off"
        assert [draw(client).status_code for _ in range(3)] == [200, 200, 200]
        assert not RateWindow.objects.exists()

    def test_addresses_are_counted_when_a_rate_is_set(
        self, client: Client, settings: Settings
    ) -> None:
        settings.ARTSTUDIO_RATE_LIMIT = "1/min"
        settings.ARTSTUDIO_TRUSTED_NETWORK = True
        one, other = {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "192.0.2.8"}
        assert draw(client, **one).status_code == 200
        assert draw(client, **one).status_code == 429
        assert draw(client, **other).status_code == 200

    def test_one_site_of_ipv6_is_one_caller(self, client: Client, settings: Settings) -> None:
        settings.ARTSTUDIO_RATE_LIMIT = "1/min"
        settings.ARTSTUDIO_TRUSTED_NETWORK = True
        assert draw(client, REMOTE_ADDR="2001:db8:0:1::5").status_code == 200
        assert draw(client, REMOTE_ADDR="2001:db8:0:1:aaaa::9").status_code == 429
        assert draw(client, REMOTE_ADDR="2001:db8:0:2::5").status_code == 200


@pytest.mark.django_db
def test_callers_of_long_ago_are_forgotten() -> None:
    count_request("old", TWO, refusal=RateLimited)
    pass_by(days=3)
    count_request("new", TWO, refusal=RateLimited)
    assert list(RateWindow.objects.values_list("caller", flat=True)) == ["new"]


@pytest.mark.django_db
def test_a_clock_that_was_set_back_locks_nobody_out_for_longer_than_that() -> None:
    RateWindow.objects.create(
        caller="c", started_at_utc=timezone.now() + timedelta(minutes=1), count=2
    )
    with pytest.raises(RateLimited) as caught:
        count_request("c", TWO, refusal=RateLimited)
    assert caught.value.retry_after is not None
    assert caught.value.retry_after <= 3661


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_are_all_counted() -> None:
    rate = Rate(count=25, period_s=3600)

    def one(_number: int) -> bool:
        try:
            count_request("crowd", rate, refusal=RateLimited)
        except RateLimited:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(one, range(60)))
    assert passed.count(True) == 25


#: Posts that reach no provider and trace nothing that comes from outside.
FREE = {
    "attach-to-run",
    "acknowledge",
    "archive",
    "calibrations",
    "coupon",
    "cancel-generation",
    "cancel-variant",
    "pattern-preview",
    "derive",
    "derive-preview",
    "rate",
    "redraw",
    "reproduce",
    "retrace",
    "send",
    "star",
    "tag",
    "trace-preview",
    "unarchive",
    "untag",
}


def test_every_post_of_the_api_is_known_to_cost_or_to_be_free() -> None:
    """A new path must say which it is: in RATE_LIMITED_VIEWS, or above."""
    art: Any = get_resolver().namespace_dict["art_api"][1]
    posts = {entry.name for entry in art.url_patterns if hasattr(entry.callback.cls, "post")}
    costly = {
        name.removeprefix("art_api:") for name in RATE_LIMITED_VIEWS if name.startswith("art_api:")
    }
    assert posts == costly | FREE


def test_every_name_that_is_counted_is_the_name_of_a_path() -> None:
    for name in RATE_LIMITED_VIEWS | LOGINS:
        space, _, local = name.rpartition(":")
        root = get_resolver()
        resolver = root.namespace_dict[space][1] if space else root
        assert local in resolver.reverse_dict, name
