"""A page of another site changes nothing here, whether a login is needed or not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from artstudio.models import Generation
from rmos_runs.models import RunAttachment
from tests.integration.access.paths import every_path

pytestmark = pytest.mark.django_db
DRAW = "/api/art/prompt-to-svg"
JSON = b'{"prompt": "Rosette", "variant_seed": "oak"}'
OWN = "http://testserver"
EVIL = "https://evil.example"


@pytest.fixture(params=["trusted", "login"])
def browser(
    request: pytest.FixtureRequest, settings: Settings, client: Client, maker: Client
) -> Client:
    """Return somebody's browser, in both modes; where a login is needed, it has one."""
    settings.ARTSTUDIO_ACCESS = request.param
    return maker if request.param == "login" else client


def ask(client: Client, headers: dict[str, str], *, content_type: str = "application/json") -> int:
    return client.generic("POST", DRAW, JSON, content_type, headers=headers).status_code


FOREIGN = [
    {"Origin": EVIL},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://testserver"},
    {"Origin": "http://testserver:8000"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://eviltestserver"},
    {"Origin": "http://testserver@evil.example"},
    {"Origin": f"{EVIL} {OWN}"},
    {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"},
    {"Origin": EVIL, "Sec-Fetch-Site": "same-site"},
    {"Origin": EVIL, "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Origin": OWN, "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "news"},
]
#: Hosts' names that are none of this machine's.
OTHER_NAMES = ["evil.example", "127.0.0.1.nip.io", "localhost.evil.example", "a.localhost", ""]
OURS = [
    {"Origin": OWN},
    {"Origin": OWN, "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    # Behind a proxy that speaks TLS; the browser vouches that the sites are one.
    {"Origin": "https://testserver", "Sec-Fetch-Site": "same-origin"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_what_a_foreign_page_sends_is_refused(browser: Client, headers: dict[str, str]) -> None:
    answer = browser.generic("POST", DRAW, JSON, "application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_origin_refused")
    assert not Generation.objects.exists()


@pytest.mark.parametrize("headers", OURS, ids=str)
def test_what_a_page_of_ours_sends_is_taken(browser: Client, headers: dict[str, str]) -> None:
    assert ask(browser, headers) == 200


def test_a_program_says_nothing_of_origins_and_is_taken(client: Client) -> None:
    assert ask(client, {}) == 200


def test_a_token_does_not_help_a_foreign_page(robot: Client, login_mode: Settings) -> None:
    assert ask(robot, {"Origin": EVIL}) == 403


class TestTrustedOrigins:
    """ARTSTUDIO_TRUSTED_ORIGINS."""

    @pytest.mark.parametrize("site", ["same-site", "cross-site", None])
    def test_those_that_are_named_may(
        self, browser: Client, settings: Settings, site: str | None
    ) -> None:
        settings.CSRF_TRUSTED_ORIGINS = ["https://shop.example", "https://*.luthiers.example"]
        told = {"Sec-Fetch-Site": site} if site else {}
        assert ask(browser, {"Origin": "https://shop.example"} | told) == 200
        assert ask(browser, {"Origin": "https://a.luthiers.example"} | told) == 200
        for other in ("http://shop.example", "https://shop.example:8443", "https://a.shop.example"):
            assert ask(browser, {"Origin": other} | told) == 403
        assert ask(browser, {"Origin": "https://evilluthiers.example"} | told) == 403
        assert ask(browser, {"Origin": "null"} | told) == 403


class TestBodies:
    """What a form or a script can send without asking first is not read."""

    @pytest.mark.parametrize(
        "content_type",
        [
            "text/plain",
            "text/plain;charset=UTF-8",
            "application/x-www-form-urlencoded",
            "application/xml",
            "application/json+evil",
            "text/plain; application/json",
            "",
        ],
    )
    def test_other_types_than_json_and_multipart_are_refused(
        self, client: Client, content_type: str
    ) -> None:
        answer = client.generic("POST", DRAW, JSON, content_type)
        assert answer.status_code == 415
        assert answer.json()["code"] == "unsupported_media_type"
        assert not Generation.objects.exists()

    def test_every_path_that_changes_something_refuses_them(self, client: Client) -> None:
        paths = [path for path in every_path() if path.startswith("/api/")]
        assert len(paths) > 30
        for path in paths:
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                assert client.generic(method, path, b"x=1", "text/plain").status_code == 415
                foreign = client.generic(method, path, headers={"Origin": EVIL})
                assert foreign.status_code == 403, (method, path)

    def test_an_empty_body_needs_no_type(self, client: Client) -> None:
        form = "application/x-www-form-urlencoded"
        for content_type in ("", form):
            answer = client.generic("POST", "/api/workflow-sessions", b"", content_type)
            assert answer.status_code == 201

    def test_a_foreign_form_uploads_nothing(self, client: Client) -> None:
        form = {"file": SimpleUploadedFile("a.txt", b"a note"), "kind": "note"}
        foreign = client.post("/api/rmos/attachments", form, headers={"Origin": EVIL})
        assert foreign.status_code == 403
        assert not RunAttachment.objects.exists()


class TestReading:
    """GET: nothing to spend, and nothing for a foreign page to see."""

    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
    def test_asking_changes_nothing(self, client: Client, method: str) -> None:
        for path in every_path():
            if not path.startswith("/admin/"):
                client.generic(method, path, headers={"Origin": EVIL})
        client.get("/?prompt=Rosette&count=4&provider=stub")
        client.get(f"{DRAW}?prompt=Rosette")
        assert not Generation.objects.exists()
        assert not RunAttachment.objects.exists()

    def test_no_answer_is_for_other_origins(self, client: Client) -> None:
        wishes = {
            "Origin": EVIL,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        for path in [*every_path(), "/static/css/tokens.css", "/nothing"]:
            for method in ("OPTIONS", "HEAD"):
                answer = client.generic(method, path, headers=wishes)
                allowed = [name for name in answer.headers if name.startswith("Access-Control")]
                assert allowed == [], path


class TestPages:
    """Forms have tokens of their own."""

    @pytest.mark.parametrize(
        "headers",
        [{"Origin": EVIL}, {"Origin": "null"}, {"Referer": f"{EVIL}/"}, {}, {"HX-Request": "true"}],
    )
    def test_every_form_needs_its_token(self, headers: dict[str, str]) -> None:
        client = Client(enforce_csrf_checks=True)
        pages = [path for path in every_path() if not path.startswith("/api/")]
        for path in pages:
            answer = client.post(path, {"prompt": "Rosette", "count": "1"}, headers=headers)
            assert answer.status_code == 403 or path in {"/healthz", "/readyz"}, path
        assert not Generation.objects.exists()

    def test_a_foreign_page_with_a_stolen_token_is_refused_too(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.get("/")
        form = {"prompt": "Rosette", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        assert client.post("/", form, headers={"Origin": EVIL}).status_code == 403


class TestHosts:
    """A name that somebody else points at this machine is none of its names."""

    @pytest.mark.parametrize("host", OTHER_NAMES)
    @pytest.mark.parametrize("path", ["/", DRAW, "/api/art/assets", "/admin/"])
    def test_other_names_are_refused(
        self, client: Client, settings: Settings, host: str, path: str
    ) -> None:
        settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
        for method in ("GET", "POST"):
            own = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
            answer = client.generic(method, path, JSON, "application/json", headers=own)
            assert answer.status_code == 400
        assert not Generation.objects.exists()

    @pytest.mark.parametrize("host", OTHER_NAMES)
    @pytest.mark.parametrize("path", ["/healthz", "/readyz"])
    def test_health_is_told_whatever_the_name(
        self, client: Client, settings: Settings, host: str, path: str
    ) -> None:
        settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
        assert client.get(path, headers={"Host": host}).status_code == 200
        assert client.post(path, headers={"Host": host}).status_code == 405
