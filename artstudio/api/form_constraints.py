"""Constraints that a multipart form can only send as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rmos_runs.errors import InvalidJson, InvalidRequest
from rmos_runs.http.json_body import read_json


def json_constraints(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object in the field `constraints`, empty where there is none.

    Raises InvalidRequest for any other text.
    """
    text = fields.get("constraints")
    if not text:
        return {}
    try:
        value = read_json(text, field="constraints")
    except InvalidJson:
        value = None
    if isinstance(value, dict):
        return value
    wanted = 'Give a JSON object as text, such as {"width_mm": 80}.'
    raise InvalidRequest(fields={"constraints": [wanted]})
