"""The web server that `up` starts: granian with worker processes that have many threads each.

Run as a module it is granian's main process; granian's workers import
`application` from here. All end as soon as their parent is gone, so that a
killed supervisor leaves nobody on the port. What processes must agree on is in
the database, or, for /metrics, in the folder that PROMETHEUS_MULTIPROC_DIR names.
"""

from __future__ import annotations

import os
import sys

from artstudio.embedded.children import end_with_parent

#: Seconds that requests in flight may take after the stop was asked for.
GRACE_S = 8
# Whoever waits for a provider or for news of a generation holds a thread that only
# sleeps, and pages must still find free ones in each process.
THREADS = 128
# Tells a worker whose child it is, should that be gone before the application is loaded.
_MAIN = "ARTSTUDIO_WEB_MAIN_PID"


def __getattr__(name: str) -> object:
    """Load Django only where the application is asked for: in the worker."""
    if name != "application":
        raise AttributeError(name)
    from artstudio.wsgi import application  # noqa: PLC0415  # not in granian's main process

    end_with_parent(int(os.environ.get(_MAIN, "0")))
    return application


def serve(host: str, port: int, *, processes: int) -> None:
    """Serve with so many processes until SIGTERM."""
    from granian import Granian  # noqa: PLC0415  # not in the worker
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    os.environ[_MAIN] = str(os.getpid())
    Granian(
        "artstudio.embedded.web:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_S,
    ).serve()


if __name__ == "__main__":
    end_with_parent(int(sys.argv[3]))
    serve(sys.argv[1], int(sys.argv[2]), processes=int(sys.argv[4]))
