"""`manage.py up`: the whole studio in one terminal, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory

from artstudio.access.mode import refuse_exposure
from artstudio.embedded.address import embedded_database, tidied_address
from artstudio.embedded.children import Child
from artstudio.embedded.cluster import Cluster, max_connections
from artstudio.embedded.command_line import ALL, WEB, WORKER, add_up_options
from artstudio.embedded.databases import ensure_database
from artstudio.embedded.errors import StartupError
from artstudio.embedded.folder_lock import locked_folder
from artstudio.embedded.port import Bind, held_port, parse_bind
from artstudio.embedded.running import noted
from artstudio.embedded.stand_in import StandIn
from artstudio.embedded.static_files import collect_static_files
from artstudio.embedded.supervisor import (
    StopRequested,
    Supervisor,
    start_web,
    start_worker,
    wait_until_answered,
)
from artstudio.embedded.upgrade import migrate_once
from artstudio.services.generation import generate
from artstudio.services.queue import jobs
from rmos_runs.blobs.free_space import is_volume_full

log = structlog.stdlib.get_logger(__name__)

_METRICS = "artstudio-metrics-"


class Command(BaseCommand):
    """Start the database, bring it up to date, serve, and stop everything together."""

    help = "Runs the studio: database, migrations, static files, worker, web server."
    # Asked for by hand below, once the data folder is known to be usable.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options; `artstudio.embedded.command_line` has applied most of them."""
        add_up_options(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run until a stop is asked for (exit code 0) or something fails (one line, 1)."""
        try:
            self._run(options["role"], Supervisor())
        except StopRequested:
            self._say("Stopped.")
        except StartupError as error:
            sys.exit(f"up: {error.message}")

    def _run(self, role: str, supervisor: Supervisor) -> None:
        if role != ALL and not os.environ.get("DATABASE_URL"):
            raise StartupError(f"--role {role} needs DATABASE_URL: the database that all share.")
        with ExitStack() as stack:
            # What shares a database shares nothing else, and may share the data folder.
            if role == ALL:
                stack.enter_context(locked_folder(settings.DATA_DIR))
            bind = None if role == WORKER else stack.enter_context(self._held_port())
            if role == ALL:
                stack.enter_context(tidied_address(settings.DATA_DIR))
            metrics_folder = Path(stack.enter_context(TemporaryDirectory(prefix=_METRICS)))
            stack.enter_context(supervisor.running())
            # First of all: some checks ask the database for its version.
            self._start_database(supervisor)
            if role == ALL:
                stack.enter_context(noted(settings.DATA_DIR, url=bind.url if bind else ""))
            self.check()
            self._bring_up_to_date(serves=bind is not None)
            if role != WEB:
                self._work(supervisor)
            if bind:
                self._serve(supervisor, bind, metrics_folder)
            self._say(f"Art Studio {_state(bind)} - Ctrl-C stops it.")
            supervisor.wait()

    @contextmanager
    def _held_port(self) -> Iterator[Bind]:
        wanted = parse_bind(settings.BIND)
        refuse_exposure(wanted.host)
        with held_port(wanted) as bind:
            yield bind

    def _start_database(self, supervisor: Supervisor) -> None:
        if os.environ.get("DATABASE_URL"):
            return
        with self._step("database"):
            most = max_connections(settings.ARTSTUDIO_WEB_PROCESSES)
            database = {"max_connections": str(most)}
            cluster = Cluster.of(settings.DATA_DIR)
            supervisor.add(
                cluster.start(database),
                again=lambda: _started_with_room(cluster, database) or cluster.start(database),
            )
            # What the settings read before the folder was prepared may be out of date.
            connections["default"].settings_dict.update(embedded_database(settings.DATA_DIR))
            ensure_database(settings.DATA_DIR)

    def _bring_up_to_date(self, *, serves: bool) -> None:
        try:
            with self._step("migrations"):
                migrate_once()
            self._close_interrupted()
            if serves:
                with self._step("static files"):
                    collect_static_files()
        except (DatabaseError, InconsistentMigrationHistory, OSError, ValueError) as error:
            reason = " ".join(str(error).split())
            raise StartupError(f"The studio cannot be brought up to date: {reason}") from error
        finally:
            connections.close_all()

    def _close_interrupted(self) -> None:
        """Close what a killed studio left unfinished; on a shared database others may be at it."""
        if os.environ.get("DATABASE_URL"):
            return
        if closed := generate.close_interrupted():
            self._say(f"interrupted drawings closed: {closed}")
        if freed := jobs.requeue_all():
            self._say(f"interrupted drawings taken up: {freed}")

    def _work(self, supervisor: Supervisor) -> None:
        def start() -> Child:
            return start_worker(grace_s=settings.ARTSTUDIO_WORKER_GRACE_S)

        supervisor.add(start(), again=start)

    def _serve(self, supervisor: Supervisor, bind: Bind, metrics_folder: Path) -> None:
        processes = settings.ARTSTUDIO_WEB_PROCESSES
        with self._step("web server"):

            def start() -> Child:
                return start_web(bind, processes=processes, metrics_folder=metrics_folder)

            child = supervisor.add(start(), again=start, stand_in=StandIn(bind))
            wait_until_answered(child, bind)
        if not bind.is_local and bind.host not in settings.ALLOWED_HOSTS:
            self._say("Browsers elsewhere get in by a name that ARTSTUDIO_ALLOWED_HOSTS lists.")

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self._say(f"{name}: {time.monotonic() - start:.1f} s")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _started_with_room(cluster: Cluster, database: dict[str, str]) -> Child | None:
    """Start a server that its full disk has ended, once there is room; None if it was not that.

    Meanwhile the web server says what is the matter.
    """
    if not is_volume_full("database"):
        return None
    log.error("database_stopped_by_full_disk", folder=str(cluster.folder))
    while is_volume_full("database"):
        time.sleep(1.0)
    return cluster.start(database)


def _state(bind: Bind | None) -> str:
    return f"is open at {bind.url}" if bind else "is at work"
