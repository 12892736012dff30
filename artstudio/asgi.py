"""The ASGI application: the WSGI one, safe from slow clients."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

from artstudio.embedded.asgi import AsgiApplication
from artstudio.embedded.asgi.answers import Send
from artstudio.embedded.asgi.bodies import BodyLimits, Receive
from artstudio.embedded.web import THREADS
from artstudio.wsgi import application as wsgi_application
from artstudio.wsgi import load_clients_soon

__all__ = ["application", "load_clients_soon"]

Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


def _make_application() -> Application:
    # What they import needs Django to be set up, which importing the WSGI application does.
    from artstudio.access.middleware import is_let_in  # noqa: PLC0415
    from rmos_runs.api.parsers import FORM_BYTES  # noqa: PLC0415

    studio = AsgiApplication(
        wsgi_application,
        threads=THREADS,
        limits=BodyLimits(largest=settings.RMOS_MAX_UPLOAD_BYTES + FORM_BYTES),
        may_be_large=is_let_in,
    )
    if not settings.ARTSTUDIO_MCP:
        return studio
    from artstudio.mcp_endpoint import PATH, McpEndpoint  # noqa: PLC0415 - off unless asked for

    assistants = McpEndpoint(
        wsgi_application,
        is_let_in=is_let_in,
        hosts=settings.ALLOWED_HOSTS,
        origins=settings.CSRF_TRUSTED_ORIGINS,
    )

    async def answer(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        is_for_assistants = scope["type"] == "http" and scope["path"].rstrip("/") == PATH
        await (assistants if is_for_assistants else studio)(scope, receive, send)

    return answer


application = _make_application()
