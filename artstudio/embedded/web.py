"""The web server that `up` starts: granian, and processes of an event loop and many threads.

Run as a module it is granian's main process; granian's workers take `application`
from here. The main process has loaded it before it listens, so that workers are ready
at once. It ends as soon as `up` is gone, and so do they: a killed supervisor leaves
nobody on the port. What processes must agree on is in the database, or, for /metrics,
in the folder that PROMETHEUS_MULTIPROC_DIR names.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

from artstudio.embedded.children import end_with_parent
from artstudio.embedded.outlive import outlive

#: Seconds that requests in flight may take after the stop was asked for.
GRACE_S = 8
# Whoever waits for a provider or for news of a generation holds a thread that only
# sleeps; pages find free ones in each process, as artstudio.access.capacity bounds both.
THREADS = 128
#: Milliseconds for the headers of a request, the time before its first byte included.
_HEADERS_MS = 10_000
#: Open connections of one process; whoever comes later waits till one is closed.
_CONNECTIONS = 2_000
# A few for each connection: its socket, its body's file, its thread's database.
_FILES = 8_192
# Tells a worker whose child it is, should that be gone before the application is loaded.
_MAIN = "ARTSTUDIO_WEB_MAIN_PID"
_SUPERVISOR = "ARTSTUDIO_WEB_SUPERVISOR_PID"


def __getattr__(name: str) -> object:
    """Hand the application to a worker, which is bound to `up` from now on."""
    if name != "application":
        raise AttributeError(name)
    # Not before they are wanted.
    from artstudio.asgi import application, load_clients_soon  # noqa: PLC0415

    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    outlive(
        int(os.environ.get(_MAIN, "0")),
        supervisor=int(os.environ.get(_SUPERVISOR, "0")),
        folder=Path(folder) if folder else None,
        grace_s=GRACE_S,
    )
    _allow_files()
    load_clients_soon()
    return application


def _allow_files() -> None:
    """Raise the number of files this process may hold open, as far as it may."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def serve(host: str, port: int, *, processes: int) -> None:
    """Serve with so many processes until SIGTERM."""
    from granian import Granian  # noqa: PLC0415  # not in the worker
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    os.environ[_MAIN] = str(os.getpid())
    if multiprocessing.get_start_method() == "fork":
        # Workers are copies of this process; nothing has begun to run in it.
        import artstudio.asgi  # noqa: F401, PLC0415
    Granian(
        "artstudio.embedded.web:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=processes,
        # Browsers and proxies speak HTTP/2 with TLS alone, which is the proxy's part.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_MS),
        backpressure=_CONNECTIONS,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_S,
    ).serve()


if __name__ == "__main__":
    end_with_parent(int(sys.argv[3]))
    os.environ[_SUPERVISOR] = sys.argv[3]
    serve(sys.argv[1], int(sys.argv[2]), processes=int(sys.argv[4]))
