"""Tokens: made once, shown once, found by their digest, gone when they are revoked."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from artstudio.access.errors import BadTokenName, TokenNameTaken
from artstudio.access.tokens import create_token, find_token, revoke_token
from artstudio.models import AccessToken
from rmos_runs.digests import sha256_hex
from tests.integration.access.conftest import bearer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("login_mode")]
PATH = "/api/art/assets"


def run(*words: str) -> tuple[str, str]:
    """Run a command; returns what it wrote to both streams."""
    out, err = StringIO(), StringIO()
    call_command(*words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def status_with(token: str) -> int:
    return bearer(token).get(PATH).status_code


class TestMaking:
    """create_token."""

    def test_the_command_prints_the_token_alone_so_that_a_script_can_take_it(self) -> None:
        out, err = run("create_token", "ci")
        assert out.count("\n") == 1
        assert "not shown again" in err
        assert status_with(out.strip()) == 200

    def test_only_the_digest_is_stored(self) -> None:
        made = create_token("ci")
        row = AccessToken.objects.get()
        assert row.sha256 == sha256_hex(made.token.encode())
        with connection.cursor() as cursor:
            cursor.execute("SELECT artstudio_accesstoken::text FROM artstudio_accesstoken")
            assert made.token.removeprefix("artstudio_") not in cursor.fetchone()[0]

    def test_a_token_has_256_random_bits_and_none_is_like_another(self) -> None:
        tokens = {create_token(f"t{number}").token for number in range(20)}
        assert len(tokens) == 20
        assert {len(token.removeprefix("artstudio_")) for token in tokens} == {43}

    @pytest.mark.parametrize("name", ["", "  ", "a" * 65, "a\nb", "\0"])
    def test_a_name_that_cannot_be_listed_is_refused(self, name: str) -> None:
        with pytest.raises(BadTokenName):
            create_token(name)

    def test_a_name_is_in_use_once(self) -> None:
        create_token("ci")
        with pytest.raises(TokenNameTaken):
            create_token("ci")
        with pytest.raises(CommandError, match="Choose another one"):
            run("create_token", "ci")
        revoke_token("ci")
        assert status_with(create_token("ci").token) == 200

    @pytest.mark.parametrize("days", ["0", "-1", "36501"])
    def test_days_that_are_none_are_refused(self, days: str) -> None:
        with pytest.raises(CommandError, match="1 to 36500 days"):
            run("create_token", "ci", f"--days={days}")

    @pytest.mark.parametrize("wrong", [{"sha256": "X" * 64}, {"name": "", "sha256": "0" * 64}])
    def test_the_database_takes_no_other_rows(self, wrong: dict[str, str]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessToken.objects.create(**({"name": "ci"} | wrong))


class TestShowing:
    """The Authorization header."""

    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Token", "TOKEN"])
    def test_both_words_are_understood(self, token: str, scheme: str) -> None:
        client = Client(headers={"Authorization": f"{scheme} {token}"})
        assert client.get(PATH).status_code == 200

    @pytest.mark.parametrize("path", [PATH, "/gallery", "/api/rmos/attachments/a"])
    @pytest.mark.parametrize(
        "shown", ["artstudio_wrong", "", "x" * 5000, "ä", "a b", "' OR 1=1 --", "\x00"]
    )
    def test_a_wrong_token_is_told_to_be_wrong(self, path: str, shown: str) -> None:
        answer = Client(headers={"Authorization": f"Bearer {shown}"}).get(path)
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer["WWW-Authenticate"]

    def test_a_wrong_token_helps_no_session(self, maker: Client) -> None:
        assert maker.get(PATH).status_code == 200
        assert maker.get(PATH, headers={"Authorization": "Bearer wrong"}).status_code == 401

    def test_another_scheme_is_the_proxys_matter(self, maker: Client, stranger: Client) -> None:
        basic = {"Authorization": "Basic b2FrOnNwcnVjZQ=="}
        assert maker.get(PATH, headers=basic).status_code == 200
        assert stranger.get(PATH, headers=basic).status_code == 401

    def test_a_program_makes_drawings_without_any_origin(self, robot: Client) -> None:
        body = {"prompt": "Rosette", "variant_seed": "oak"}
        answer = robot.post("/api/art/prompt-to-svg", body, "application/json")
        assert answer.status_code == 200

    def test_a_token_is_looked_up_once_for_a_request(self, robot: Client) -> None:
        robot.get(PATH)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            robot.get(PATH)
        about_tokens = [q for q in queries.captured_queries if "accesstoken" in q["sql"]]
        assert len(about_tokens) == 1

    def test_a_token_makes_nobody_an_admin(self, robot: Client) -> None:
        assert robot.get("/admin/")["Location"].startswith("/admin/login/")


class TestEnding:
    """Expiry and revoke_token."""

    def test_a_revoked_token_opens_nothing_at_once(self, token: str) -> None:
        assert status_with(token) == 200
        assert run("revoke_token", "robot")[0] == "Revoked: robot\n"
        assert status_with(token) == 401
        with pytest.raises(CommandError, match="list_tokens"):
            run("revoke_token", "robot")

    def test_an_expired_token_opens_nothing(self) -> None:
        made = create_token("guest", lasts=timedelta(days=1))
        assert status_with(made.token) == 200
        AccessToken.objects.update(expires_at_utc=timezone.now())
        assert status_with(made.token) == 401

    def test_the_use_is_noted_to_the_hour(self, token: str) -> None:
        def last_used() -> object:
            return AccessToken.objects.get().last_used_at_utc

        assert last_used() is None
        find_token(token)
        first = last_used()
        assert first is not None
        find_token(token)
        assert last_used() == first
        AccessToken.objects.update(last_used_at_utc=timezone.now() - timedelta(hours=2))
        find_token(token)
        assert last_used() > first  # type: ignore[operator]  # both are times

    def test_the_list_names_all_and_shows_none(self, token: str) -> None:
        create_token("guest", lasts=timedelta(days=1))
        create_token("old")
        revoke_token("old")
        AccessToken.objects.filter(name="guest").update(expires_at_utc=timezone.now())
        lines = run("list_tokens")[0].splitlines()
        states = {line.split("  ")[0]: line for line in lines[1:]}
        assert set(states) == {"robot", "guest", "old"}
        assert "in use" in states["robot"]
        assert "expired" in states["guest"]
        assert "revoked" in states["old"]
        assert "artstudio_" not in "".join(lines)
        assert token not in "".join(lines)


class TestAdmin:
    """The list of tokens in the admin."""

    LIST = "/admin/artstudio/accesstoken/"

    def staff(self, *may: str) -> Client:
        user = User.objects.create_user("staff", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=may))
        client = Client()
        client.force_login(user)
        return client

    def revoke(self, client: Client) -> None:
        keys = list(AccessToken.objects.values_list("pk", flat=True))
        client.post(self.LIST, {"action": "revoke_tokens", "_selected_action": keys})

    def test_who_may_look_sees_names_and_no_digests(self, token: str) -> None:
        client = self.staff("view_accesstoken")
        row = AccessToken.objects.get()
        for path in (self.LIST, f"{self.LIST}{row.pk}/change/"):
            page = client.get(path).content.decode()
            assert "robot" in page
            assert row.sha256 not in page
        self.revoke(client)
        assert status_with(token) == 200

    def test_who_may_change_can_revoke_and_do_nothing_else(self, token: str) -> None:
        client = self.staff("view_accesstoken", "change_accesstoken")
        assert client.get(f"{self.LIST}add/").status_code == 403
        row = AccessToken.objects.get()
        assert client.post(f"{self.LIST}{row.pk}/change/", {"name": "x"}).status_code == 403
        assert client.post(f"{self.LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
        self.revoke(client)
        assert status_with(token) == 401
