"""System checks that ask the database, while it is down and while it runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage, Error
from django.core.checks.registry import CheckRegistry, registry
from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from artstudio.ops.database_checks import work_without_database

FOUND = Error("Found without the database.", id="tests.E001")


@pytest.fixture(autouse=True)
def _asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is `check`."""
    monkeypatch.setattr(sys, "argv", ["manage.py", "check"])


@pytest.fixture
def database_down(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """A database of which there is only the address."""
    down = connections["default"].copy()
    down.settings_dict["HOST"] = str(tmp_path)
    with django_db_blocker.unblock():
        yield down


def registered(check: Any) -> CheckRegistry:
    checks = CheckRegistry()
    checks.register(check, "models")
    work_without_database(checks)
    return checks


def test_a_check_without_database_finds_the_rest_and_says_what_is_missing(
    database_down: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    def check(databases: Sequence[str], **_: Any) -> list[CheckMessage]:
        if databases:
            database_down.ensure_connection()
        return [FOUND]

    found, not_checked = registered(check).run_checks(databases=["default"])
    assert found is FOUND
    assert (not_checked.id, not_checked.is_serious()) == ("artstudio.I004", False)
    assert str(tmp_path) in not_checked.msg
    assert "\n" not in not_checked.msg


def test_other_commands_are_not_told_what_was_not_checked(
    database_down: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(databases: Sequence[str], **_: Any) -> list[CheckMessage]:
        if databases:
            database_down.ensure_connection()
        return [FOUND]

    monkeypatch.setattr(sys, "argv", ["manage.py", "collectstatic"])
    assert registered(check).run_checks(databases=["default"]) == [FOUND]


@pytest.mark.django_db
def test_a_check_with_the_database_says_nothing_about_it() -> None:
    def check(databases: Sequence[str], **_: Any) -> list[CheckMessage]:
        connections[databases[0]].ensure_connection()
        return [FOUND]

    assert registered(check).run_checks(databases=["default"]) == [FOUND]


def test_a_check_that_fails_without_being_given_a_database_fails() -> None:
    def check(**_: Any) -> list[CheckMessage]:
        raise OperationalError("connection failed")

    with pytest.raises(OperationalError):
        registered(check).run_checks(databases=["default"])


def test_tags_of_checks_stay() -> None:
    assert registered(lambda **_: []).tag_exists("models")


def test_all_checks_of_the_studio_work_without_database(
    database_down: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of Django's that a later version adds too: the studio's databases are named to all."""
    monkeypatch.setattr(connections["default"], "settings_dict", database_down.settings_dict)
    call_command("check", databases=["default"])
    assert len(registry.get_checks()) > 20
