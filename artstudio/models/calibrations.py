"""What was measured on a machine with a material: the width of its cut, the clearance that fits."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

MAX_CALIBRATION_NAME = 80
#: In mm; the ranges of the parameters that they are offered for.
KERF_MM = (0.005, 5.0)
CLEARANCE_MM = (0.0, 2.0)
_NAME = r"^\S(.*\S)?$"


def new_calibration_id() -> str:
    """Return `cal_` and 12 hexadecimal digits."""
    return f"cal_{uuid.uuid4().hex[:12]}"


class Calibration(models.Model):
    """The values of one machine with one material, entered once and offered from then on."""

    calibration_id = models.CharField(max_length=16, unique=True, default=new_calibration_id)
    machine = models.CharField(max_length=MAX_CALIBRATION_NAME)
    material = models.CharField(max_length=MAX_CALIBRATION_NAME)
    #: The whole width of the cut.
    kerf_mm = models.FloatField(null=True)
    #: Between two parts that fit, on each side.
    clearance_mm = models.FloatField(null=True)
    created_at_utc = models.DateTimeField(auto_now_add=True)
    updated_at_utc = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("machine"), Lower("material"), name="calibration_machine_material_once"
            ),
            models.CheckConstraint(
                condition=Q(machine__regex=_NAME) & Q(material__regex=_NAME),
                name="calibration_names_say_something",
            ),
            models.CheckConstraint(
                condition=Q(kerf_mm__isnull=False) | Q(clearance_mm__isnull=False),
                name="calibration_has_a_value",
            ),
            models.CheckConstraint(
                condition=Q(kerf_mm__isnull=True) | Q(kerf_mm__range=KERF_MM),
                name="calibration_kerf_in_range",
            ),
            models.CheckConstraint(
                condition=Q(clearance_mm__isnull=True) | Q(clearance_mm__range=CLEARANCE_MM),
                name="calibration_clearance_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.machine}, {self.material}"
