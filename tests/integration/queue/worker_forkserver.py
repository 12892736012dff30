"""Starts real worker processes quickly: Django is loaded once, and each worker forks from here.

Run as a program, with words on standard input: `start` forks a `manage.py worker` and
answers with its process id. Everything it started is killed when the input ends.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys

import django
from django.core.management import call_command
from django.db import connections


def main() -> None:
    """Serve until the input ends."""
    django.setup()
    # What a worker needs is loaded before it is forked; nothing is connected.
    importlib.import_module("artstudio.ops.worker")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    connections.close_all()
    say("ready")
    started = []
    for _line in sys.stdin:
        pid = os.fork()
        if not pid:
            os.setsid()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            # Its words go to the log; this pipe carries process ids only.
            os.dup2(2, 1)
            call_command("worker", local=2)
        started.append(pid)
        say(pid)
    for pid in started:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def say(word: object) -> None:
    """Answer at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
