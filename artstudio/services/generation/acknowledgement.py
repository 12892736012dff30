"""A person has seen a generation's safety flags: said once, with who, when and by which request."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from artstudio.models import Generation
from artstudio.services.generation.generate import get_generation
from rmos_runs.http.field_checks import ErrorList
from rmos_runs.request_id import current_request_id

ANONYMOUS = "anonymous"
MAX_NAME = 128


def acknowledge_flags(generation_id: str, *, acknowledged_by: Any = None) -> Generation:
    """Write down that the flags were seen; the first time counts, again changes nothing.

    Raises InvalidRequest, GenerationNotFound.
    """
    faults = ErrorList()
    name = faults.text("acknowledged_by", acknowledged_by, longest=MAX_NAME).strip()
    faults.raise_if_any()
    generation = get_generation(generation_id)
    # One statement decides, so that of two requests only one is written down.
    Generation.objects.filter(pk=generation.pk, user_acknowledged=False).update(
        user_acknowledged=True,
        acknowledged_by=name or ANONYMOUS,
        acknowledged_at_utc=timezone.now(),
        acknowledged_request_id=current_request_id(),
    )
    return get_generation(generation_id)
