"""Addresses to listen on, and keeping others off them."""

from __future__ import annotations

import socket

import pytest

from artstudio.embedded.errors import BadAddress, PortTaken
from artstudio.embedded.port import Bind, held_port, parse_bind


@pytest.mark.parametrize(
    ("text", "host", "port", "url"),
    [
        ("127.0.0.1:8000", "127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("8000", "127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("localhost:80", "127.0.0.1", 80, "http://127.0.0.1:80"),
        ("0.0.0.0:8000", "0.0.0.0", 8000, "http://127.0.0.1:8000"),
        ("[::1]:8000", "::1", 8000, "http://[::1]:8000"),
    ],
)
def test_what_is_written_and_what_it_means(text: str, host: str, port: int, url: str) -> None:
    bind = parse_bind(text)
    assert (bind.host, bind.port, bind.url) == (host, port, url)


@pytest.mark.parametrize("text", ["", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "a b:1", ":-1"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(BadAddress, match="Cannot listen on"):
        parse_bind(text)


@pytest.fixture
def any_port() -> Bind:
    return parse_bind("127.0.0.1:0")


def test_a_held_port_is_a_real_one_and_nobody_else_gets_it(any_port: Bind) -> None:
    with held_port(any_port) as mine:
        assert mine.port > 0
        with pytest.raises(PortTaken, match="Address already in use"), held_port(mine):
            pass
    with held_port(mine) as again:
        assert again == mine


@pytest.mark.skipif(not hasattr(socket, "SO_REUSEPORT"), reason="no shared ports here")
def test_the_web_server_joins_a_held_port_and_gets_every_connection(any_port: Bind) -> None:
    with held_port(any_port) as mine, socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind((mine.host, mine.port))
        server.listen()
        for _ in range(20):
            with socket.create_connection((mine.host, mine.port)), server.accept()[0]:
                pass
