"""The offline provider's language model: it answers with parameters of the pattern engine.

Nothing is asked. What the engine composes for the prompt is written down as an
answer, in the form in which a language model gives it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from artstudio.ai.base import TextRequest, TextResponse
from artstudio.ai.errors import InvalidAnswer
from artstudio.ai.model_table import STUB_MODEL
from artstudio.patterns import PatternConstraints, compose

_KEPT = ("outer_diameter_mm", "inner_diameter_mm", "symmetry", "rings")


class StubTextClient:
    """Writes parameters of a pattern; the same request gives the same ones."""

    @property
    def name(self) -> str:
        """The provider's name in requests and records."""
        return "stub"

    def write(self, request: TextRequest) -> TextResponse:
        """Return the parameters of the pattern that the prompt asks for; its seed is 0."""
        limits: dict[str, Any] = {k: v for k, v in request.constraints.items() if k in _KEPT}
        spec = compose(
            request.prompt,
            style_hints=request.style_hints,
            constraints=PatternConstraints(
                width_mm=request.width_mm, height_mm=request.height_mm, **limits
            ),
            seed=0,
        ).spec()
        answer = json.dumps(
            {"family": spec["family"], **spec["parameters"]}, sort_keys=True, ensure_ascii=False
        )
        return _response(answer.encode(), prompt_sent=request.prompt, tries=1)

    def generate_json(self, prompt: str, model: str | None = None) -> TextResponse:  # noqa: ARG002
        """Return parameters for a sheet of 100 by 100 mm; there is one model, whatever is named."""
        return self.write(TextRequest(prompt=prompt))

    def read_again(
        self, raw: bytes, request: TextRequest, record: Mapping[str, Any]
    ) -> TextResponse:
        """Return an earlier answer from its stored `raw`. Raises InvalidAnswer."""
        return _response(raw, prompt_sent=request.prompt, tries=int(record["tries"]))


def _response(raw: bytes, *, prompt_sent: str, tries: int) -> TextResponse:
    try:
        pattern = json.loads(raw)
    except ValueError:
        raise InvalidAnswer("The stored answer is no JSON.") from None
    if not isinstance(pattern, dict):
        raise InvalidAnswer("The stored answer is no JSON object.")
    return TextResponse(
        svg=None,
        pattern=pattern,
        title=str(pattern.get("family", "")),
        notes="",
        fault="",
        answer=raw.decode(),
        raw=raw,
        model=STUB_MODEL,
        prompt_sent=prompt_sent,
        provider_request_id=None,
        usage=None,
        metadata={"api": "stub", "form": "texts", "tries": tries, "round": 0},
    )
