"""System checks while the database is down: the rest is checked, and what was not is said.

Some checks of Django's ask the database for its version (from Django 6.1 on that of
a GeneratedField does, in every command), and would end the command where it does not
answer. `check`, `collectstatic` and `makemigrations --check` need no database.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Info
from django.core.checks.registry import CheckRegistry
from django.db import OperationalError

Check = Callable[..., Iterable[CheckMessage]]
_HINT = "Start the studio, and run `manage.py check` again in a second terminal."


def work_without_database(registry: CheckRegistry) -> None:
    """Make every check that was registered so far do what it can while the database is down."""
    checks = registry.registered_checks
    for check in list(checks):
        checks.discard(check)
        checks.add(_without_database(check))


def _without_database(check: Any) -> Any:
    @functools.wraps(check)
    def check_what_can_be(
        app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **rest: Any
    ) -> Iterable[CheckMessage]:
        try:
            return list(check(app_configs=app_configs, databases=databases, **rest))
        except OperationalError as error:
            if not databases:
                raise
            found = check(app_configs=app_configs, databases=[], **rest)
            return [*found, *_not_checked(error)]

    return check_what_can_be


def _not_checked(error: OperationalError) -> list[CheckMessage]:
    """Say it to those who asked for checks; a command that needs the database says it itself."""
    if sys.argv[1:2] != ["check"]:
        return []
    reason = str(error).strip().splitlines()[0]
    message = f"Not checked: whether the database supports the models. It does not answer: {reason}"
    return [Info(message, hint=_HINT, id="artstudio.I004")]
