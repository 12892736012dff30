"""A studio whose paid provider is the fake server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai, refused_base_url

__all__ = ["fake_openai", "refused_base_url"]

KEY = "sk-proj-T0pSecretKey0123456789abcdefghij"


@pytest.fixture
def paid(fake_openai: FakeOpenAI, settings: Settings) -> FakeOpenAI:
    """Point the `openai` provider to the fake server, with a key and a short patience."""
    settings.OPENAI_API_KEY = KEY
    settings.OPENAI_BASE_URL = fake_openai.base_url
    settings.ARTSTUDIO_OPENAI_TIMEOUT_S = 5.0
    return fake_openai


@pytest.fixture
def empty_queue(transactional_db: None) -> None:
    """Ask for real transactions: such a test begins with empty tables, the queue's among them."""


@pytest.fixture
def prices(settings: Settings, tmp_path: Path) -> Callable[[dict[str, Any]], None]:
    """Return a way to put another price table in force."""

    def put(models: dict[str, Any]) -> None:
        settings.ARTSTUDIO_PRICES = tmp_path / f"prices-{len(list(tmp_path.iterdir()))}.json"
        settings.ARTSTUDIO_PRICES.write_text(json.dumps({"as_of": "2026-01-02", "models": models}))

    return put
