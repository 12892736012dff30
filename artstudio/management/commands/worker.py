"""`manage.py worker`: makes the drawings that wait in the queue, until Ctrl-C."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from artstudio.embedded.children import end_with_parent
from artstudio.ops.worker import Limits, run
from artstudio.services.queue.jobs import LOCAL_QUEUE, queue_of
from artstudio.services.requests.providers import list_providers, load_clients
from artstudio.services.resources.memory import bound_memory


class Command(BaseCommand):
    """Run one worker; as many as wanted, on any number of machines, share the queue."""

    help = "Makes queued drawings, several at the same time; start as many as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how many drawings are made at the same time."""
        parser.add_argument(
            "--local", type=int, help="drawings made here at once (default: the machine's cores)"
        )
        parser.add_argument("--parent", type=int, default=0, help="end together with this process")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work until a stop is asked for."""
        if options["parent"]:
            end_with_parent(options["parent"])
        bound_memory()
        by_queue = {
            queue_of(provider.name): provider.concurrency or settings.ARTSTUDIO_OPENAI_CONCURRENCY
            for provider in list_providers()
        }
        # So that the first call waits for no import.
        load_clients()
        by_queue[LOCAL_QUEUE] = options["local"] or os.cpu_count() or 1
        self.stdout.write("Worker started. Press Ctrl-C to stop.")
        self.stdout.flush()
        run(app, Limits(by_queue=by_queue, grace_s=settings.ARTSTUDIO_WORKER_GRACE_S))
