"""Two servers that do as little as can be, on the web server that the studio has.

    python -m tests.benchmarks.peers static PORT PROCESSES FOLDER
    python -m tests.benchmarks.peers django PORT PROCESSES

`static` sends a file of a folder, `/static/page.html`, without any Python; `django` answers
`/` from a view that returns a text, without a middleware.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from artstudio.embedded.web import THREADS


def _django() -> Any:
    import django
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    settings.configure(
        ALLOWED_HOSTS=["*"], ROOT_URLCONF=(path("", view),), LOGGING_CONFIG=None, MIDDLEWARE=[]
    )
    django.setup()
    return WSGIHandler()


def __getattr__(name: str) -> Any:
    """Make the application in granian's worker only."""
    if name != "application":
        raise AttributeError(name)
    return _django()


def main(kind: str, port: int, processes: int, folder: str = "") -> None:
    """Serve until killed."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "tests.benchmarks.peers:application",
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
        static_path_mount=[Path(folder)] if kind == "static" else None,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
