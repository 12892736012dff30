"""The calibrations of this installation, and the values that they give to operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from artstudio.models.calibrations import (
    CLEARANCE_MM,
    KERF_MM,
    MAX_CALIBRATION_NAME,
    Calibration,
)
from rmos_runs.errors import DomainError, InvalidRequest, Kind
from rmos_runs.http.field_checks import ErrorList
from rmos_runs.http.storable_json import is_storable_text

MAX_CALIBRATIONS = 500
FIELDS = ("machine", "material", "kerf_mm", "clearance_mm")
#: The parameter of an operation that a calibration gives, and the column it comes from.
CALIBRATED = {"kerf": ("kerf_mm", "kerf_mm"), "inlay_pair": ("gap_mm", "clearance_mm")}
_RANGES = {"kerf_mm": KERF_MM, "clearance_mm": CLEARANCE_MM}


class CalibrationNotFound(DomainError):
    """No calibration has this id. GET /api/art/calibrations lists those there are."""

    kind = Kind.NOT_FOUND
    code = "calibration_not_found"


class CalibrationExists(DomainError):
    """There is a calibration of this machine and material. Change that one."""

    kind = Kind.CONFLICT
    code = "calibration_exists"


def list_calibrations(operation: str | None = None) -> QuerySet[Calibration]:
    """Return the calibrations by machine and material; with an operation those that serve it."""
    rows = Calibration.objects.order_by(Lower("machine"), Lower("material"))
    if operation is None:
        return rows
    column = CALIBRATED[operation][1] if operation in CALIBRATED else ""
    return rows.exclude(**{column: None}) if column else rows.none()


def get_calibration(calibration_id: str) -> Calibration:
    """Return one; raises CalibrationNotFound."""
    found = Calibration.objects.filter(calibration_id=calibration_id).first()
    if found is None:
        raise CalibrationNotFound
    return found


def create_calibration(given: Mapping[str, Any]) -> Calibration:
    """Keep a new one. Raises InvalidRequest with each fault, and CalibrationExists."""
    values = _read(given)
    if Calibration.objects.count() >= MAX_CALIBRATIONS:
        raise InvalidRequest(f"There are {MAX_CALIBRATIONS} calibrations. Delete one first.")
    return _saved(Calibration(**values))


def update_calibration(calibration_id: str, given: Mapping[str, Any]) -> Calibration:
    """Change what is given, null takes a value away. Raises like `create_calibration`."""
    row = get_calibration(calibration_id)
    values = _read({name: getattr(row, name) for name in FIELDS} | dict(given))
    for name, value in values.items():
        setattr(row, name, value)
    return _saved(row)


def delete_calibration(calibration_id: str) -> None:
    """Forget one; records that name it keep its values. Raises CalibrationNotFound."""
    get_calibration(calibration_id).delete()


def calibrated(
    operation: str, parameters: Mapping[str, Any], calibration_id: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the parameters with the calibration's value, and what the record says of it.

    Raises CalibrationNotFound, and InvalidRequest where it has no value for the operation
    or where the value is given beside it.
    """
    row = get_calibration(calibration_id)
    name, column = CALIBRATED.get(operation, ("", ""))
    value = getattr(row, column) if column else None
    if value is None:
        fault = f"“{row}” has no value for {operation}. Enter it, or leave the calibration out."
        raise InvalidRequest(fields={"calibration": [fault]})
    if parameters.get(name) is not None:
        fault = f"Give {name} or a calibration, not both."
        raise InvalidRequest(fields={"calibration": [fault]})
    facts = {
        "calibration_id": row.calibration_id,
        "machine": row.machine,
        "material": row.material,
        column: value,
    }
    return {**parameters, name: value}, facts


def _saved(row: Calibration) -> Calibration:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise CalibrationExists from error
    return row


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    faults = ErrorList()
    values: dict[str, Any] = {
        name: _name(faults, name, given.get(name)) for name in ("machine", "material")
    }
    for name in _RANGES:
        values[name] = _length(faults, name, given.get(name))
    if not faults.has(*FIELDS) and values["kerf_mm"] is None and values["clearance_mm"] is None:
        faults.add("kerf_mm", "Give the width of the cut, the clearance, or both.")
    faults.raise_if_any()
    return values


def _name(faults: ErrorList, path: str, value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not 1 <= len(text) <= MAX_CALIBRATION_NAME or not is_storable_text(text):
        faults.add(path, f"Give 1 to {MAX_CALIBRATION_NAME} characters.")
    return text


def _length(faults: ErrorList, path: str, value: Any) -> float | None:
    if value is None:
        return None
    low, high = _RANGES[path]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:
        faults.add(path, f"Give a number of mm from {low:g} to {high:g}.")
        return None
    return round(float(value), 4)
