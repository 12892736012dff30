"""Log lines with the request id in each: JSON for machines, colours for a terminal."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

from rmos_runs.request_id import current_request_id

# Asked every few seconds by whatever watches the studio.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})

access_log = structlog.stdlib.get_logger("artstudio.access")


def is_terminal() -> bool:
    """Tell whether a person reads the log on a terminal."""
    return sys.stderr.isatty()


def logging_config(*, json: bool) -> dict[str, Any]:
    """Return Django's LOGGING: every logger through structlog, JSON lines or readable ones."""
    shared: list[Any] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request_id,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if json
        else [structlog.dev.ConsoleRenderer()]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"level": "INFO", "handlers": [], "propagate": True},
            # The access log below says the same once, with the request id.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "WARNING", "handlers": [], "propagate": True},
            "httpx2": {"level": "WARNING"},
            "httpcore2": {"level": "WARNING"},
            "openai": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
        },
    }


class AccessLogMiddleware:
    """Write one line for each answered request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request and log method, path, status and milliseconds."""
        started = time.perf_counter()
        response = self.get_response(request)
        write = access_log.debug if request.path in PROBES else access_log.info
        write(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return response


def _add_request_id(_logger: logging.Logger, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    if request_id := current_request_id():
        event.setdefault("request_id", request_id)
    return event
