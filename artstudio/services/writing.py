"""A language model writes the drawing, or the pattern engine's parameters, and mends it if needed.

Every answer is stored as it came before it is looked at, and every round is on
record with what was wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from artstudio import ai, patterns
from artstudio.errors import AnswerNotADrawing, BudgetSpent
from artstudio.services.asking import put_source_bytes
from artstudio.services.constraints import PATTERN_NAMES, SIZE_NAMES
from artstudio.services.provider_calls import ProviderCalls
from artstudio.services.providers import llm_client
from artstudio.services.request import GenerationRequest
from artstudio.services.sources import SPEC_KIND, Source, SourceForm
from artstudio.services.written_faults import examine
from rmos_runs.attachments import put_bytes_attachment, put_json_attachment
from rmos_runs.digests import canonical_json
from rmos_runs.errors import DomainError
from rmos_runs.models import RunAttachment

log = structlog.stdlib.get_logger(__name__)
MAX_REPAIRS = 2
DEFAULT_SIDE_MM = 100.0
ANSWER_KIND = "provider_answer"
NO_DRAWING = "The answer holds no <svg> element. Write one."


@dataclass(frozen=True, kw_only=True)
class _Round:
    """One answer: the drawing or parameters it holds, if any, and what is wrong with them."""

    answer: ai.TextResponse
    faults: tuple[str, ...]
    svg: bytes | None = None
    spec: Mapping[str, Any] | None = None
    record: Mapping[str, Any]
    stored: RunAttachment

    @property
    def is_usable(self) -> bool:
        return self.svg is not None or self.spec is not None


def write_drawing(
    request: GenerationRequest, seed: int, calls: ProviderCalls, note: Callable[[Source], None]
) -> Source:
    """Have a language model write the drawing; at most two rounds of mending.

    No transaction may be open: this takes minutes. The best of what came is
    taken, and `note` is told of it in the transaction that stores each answer;
    raises AnswerNotADrawing where none can be cut, and the first round's
    ProviderError.
    """
    client = llm_client(request.provider)
    asked = _text_request(request)
    rounds: list[_Round] = []

    def keep(answer: ai.TextResponse) -> RunAttachment:
        taken = _round(answer, request, asked, seed)
        so_far = [*rounds, taken]
        if taken.is_usable:
            note(_source_of_rounds(so_far, asked))
        kept.append(taken)
        return taken.stored

    while len(rounds) <= MAX_REPAIRS:
        kept: list[_Round] = []
        try:
            answer = calls.call(partial(_write, client, asked), keep)
        except (ai.ProviderError, BudgetSpent) as error:
            if not rounds:
                raise
            log.warning("repair_failed", code=error.code, rounds=len(rounds))
            return _source_of_rounds(rounds, asked, stopped_by=error)
        rounds.append(kept[-1])
        if not rounds[-1].faults:
            break
        repair = ai.Repair(answer=answer.answer, faults=rounds[-1].faults)
        asked = replace(asked, repairs=(*asked.repairs, repair))
    return _source_of_rounds(rounds, asked)


def _write(client: ai.LlmClient, asked: ai.TextRequest, request_id: str) -> ai.TextResponse:
    return client.write(replace(asked, request_id=request_id))


def sheet_of(request: GenerationRequest) -> tuple[float, float]:
    """Return width and height in mm of the sheet the model is given: 100 mm where nothing is."""
    given = request.constraints
    outer = given.outer_diameter_mm or DEFAULT_SIDE_MM
    width, height = given.width_mm, given.height_mm
    return width or height or outer, height or width or outer


def _text_request(request: GenerationRequest) -> ai.TextRequest:
    width, height = sheet_of(request)
    return ai.TextRequest(
        prompt=request.prompt,
        style_hints=request.style_hints,
        width_mm=width,
        height_mm=height,
        constraints=request.constraints.picked(PATTERN_NAMES),
        model=request.model or None,
        pattern_schema=patterns.model_schema(),
    )


def _round(
    answer: ai.TextResponse, request: GenerationRequest, asked: ai.TextRequest, seed: int
) -> _Round:
    stored, _path = put_bytes_attachment(
        answer.raw,
        kind=ANSWER_KIND,
        mime="application/json",
        filename=f"answer-{len(asked.repairs) + 1}.json",
        ext=".json",
    )
    size = {"width_mm": asked.width_mm, "height_mm": asked.height_mm}
    svg, spec = None, None
    if answer.pattern is not None:
        spec, faults = _spec(answer.pattern, request, seed)
    elif answer.svg is not None:
        examined = examine(answer.svg, prompt=request.prompt, **size)
        faults = examined.faults
        svg = answer.svg.encode() if examined.drawing else None
    else:
        faults = (answer.fault or NO_DRAWING,)
    record = {
        "answer_sha256": stored.sha256,
        "provider_request_id": answer.provider_request_id,
        "usage": dict(answer.usage) if answer.usage else None,
        "faults": list(faults),
    }
    return _Round(answer=answer, faults=faults, svg=svg, spec=spec, record=record, stored=stored)


def _spec(
    pattern: Mapping[str, Any], request: GenerationRequest, seed: int
) -> tuple[Mapping[str, Any] | None, tuple[str, ...]]:
    size = {name: getattr(request.constraints, name) for name in SIZE_NAMES}
    try:
        spec = patterns.spec_from_model(pattern, seed=seed, **size)
    except DomainError as error:
        where = "; ".join(
            f"{path}: {' '.join(said)}" for path, said in (error.fields or {}).items()
        )
        return None, (f"The parameters cannot be drawn: {error.message} {where}".strip(),)
    return spec, ()


def _source_of_rounds(
    rounds: list[_Round], asked: ai.TextRequest, *, stopped_by: DomainError | None = None
) -> Source:
    """Return the best round as the source: the last without faults, else the one with fewest."""
    usable = [taken for taken in rounds if taken.is_usable]
    last = rounds[-1]
    if not usable:
        raise AnswerNotADrawing(
            f"The model's answer cannot be cut after {len(rounds)} tries: "
            f"{' '.join(last.faults)} Every answer is kept; try again, or choose another route.",
            rounds=[dict(taken.record) for taken in rounds],
            received=last.answer.raw,
        )
    best = min(reversed(usable), key=lambda taken: len(taken.faults))
    warnings = [{"code": "written_with_faults", "message": fault} for fault in best.faults]
    if stopped_by is not None:
        message = f"A repair could not be asked for: {stopped_by.message}"
        warnings.append({"code": "repair_failed", "message": message})
    metadata = {
        **best.answer.metadata,
        "title": best.answer.title,
        "notes": best.answer.notes,
        "rounds": [dict(taken.record) for taken in rounds],
        "sheet": {"width_mm": asked.width_mm, "height_mm": asked.height_mm},
        "chosen_round": rounds.index(best) + 1,
        "written_warnings": warnings,
    }
    return _stored(best, metadata, usage=_summed([taken.answer.usage for taken in rounds]))


def _stored(best: _Round, metadata: dict[str, Any], *, usage: Mapping[str, Any] | None) -> Source:
    if best.spec is not None:
        attachment, _path, _sha256 = put_json_attachment(
            best.spec, kind=SPEC_KIND, filename=f"{best.spec['family']}.json"
        )
        data, form = canonical_json(best.spec), SourceForm.SPEC
    else:
        assert best.svg is not None
        data, form = best.svg, SourceForm.SVG
        attachment = put_source_bytes(data, "image/svg+xml")
    return Source(
        attachment=attachment,
        data=data,
        form=form,
        prompt_sent=best.answer.prompt_sent,
        provider_request_id=best.answer.provider_request_id or "",
        usage=usage,
        metadata=metadata,
    )


def _summed(usages: list[Mapping[str, Any] | None]) -> dict[str, Any] | None:
    """Return what all rounds used together, count by count."""
    total: dict[str, Any] = {}
    for usage in filter(None, usages):
        for name, value in usage.items():
            if isinstance(value, Mapping):
                total[name] = _summed([total.get(name), value])
            elif isinstance(value, int | float):
                total[name] = total.get(name, 0) + value
    return total or None
