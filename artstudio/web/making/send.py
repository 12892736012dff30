"""The button that sends a drawing to a program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from artstudio.services.sending.send import send


@require_POST
def send_variant(request: HttpRequest, variant_id: str) -> HttpResponse:
    """Send a drawing and come back to its page, which says what became of it."""
    sent = send(variant_id, program=request.POST.get("program", ""))
    return redirect(f"{reverse('web:make', args=[variant_id])}?sent={sent.state}")
