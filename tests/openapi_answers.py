"""Holds every answer of the API against the OpenAPI document.

A status, a media type or a field that the document does not have is a failure of the
test that got the answer. Objects may have no other fields than those described.
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_DOCUMENT = "urn:openapi"
_METHODS = {"HEAD": "get"}
#: What a path answers for a method that it does not have, or to whom it does not know.
_WITHOUT_OPERATION = frozenset({200, 400, 401, 403, 404, 405, 415})


def check_answer(method: str, path: str, response: HttpResponseBase) -> None:
    """Raise AssertionError for an answer under /api/ that the document does not describe."""
    if settings.ROOT_URLCONF != "artstudio.urls":
        return
    document = _document(
        str(settings.ARTSTUDIO_ACCESS),
        str(settings.ARTSTUDIO_RATE_LIMIT),
        bool(settings.ARTSTUDIO_TRUSTED_NETWORK),
    )
    template = document.template_of(path)
    if template is not None:
        document.check(template, method, response)


class _Document:
    def __init__(self, content: dict[str, Any]) -> None:
        self._paths = content["paths"]
        resource = DRAFT202012.create_resource(_closed(content))
        self._registry: Registry[Any] = Registry().with_resource(_DOCUMENT, resource)
        # A fixed word stands before a variable: `assets/star` is no asset's id.
        self._templates = [
            (re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))), path)
            for path in sorted(self._paths, key=lambda path: "{" in path)
        ]

    def template_of(self, path: str) -> str | None:
        plain = path.rstrip("/")
        return next((t for shape, t in self._templates if shape.fullmatch(plain)), None)

    def check(self, path: str, method: str, response: HttpResponseBase) -> None:
        verb = _METHODS.get(method, method.lower())
        where = f"{method} {path} answered {response.status_code}"
        operation = self._paths[path].get(verb)
        if operation is None:
            assert response.status_code in _WITHOUT_OPERATION, f"{where}, which has no operation"
            return
        described = operation["responses"].get(str(response.status_code))
        assert described is not None, f"{where}, which is not documented: {_start(response)}"
        if method != "HEAD" and response.status_code not in (204, 302, 304):
            self._check_body(f"/paths/{_escaped(path)}/{verb}", described, response, where)

    def _check_body(
        self, at: str, described: dict[str, Any], response: HttpResponseBase, where: str
    ) -> None:
        mime = response.get("Content-Type", "").partition(";")[0]
        content = described.get("content", {})
        assert mime in content, f"{where} with {mime or 'no type'}; documented: {list(content)}"
        if mime != "application/json" or "schema" not in content[mime]:
            return
        if content[mime]["schema"].get("format") == "binary":
            return
        pointer = f"{at}/responses/{response.status_code}/content/{_escaped(mime)}/schema"
        schema = {"$ref": f"{_DOCUMENT}#{pointer}"}
        validator = Draft202012Validator(schema, registry=self._registry)
        body = json.loads(response.content)  # type: ignore[attr-defined]  # JSON is never streamed
        faults = [f"{error.json_path}: {error.message[:300]}" for error in _causes(validator, body)]
        assert not faults, f"{where} with another body than documented: {faults[:5]}"


@functools.cache
def _document(_access: str, _rate: str, _network: bool) -> _Document:
    """Return the document of the settings in force, which the arguments stand for."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # the library is half typed
    return _Document(generator.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


def _causes(validator: Draft202012Validator, body: Any) -> Any:
    for error in validator.iter_errors(body):
        yield error
        yield from error.context or ()


def _closed(node: Any) -> Any:
    """Return the document with every described object closed to other fields."""
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {name: _closed(value) for name, value in node.items()}
    is_object = node.get("type") == "object" and isinstance(node.get("properties"), dict)
    return {"additionalProperties": False, **closed} if is_object else closed


def _escaped(part: str) -> str:
    """Return a part of a JSON pointer inside of a URI's fragment."""
    pointed = part.replace("~", "~0").replace("/", "~1")
    return pointed.replace("{", "%7B").replace("}", "%7D")


def _start(response: HttpResponseBase) -> str:
    return str(getattr(response, "content", b"")[:300])
