"""Whether whoever asked still listens: what a server tells an application while it works."""

from __future__ import annotations

import threading

from django.http import HttpRequest

#: In a WSGI environment: a `threading.Event` that is set once the client has gone.
CLIENT_LEFT = "artstudio.client_left"


def client_left(request: HttpRequest) -> threading.Event | None:
    """Return the event that tells when the client has gone; None where the server cannot tell."""
    event: threading.Event | None = request.META.get(CLIENT_LEFT)
    return event
