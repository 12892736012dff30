"""Keeps some threads free: how many requests may wait, and how many may draw, at one time.

Each such request holds a thread of its web process for up to half a minute (`?wait`) or
for as long as a provider takes. Above the bounds callers are told at once to come back,
and everything else goes on. The counts are of one process: each has threads of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from artstudio.access.errors import TooManyDrawings, TooManyWaiting
from artstudio.access.problem_response import access_problem
from rmos_runs.errors import DomainError

#: Together well below the threads of a web process (artstudio.embedded.web).
MAX_WAITING = 64
MAX_DRAWING = 40
#: Paths whose answer is held back, with the parameter that asks for it.
WAITING = {"art_api:generation": "wait", "web:generation": "state"}
#: Paths that draw, trace or render before they answer.
DRAWING = frozenset(
    {
        "art_api:prompt-to-svg",
        "art_api:retry",
        "art_api:import",
        "art_api:trace",
        "art_api:trace-preview",
        "art_api:pattern-preview",
        "art_api:derive",
        "art_api:derive-preview",
        "art_api:redraw",
        "art_api:retrace",
        "art_api:reproduce",
        "web:studio",
        "web:import",
        "web:make",
        "web:make-picture",
        "web:tune",
        "web:preview",
        "web:preview-report",
        "web:retry-variant",
        "web:reproduce",
    }
)


class Slots:
    """Room for a number of requests at one time."""

    def __init__(self, count: int, refusal: type[DomainError]) -> None:
        """Take how many, and what the others are told."""
        self._free = threading.BoundedSemaphore(count)
        self._refusal = refusal

    def take(self) -> None:
        """Take one; raises the refusal where none is free."""
        if not self._free.acquire(blocking=False):
            raise self._refusal

    def give_back(self) -> None:
        """Let the next one have it."""
        self._free.release()


class CapacityMiddleware:
    """Answers 503 with Retry-After where too many wait or draw in this process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Begin with all room free."""
        self.get_response = get_response
        self._waiting = Slots(MAX_WAITING, TooManyWaiting)
        self._drawing = Slots(MAX_DRAWING, TooManyDrawings)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request; `process_view` takes room for it, once its address is known."""
        try:
            return self.get_response(request)
        finally:
            if slots := request.__dict__.get("capacity_slots"):
                slots.give_back()

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, _names: Any
    ) -> HttpResponse | None:
        """Take room where the request needs it; answer it where there is none."""
        slots = self._slots_for(request)
        if slots is not None:
            try:
                slots.take()
            except DomainError as error:
                return access_problem(request, error)
            request.capacity_slots = slots  # type: ignore[attr-defined]  # read above
        return None

    def _slots_for(self, request: HttpRequest) -> Slots | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if waits(request, name):
            return self._waiting
        return self._drawing if draws(request, name) else None


def waits(request: HttpRequest, name: str) -> bool:
    """Tell whether the answer may be held until there is news."""
    return name in WAITING and request.GET.get(WAITING[name], "") not in {"", "0"}


def draws(request: HttpRequest, name: str) -> bool:
    """Tell whether drawings are made before the answer."""
    is_queued = "respond-async" in request.headers.get("Prefer", "").lower()
    return request.method == "POST" and name in DRAWING and not is_queued
