"""`manage.py up`: the whole studio in one terminal, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory

from artstudio.access.mode import refuse_exposure
from artstudio.embedded.address import embedded_database, tidied_address
from artstudio.embedded.cluster import Cluster
from artstudio.embedded.command_line import add_up_options
from artstudio.embedded.databases import ensure_database
from artstudio.embedded.errors import CannotRun
from artstudio.embedded.folder_lock import locked_folder
from artstudio.embedded.port import Bind, held_port, parse_bind
from artstudio.embedded.static_files import collect_static_files
from artstudio.embedded.supervisor import (
    StopRequested,
    Supervisor,
    start_web,
    start_worker,
    wait_until_answered,
)
from artstudio.services import generation


class Command(BaseCommand):
    """Start the database, bring it up to date, serve, and stop everything together."""

    help = "Runs the studio: database, migrations, static files, web server."
    # Asked for by hand below, once the data folder is known to be usable.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--bind` and `--data`; `artstudio.embedded.command_line` has applied them."""
        add_up_options(parser)

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run until a stop is asked for (exit code 0) or something fails (one line, 1)."""
        try:
            self._run(Supervisor())
        except StopRequested:
            self._say("Stopped.")
        except CannotRun as error:
            sys.exit(f"up: {error.message}")

    def _run(self, supervisor: Supervisor) -> None:
        wanted = parse_bind(settings.BIND)
        refuse_exposure(wanted.host)
        with (
            locked_folder(settings.DATA_DIR),
            held_port(wanted) as bind,
            tidied_address(settings.DATA_DIR),
            supervisor.running(),
        ):
            self.check()
            self._start_database(supervisor)
            self._bring_up_to_date()
            self._serve(supervisor, bind)
            supervisor.wait()

    def _start_database(self, supervisor: Supervisor) -> None:
        if os.environ.get("DATABASE_URL"):
            return
        with self._step("database"):
            supervisor.add(Cluster.of(settings.DATA_DIR).start())
            # What the settings read before the folder was prepared may be out of date.
            connections["default"].settings_dict.update(embedded_database(settings.DATA_DIR))
            ensure_database(settings.DATA_DIR)

    def _bring_up_to_date(self) -> None:
        try:
            with self._step("migrations"):
                call_command("migrate", interactive=False, verbosity=0)
            self._close_interrupted()
            with self._step("static files"):
                collect_static_files()
        except (DatabaseError, InconsistentMigrationHistory, OSError, ValueError) as error:
            reason = " ".join(str(error).split())
            raise CannotRun(f"The studio cannot be brought up to date: {reason}") from error
        finally:
            connections.close_all()

    def _close_interrupted(self) -> None:
        """Close what a killed studio left unfinished; on a shared database others may be at it."""
        if not os.environ.get("DATABASE_URL") and (closed := generation.close_interrupted()):
            self._say(f"interrupted drawings closed: {closed}")

    def _serve(self, supervisor: Supervisor, bind: Bind) -> None:
        supervisor.add(start_worker(grace_s=settings.ARTSTUDIO_WORKER_GRACE_S))
        with self._step("web server"):
            wait_until_answered(supervisor.add(start_web(bind)), bind)
        if not bind.is_local and bind.host not in settings.ALLOWED_HOSTS:
            self._say("Browsers elsewhere get in by a name that ARTSTUDIO_ALLOWED_HOSTS lists.")
        self._say(f"Art Studio is open at {bind.url} - Ctrl-C stops it.")

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self._say(f"{name}: {time.monotonic() - start:.1f} s")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
