"""How often a caller has asked of late."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RateWindow(models.Model):
    """A caller, since when its requests are counted, and how many there were."""

    MAX_CALLER_LENGTH: ClassVar[int] = 100

    caller = models.CharField(max_length=MAX_CALLER_LENGTH, primary_key=True)
    started_at_utc = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.caller}: {self.count}"
