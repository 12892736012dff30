"""JSON from outside, read strictly: what cannot be stored or is said twice is refused.

RFC 8259 leaves open what repeated names and numbers out of range mean; here they
are faults of the sender, named by the field.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from rmos_runs.errors import InvalidJson, InvalidRequest
from rmos_runs.http.field_checks import printable
from rmos_runs.http.storable_json import MAX_DEPTH, Unstorable, plain_json

#: A body may hold a value of MAX_DEPTH levels below a few of its own.
MAX_BODY_DEPTH = MAX_DEPTH + 4


def read_json(data: bytes | str, *, field: str = "") -> Any:
    """Return the value of a JSON text in UTF-8; `field` says where it stands in a form.

    Raises InvalidJson for what is no JSON, and InvalidRequest naming the field whose
    name comes twice or whose value cannot be stored: NUL characters, lone surrogates,
    NaN, numbers from 1e309 on, more than MAX_BODY_DEPTH levels.
    """
    try:
        text = data.decode() if isinstance(data, bytes) else data
        value = json.loads(text, object_pairs_hook=partial(_object, field))
        plain_json(value, field, max_depth=MAX_BODY_DEPTH)
    except Unstorable as error:
        raise _unusable(error.path, error.reason) from error
    except RecursionError as error:
        raise InvalidJson("The JSON is nested too deeply.") from error
    except UnicodeDecodeError as error:
        raise InvalidJson(f"The body is not UTF-8; byte {error.start} is wrong.") from error
    except ValueError as error:
        raise InvalidJson(f"The body is not JSON: {error}.") from error
    return value


def _object(field: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise _unusable(f"{field}.{twice}" if field else twice, "Give this name once.")
    return found


def _unusable(path: str, reason: str) -> InvalidRequest:
    shown = printable(path) or "body"
    return InvalidRequest(f"Invalid request: {shown}. {reason}", fields={shown: [reason]})
