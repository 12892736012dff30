"""What `manage.py check` says about tracer, renderer and provider."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.core import checks
from django.core.checks import CheckMessage
from pytest_django import Settings

from artstudio.vectorize import get_tracer


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is `check`."""
    monkeypatch.setattr(sys, "argv", ["manage.py", "check"])


def messages() -> dict[str | None, CheckMessage]:
    return {message.id: message for message in checks.run_checks(tags=["artstudio"])}


@pytest.mark.usefixtures("asked")
def test_the_tracer_in_use_is_named() -> None:
    tracer = get_tracer("auto")
    assert f"{tracer.name} ({tracer.version})" in messages()["artstudio.I001"].msg


@pytest.mark.usefixtures("asked")
def test_nothing_here_makes_a_strict_check_fail() -> None:
    assert {message.level for message in messages().values()} == {checks.INFO}


def test_other_commands_are_not_told_what_is_well() -> None:
    assert messages() == {}


def test_the_slow_tracer_is_a_warning_with_the_way_out(settings: Settings) -> None:
    settings.ARTSTUDIO_TRACER = "potracer"
    assert "apt-get install libpotrace0" in str(messages()["artstudio.W001"].hint)


def test_a_tracer_that_does_not_exist_is_an_error(settings: Settings) -> None:
    settings.ARTSTUDIO_TRACER = "crayon"
    assert messages()["artstudio.E001"].level == checks.ERROR


@pytest.mark.parametrize("word", ["", "Login", "login ", "everybody"])
def test_a_word_for_access_that_means_nothing_is_an_error(settings: Settings, word: str) -> None:
    settings.ARTSTUDIO_ACCESS = word
    assert messages()["artstudio.E003"].level == checks.ERROR


def test_a_rate_that_is_none_is_an_error_that_shows_one(settings: Settings) -> None:
    settings.ARTSTUDIO_RATE_LIMIT = "often"
    assert "60/h" in messages()["artstudio.E004"].msg


@pytest.mark.parametrize("host", ["*", ".example.org", "*.example.org"])
def test_a_pattern_for_hosts_is_an_error(settings: Settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["studio.example", host]
    assert host in messages()["artstudio.E005"].msg


@pytest.mark.usefixtures("asked")
def test_the_key_is_never_shown(settings: Settings) -> None:
    settings.OPENAI_API_KEY = "sk-secret"
    said = messages()["artstudio.I003"]
    assert "is configured" in said.msg
    assert "sk-secret" not in str(said)


def test_a_price_table_that_cannot_be_read_is_an_error(settings: Settings, tmp_path: Path) -> None:
    settings.ARTSTUDIO_PRICES = tmp_path / "mine.json"
    assert "mine.json" in messages()["artstudio.E006"].msg


def test_a_budget_that_cannot_see_the_costs_is_a_warning(settings: Settings) -> None:
    settings.ARTSTUDIO_DAILY_BUDGET_USD = 5.0
    assert messages() == {}
    settings.ARTSTUDIO_OPENAI_IMAGE_MODEL = "my-own-model"
    assert "my-own-model" in messages()["artstudio.W002"].msg
    settings.ARTSTUDIO_DAILY_BUDGET_USD = None
    assert messages() == {}


def test_a_web_server_without_a_process_is_an_error(settings: Settings) -> None:
    settings.ARTSTUDIO_WEB_PROCESSES = 0
    assert "ARTSTUDIO_WEB_PROCESSES is 0" in messages()["artstudio.E007"].msg
