"""Logging in on the page, and what a session is good for."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from artstudio.access.login_limits import NAME_AT_SITE
from artstudio.models import Generation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("login_mode")]
DRAW = "/api/art/prompt-to-svg"
BODY = {"prompt": "Rosette", "variant_seed": "oak"}


@pytest.fixture
def user() -> User:
    return User.objects.create_user("maker", password="oak and spruce")


def log_in(client: Client, *, password: str = "oak and spruce", back: str = "") -> Any:
    return client.post("/login", {"username": "maker", "password": password, "next": back})


@pytest.mark.usefixtures("user")
class TestThePage:
    """GET and POST /login."""

    def test_it_shows_a_form_with_a_csrf_token(self, stranger: Client) -> None:
        page = stranger.get("/login?next=/gallery").content.decode()
        for word in ("csrfmiddlewaretoken", 'name="username"', 'name="password"'):
            assert word in page
        assert 'name="next" value="/gallery"' in page

    def test_the_right_password_leads_back(self, stranger: Client) -> None:
        answer = log_in(stranger, back="/gallery?kind=all")
        assert (answer.status_code, answer["Location"]) == (302, "/gallery?kind=all")
        assert stranger.get("/gallery").status_code == 200

    def test_without_a_page_to_go_back_to_it_leads_to_the_studio(self, stranger: Client) -> None:
        assert log_in(stranger)["Location"] == "/"

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "http:///evil.example",
            " //evil.example",
        ],
    )
    def test_it_leads_to_no_other_site(self, stranger: Client, elsewhere: str) -> None:
        assert log_in(stranger, back=elsewhere)["Location"] == "/"

    def test_a_wrong_password_is_told_in_words(self, stranger: Client) -> None:
        answer = log_in(stranger, password="spruce")
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
        assert stranger.get("/gallery").status_code == 302

    def test_who_is_no_longer_active_is_out(self, stranger: Client) -> None:
        log_in(stranger)
        User.objects.update(is_active=False)
        assert stranger.get("/gallery").status_code == 302

    def test_the_form_needs_its_csrf_token(self) -> None:
        client = Client(enforce_csrf_checks=True)
        assert log_in(client).status_code == 403

    def test_passwords_cannot_be_tried_without_end(self, stranger: Client) -> None:
        for _ in range(NAME_AT_SITE.count):
            assert log_in(stranger, password="guess").status_code == 200
        answer = log_in(stranger)
        assert answer.status_code == 429
        assert 1 <= int(answer["Retry-After"]) <= NAME_AT_SITE.period_s
        assert "Too many logins" in answer.content.decode()
        other = stranger.post("/login", {"username": "other", "password": "guess"})
        assert other.status_code == 200

    def test_logging_out_is_a_post_and_ends_it(self, stranger: Client) -> None:
        log_in(stranger)
        assert stranger.get("/logout").status_code == 405
        assert stranger.post("/logout")["Location"] == "/login"
        assert stranger.get("/gallery").status_code == 302


class TestTheSession:
    """What a browser's cookie opens."""

    def test_it_opens_pages_and_what_pages_show(self, maker: Client) -> None:
        for path in ("/", "/gallery", "/runs", "/api/docs", "/api/schema", "/api/art/assets"):
            assert maker.get(path).status_code == 200, path

    def test_the_admin_still_asks_for_staff(self, maker: Client) -> None:
        assert maker.get("/admin/")["Location"].startswith("/admin/login/")
        assert maker.get("/admin/login/").status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}],
    )
    def test_a_page_of_ours_may_use_the_api(self, maker: Client, headers: dict[str, str]) -> None:
        assert maker.post(DRAW, BODY, "application/json", headers=headers).status_code == 200

    def test_a_cookie_alone_changes_nothing(self, maker: Client) -> None:
        answer = maker.post(DRAW, BODY, "application/json")
        assert (answer.status_code, answer.json()["code"]) == (403, "cross_origin_refused")
        assert "token" in answer.json()["detail"]
        assert not Generation.objects.exists()

    def test_the_cookie_is_kept_from_scripts_and_other_sites(
        self, stranger: Client, user: User
    ) -> None:
        log_in(stranger)
        cookie = stranger.cookies["sessionid"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_behind_tls_cookies_travel_by_tls_alone(
        self, stranger: Client, user: User, settings: Settings
    ) -> None:
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
        log_in(stranger)
        assert stranger.cookies["sessionid"]["secure"]
