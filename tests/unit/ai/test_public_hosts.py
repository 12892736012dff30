"""Which addresses in a gateway's answer are followed, and that what was judged is what is asked."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Callable, Iterator

import pytest

from artstudio.ai.download import Downloader
from artstudio.ai.errors import AnswerTooLarge, InvalidAnswer
from artstudio.ai.public_hosts import NotPublic, hosts_for, is_public, look_up, origin_of

GATEWAY = "http://gateway.example:9/v1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "192.0.2.7",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::10.0.0.1",
]
OUTSIDE = ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"]


@pytest.mark.parametrize("number", INSIDE)
def test_numbers_that_are_not_of_the_public_internet(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", OUTSIDE)
def test_numbers_that_are(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
    ],
)
def test_this_machine_is_not_reached_however_it_is_written(host: str) -> None:
    with pytest.raises((NotPublic, OSError)):
        hosts_for(f"http://{host}:80/a.png", allowed=("gateway.example", 9))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "gopher://example.org/",
        "data:image/png;base64,AAAA",
        "//example.org/a.png",
        "http:///a.png",
        "http://user@example.org/",
        "http://user:word@example.org/",
        "http://example.org:port/",
        "http://[::1/",
        "",
    ],
)
def test_other_schemes_and_user_names_are_refused(url: str) -> None:
    with pytest.raises(NotPublic):
        origin_of(url)


def test_one_inner_number_among_outer_ones_is_enough_to_refuse() -> None:
    with pytest.raises(NotPublic):
        hosts_for(
            "http://both.example/",
            allowed=("", 0),
            lookup=lambda _host, _port: ["1.1.1.1", "127.0.0.1"],
        )


def test_the_gateway_may_be_anywhere_but_only_at_its_own_port() -> None:
    allowed = origin_of("http://LOCALHOST:9900/v1")
    assert hosts_for("http://localhost:9900/a.png", allowed=allowed) == look_up("localhost", 9900)
    with pytest.raises(NotPublic):
        hosts_for("http://localhost:9901/a.png", allowed=allowed)
    with pytest.raises(NotPublic):
        hosts_for("http://127.0.0.1:9900/a.png", allowed=allowed)


class Site:
    """A server on this machine that stands for a host: what it answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answer: Callable[[str], tuple[int, dict[str, str], bytes]] = lambda _: (200, {}, PNG)
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"], self.path))
                status, headers, body = site.answer(self.path)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    started = Site()
    yield started
    started.server.shutdown()
    started.server.server_close()


def downloader(site: Site, **names: list[str]) -> Downloader:
    """Return a downloader whose gateway is `gateway` at the site; names are looked up once each."""
    known = {"gateway": ["127.0.0.1"], **names}

    def lookup(host: str, port: int) -> list[str]:
        return known[host] if host in known else look_up(host, port)

    return Downloader(
        gateway_url=f"http://gateway:{site.port}/v1",
        max_bytes=10_000,
        timeout_s=5,
        verify=ssl.create_default_context(),
        sleep=lambda _: None,
        lookup=lookup,
    )


def test_the_judged_number_is_asked_and_told_the_name(site: Site) -> None:
    assert downloader(site).fetch(f"http://gateway:{site.port}/files/a.png?x=1") == PNG
    assert site.asked == [(f"gateway:{site.port}", "/files/a.png?x=1")]


def test_a_name_that_changes_its_meaning_is_looked_up_once_for_each_request(site: Site) -> None:
    """DNS rebinding: public when judged, this machine when it would be asked again."""
    meanings = [["127.0.0.1"], ["10.0.0.1"]]
    fetcher = downloader(site)
    fetcher = Downloader(
        gateway_url=fetcher.gateway_url,
        max_bytes=fetcher.max_bytes,
        timeout_s=5,
        verify=fetcher.verify,
        sleep=lambda _: None,
        lookup=lambda _host, _port: meanings.pop(0),
    )
    assert fetcher.fetch(f"http://gateway:{site.port}/a.png") == PNG
    assert meanings == [["10.0.0.1"]]


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:{port}/x", "http://[::1]:{port}/x", "http://inner/x", "file:///etc/passwd"],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_the_inside_is_not_followed(site: Site, target: str, status: int) -> None:
    location = {"Location": target.format(port=site.port)}
    site.answer = lambda _: (status, location, b"")
    with pytest.raises(InvalidAnswer, match="not fetched"):
        downloader(site, inner=["192.168.0.1"]).fetch(f"http://gateway:{site.port}/a.png")
    assert len(site.asked) == 1


def test_a_redirect_within_the_gateway_is_followed_but_not_without_end(site: Site) -> None:
    site.answer = lambda path: (
        (302, {"Location": "/b.png"}, b"") if path == "/a.png" else (200, {}, PNG)
    )
    assert downloader(site).fetch(f"http://gateway:{site.port}/a.png") == PNG
    site.answer = lambda _: (302, {"Location": "/a.png"}, b"")
    with pytest.raises(InvalidAnswer):
        downloader(site).fetch(f"http://gateway:{site.port}/a.png")


@pytest.mark.parametrize("body", [b"<html>secret</html>", b"{}", b"", b"root:x:0:0"])
def test_what_is_no_picture_is_not_kept(site: Site, body: bytes) -> None:
    site.answer = lambda _: (200, {"Content-Type": "image/png"}, body)
    with pytest.raises(InvalidAnswer, match="no picture"):
        downloader(site).fetch(f"http://gateway:{site.port}/a.png")


def test_size_is_bounded(site: Site) -> None:
    site.answer = lambda _: (200, {}, PNG + bytes(20_000))
    with pytest.raises(AnswerTooLarge):
        downloader(site).fetch(f"http://gateway:{site.port}/a.png")


def test_a_server_that_fails_is_asked_three_times(site: Site) -> None:
    answers: list[tuple[int, dict[str, str], bytes]] = [
        (503, {}, b""),
        (502, {}, b""),
        (200, {}, PNG),
    ]
    site.answer = lambda _: answers.pop(0)
    assert downloader(site).fetch(f"http://gateway:{site.port}/a.png") == PNG
    site.answer = lambda _: (404, {}, b"")
    with pytest.raises(InvalidAnswer):
        downloader(site).fetch(f"http://gateway:{site.port}/a.png")
    assert len(site.asked) == 4


def test_the_next_number_is_tried_where_one_does_not_answer(site: Site) -> None:
    fetcher = downloader(site, gateway=["::1", "127.0.0.1"])
    assert fetcher.fetch(f"http://gateway:{site.port}/a.png") == PNG
