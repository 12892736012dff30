"""`manage.py seed_demo`: a workshop to look around in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from artstudio.demo.seeding import seed_workshop


class Command(BaseCommand):
    """Make sessions, drawings and runs; what is there already stays as it is."""

    help = "Makes a demonstration workshop: sessions, drawings, runs. Safe to run twice."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make what is missing and say how much that was."""
        new = seed_workshop()
        if not (new.sessions or new.generations or new.runs):
            self.stdout.write("The demonstration workshop is there already; nothing was added.")
            return
        self.stdout.write(
            f"Added {new.sessions} sessions, {new.generations} generations and {new.runs} runs. "
            "Look at /runs, /sessions and the gallery."
        )
