"""Pytest fixtures: import them in a conftest (`from tests.fake_openai.fixtures import *`)."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.fake_openai.server import FakeOpenAI

__all__ = ["fake_openai", "refused_base_url"]


@pytest.fixture
def fake_openai() -> Iterator[FakeOpenAI]:
    """A fake OpenAI server of this test's own: `.base_url`, `.requests`, `.set_scenario(...)`."""
    with FakeOpenAI() as server:
        yield server


@pytest.fixture
def refused_base_url() -> Iterator[str]:
    """An address where connections are refused.

    The port stays bound, without listening, so that nobody else can be given it.
    """
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/v1"
