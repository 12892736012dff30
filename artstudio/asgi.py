"""The ASGI application: the WSGI one, safe from slow clients."""

from __future__ import annotations

from django.conf import settings

from artstudio.embedded.asgi import AsgiApplication
from artstudio.embedded.asgi.bodies import BodyLimits
from artstudio.embedded.web import THREADS
from artstudio.wsgi import application as wsgi_application


def _make_application() -> AsgiApplication:
    # What they import needs Django to be set up, which importing the WSGI application does.
    from artstudio.access.middleware import is_let_in  # noqa: PLC0415
    from rmos_runs.api.parsers import FORM_BYTES  # noqa: PLC0415

    return AsgiApplication(
        wsgi_application,
        threads=THREADS,
        limits=BodyLimits(largest=settings.RMOS_MAX_UPLOAD_BYTES + FORM_BYTES),
        may_be_large=is_let_in,
    )


application = _make_application()
