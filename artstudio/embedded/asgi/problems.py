"""What is answered before, or instead of, asking the application: the shape of all problems."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ServerProblem:
    """A refusal by the server itself."""

    status: int
    code: str
    detail: str
    #: Seconds after which to try again.
    retry_after: int | None = None


class Refused(Exception):
    """The server does not take this request."""

    def __init__(self, problem: ServerProblem) -> None:
        """Keep what to answer."""
        super().__init__(problem.code)
        self.problem = problem


BAD_HEADERS = ServerProblem(
    status=400, code="bad_request", detail="A header comes twice that may come once only."
)
BODY_TOO_SLOW = ServerProblem(
    status=408, code="body_too_slow", detail="The body came too slowly. Send it again, faster."
)
BODY_TOO_LARGE = ServerProblem(
    status=413, code="too_large", detail="The request is too large. Send less, or log in first."
)
BODIES_FULL = ServerProblem(
    status=503,
    code="too_many_uploads",
    detail="Too many bodies are being sent at this moment. Try again in a while.",
    retry_after=10,
)
DOWNLOADS_FULL = ServerProblem(
    status=503,
    code="too_many_downloads",
    detail="Too many large files are being read at this moment. Try again in a while.",
    retry_after=15,
)
OVERLOADED = ServerProblem(
    status=503,
    code="overloaded",
    detail="The studio has more to do than it can. Try again in a while.",
    retry_after=5,
)
FAILED = ServerProblem(
    status=500,
    code="internal_error",
    detail="Something went wrong here. Report it with the request id.",
)


def problem_parts(problem: ServerProblem) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status, headers and body. The connection ends: what is left of a body is not read."""
    request_id = f"req_{uuid.uuid4().hex}"
    shape = {"detail": problem.detail, "code": problem.code, "request_id": request_id}
    body = json.dumps(shape, separators=(",", ":")).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Request-ID", request_id),
        ("Connection", "close"),
    ]
    if problem.retry_after is not None:
        headers.append(("Retry-After", str(problem.retry_after)))
    return problem.status, headers, body
