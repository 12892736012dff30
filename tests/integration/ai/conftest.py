"""Clients that talk to the fake server, with waits that are written down instead of waited."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from artstudio.ai import ImageRequest, ProviderConfig, TextRequest
from artstudio.ai.openai_images import OpenAIImageClient
from artstudio.ai.openai_text import OpenAITextClient
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai, refused_base_url

__all__ = ["fake_openai", "refused_base_url"]

KEY = "sk-proj-T0pSecretKey0123456789abcdefghij"

MakeClient = Callable[..., OpenAIImageClient]
MakeWriter = Callable[..., OpenAITextClient]


@pytest.fixture(autouse=True)
def no_openai_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine has set for the SDK must not reach these tests."""
    for name in ("API_KEY", "BASE_URL", "ORG_ID", "PROJECT_ID", "CUSTOM_HEADERS", "ADMIN_KEY"):
        monkeypatch.delenv(f"OPENAI_{name}", raising=False)


@pytest.fixture
def waits() -> list[float]:
    """The seconds that clients would have slept."""
    return []


@pytest.fixture
def make_client(fake_openai: FakeOpenAI, waits: list[float]) -> MakeClient:
    def make(**changes: object) -> OpenAIImageClient:
        more, config = _settings(fake_openai, changes)
        return OpenAIImageClient(config, sleep=waits.append, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def client(make_client: MakeClient) -> OpenAIImageClient:
    return make_client()


@pytest.fixture
def make_writer(fake_openai: FakeOpenAI, waits: list[float]) -> MakeWriter:
    def make(**changes: object) -> OpenAITextClient:
        more, config = _settings(fake_openai, changes)
        return OpenAITextClient(config, sleep=waits.append, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture(params=["responses", "chat"])
def writer(make_writer: MakeWriter, request: pytest.FixtureRequest) -> OpenAITextClient:
    """A client of each API in turn: what is promised holds for both."""
    return make_writer(openai_text_api=request.param)


def ask(prompt: str = "a rosette of eight petals", **more: object) -> ImageRequest:
    return ImageRequest(prompt=prompt, **more)  # type: ignore[arg-type]


def wish(prompt: str = "a rosette of eight petals", **more: object) -> TextRequest:
    return TextRequest(prompt=prompt, **more)  # type: ignore[arg-type]


def _settings(
    server: FakeOpenAI, changes: dict[str, object]
) -> tuple[dict[str, object], ProviderConfig]:
    """Return what a client takes beside its configuration, and the configuration."""
    max_answer_bytes = changes.pop("max_answer_bytes", None)
    settings: dict[str, object] = {
        "openai_api_key": KEY,
        "openai_base_url": server.base_url,
        "openai_timeout_s": 5.0,
    }
    config = ProviderConfig(**(settings | changes))  # type: ignore[arg-type]
    return ({"max_answer_bytes": max_answer_bytes} if max_answer_bytes else {}), config
