"""Workflow sessions: what runs and generations may say they belong to."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone


def new_session_id() -> str:
    """Return `ws_` and 12 hexadecimal digits."""
    return f"ws_{secrets.token_hex(6)}"


#: Where a session begins.
FIRST_STEP = "draft"


class SessionStatus(models.TextChoices):
    """Where a session stands."""

    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    ABANDONED = "ABANDONED"


class WorkflowSession(models.Model):
    """A piece of work on one instrument, order or machine, across runs and generations."""

    session_id = models.CharField(primary_key=True, max_length=64, default=new_session_id)
    user_id = models.CharField(max_length=128, blank=True)
    status = models.CharField(max_length=16, choices=SessionStatus, default=SessionStatus.ACTIVE)
    workflow_type = models.CharField(max_length=64, blank=True)
    current_step = models.CharField(max_length=64, blank=True, default=FIRST_STEP)
    machine_id = models.CharField(max_length=128, blank=True)
    material_id = models.CharField(max_length=128, blank=True)
    tool_id = models.CharField(max_length=128, blank=True)
    context_json = models.JSONField(default=dict, blank=True)
    state_data_json = models.JSONField(default=dict, blank=True)
    created_at_utc = models.DateTimeField(default=timezone.now)
    updated_at_utc = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "workflow session"
        constraints = [
            models.CheckConstraint(
                condition=Q(session_id__regex=r"^ws_[0-9a-f]{12}$"),
                name="rmos_runs_workflowsession_id_format",
            ),
            models.CheckConstraint(
                condition=Q(status__in=SessionStatus.values),
                name="rmos_runs_workflowsession_status_known",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at_utc", "-session_id"], name="session_newest"),
            models.Index(
                fields=["status", "-created_at_utc", "-session_id"], name="session_status_newest"
            ),
        ]

    def __str__(self) -> str:
        return self.session_id
