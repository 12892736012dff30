"""The WSGI application, for any server."""

from __future__ import annotations

import os
import threading

from django.core.wsgi import get_wsgi_application

from artstudio.services.resources.memory import bound_memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artstudio.settings")
# Before there are threads.
bound_memory()

application = get_wsgi_application()


def _load_clients() -> None:
    from artstudio.services.requests.providers import load_clients  # noqa: PLC0415 - needs loaded apps

    load_clients()


def load_clients_soon() -> None:
    """Load them beside the first requests, so that the first call waits for no import."""
    threading.Thread(target=_load_clients, name="load-clients", daemon=True).start()


# A process that is copied into workers must not have threads; the workers load them.
if os.environ.get("ARTSTUDIO_WEB_MAIN_PID") != str(os.getpid()):
    load_clients_soon()
