"""A studio as a program sees it: each method is one call of the HTTP API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx2

from artstudio.client.errors import ClientError

#: A paid picture takes minutes; a studio that does not even accept the call is not there.
_TIMEOUT = httpx2.Timeout(900.0, connect=10.0)
_DRAW = "/api/art/prompt-to-svg"


class Studio:
    """Talks to one studio; a context manager."""

    def __init__(
        self, url: str, *, token: str = "", transport: httpx2.BaseTransport | None = None
    ) -> None:
        """Take the address without a path, and a token where the studio asks for one."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.url = url.rstrip("/")
        self._http = httpx2.Client(
            base_url=self.url, headers=headers, timeout=_TIMEOUT, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def draw(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Make the drawings of a prompt; returns prompt-to-svg's answer."""
        return self._json("POST", _DRAW, json=dict(request))

    def estimate(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a request would do and cost; nothing is made."""
        return self._json("POST", _DRAW, params={"dry_run": "1"}, json=dict(request))

    def send_file(
        self, what: str, file: Path, *, constraints: Mapping[str, Any], **fields: str
    ) -> dict[str, Any]:
        """Send a picture (`trace`) or a drawing (`import`); returns prompt-to-svg's answer."""
        data = {"constraints": json.dumps(dict(constraints)), **fields}
        with _opened(file) as body:
            return self._json(
                "POST", f"/api/art/{what}", data=data, files={"file": (file.name, body)}
            )

    def search(self, words: str, *, limit: int) -> list[dict[str, Any]]:
        """Return the newest drawings whose prompt has these words."""
        params = {"kind": "svg", **({"q": words} if words else {})}
        found = self._json("GET", "/api/art/assets", params={**params, "page_size": str(limit)})
        return list(found["results"])[:limit]

    def asset(self, asset_id: str) -> dict[str, Any]:
        """Return what is known of a drawing."""
        return self._json("GET", f"/api/art/assets/{asset_id}")

    def redraw(self, variant_id: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Draw a pattern again with other parameters; returns prompt-to-svg's answer."""
        body = {"parameters": dict(parameters)}
        return self._json("POST", f"/api/art/variants/{variant_id}/redraw", json=body)

    def retrace(self, variant_id: str, constraints: Mapping[str, Any]) -> dict[str, Any]:
        """Trace a stored picture again; returns prompt-to-svg's answer."""
        body = {"constraints": dict(constraints)}
        return self._json("POST", f"/api/art/variants/{variant_id}/retrace", json=body)

    def export(self, asset_id: str, options: Mapping[str, str]) -> bytes:
        """Return a drawing in another format, as the export's query names it."""
        path = f"/api/art/assets/{asset_id}/export"
        return self._answer("GET", path, params=dict(options)).content

    def attach(self, asset_ids: list[str], run_id: str) -> dict[str, Any]:
        """Make drawings advisory inputs of a run."""
        body = {"asset_ids": asset_ids, "run_id": run_id}
        return self._json("POST", f"{_DRAW}/attach-to-run", json=body)

    def _json(self, method: str, path: str, **how: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._answer(method, path, **how).json()
        return answer

    def _answer(self, method: str, path: str, **how: Any) -> httpx2.Response:
        try:
            answer = self._http.request(method, path, **how)
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            raise ClientError(f"{self.url} is not the address of a studio.") from error
        except httpx2.TransportError as error:
            raise ClientError(f"No studio answers at {self.url}: {error}") from error
        if answer.status_code >= 400:
            raise _refusal(answer)
        return answer


def _opened(file: Path) -> Any:
    try:
        return file.open("rb")
    except OSError as error:
        raise ClientError(f"{file}: {error.strerror}.") from error


def _refusal(answer: httpx2.Response) -> ClientError:
    """Return what a problem, or a drawing that failed, says."""
    try:
        body = answer.json()
    except ValueError:
        return ClientError(f"The studio answered HTTP {answer.status_code} and no JSON.")
    failed = [v["error_details"] for v in body.get("variants", ()) if v.get("error_details")]
    if failed:
        return ClientError(failed[0]["message"], code=failed[0]["code"])
    fields = [
        f"{name}: {' '.join(map(str, said))}" for name, said in body.get("fields", {}).items()
    ]
    message = " ".join([str(body.get("detail", "The studio refused the request.")), *fields])
    return ClientError(message, code=str(body.get("code", "")))
