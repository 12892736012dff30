"""The rounds of a written drawing: each answer with its faults, and the best of them as the source.

What the provider answered is on record before it is looked at, so that the rounds
can be built again from the store: nobody is asked twice for what was paid for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from artstudio import ai, patterns
from artstudio.errors import AnswerNotADrawing
from artstudio.services.providers.images import put_source_bytes
from artstudio.services.providers.llm_checks import validate
from artstudio.services.requests.constraints import SIZE_NAMES
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.sources.stored import SPEC_KIND, Source, SourceForm
from rmos_runs.blobs.attachments import put_json_attachment
from rmos_runs.digests import canonical_json
from rmos_runs.errors import DomainError
from rmos_runs.models import RunAttachment

NO_DRAWING = "The answer holds no <svg> element. Write one."


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer: the drawing or parameters it holds, if any, and what is wrong with them."""

    answer: ai.TextResponse
    faults: tuple[str, ...]
    svg: bytes | None = None
    spec: Mapping[str, Any] | None = None
    record: Mapping[str, Any]

    @property
    def is_usable(self) -> bool:
        """Whether anything of it can be cut."""
        return self.svg is not None or self.spec is not None


def record_of(answer: ai.TextResponse, stored: RunAttachment) -> dict[str, Any]:
    """Return what is recorded of an answer, and all that reading it again takes."""
    how = {name: answer.metadata.get(name) for name in ("api", "form", "tries")}
    return {
        **how,
        "model": answer.model,
        "answer_sha256": stored.sha256,
        "provider_request_id": answer.provider_request_id,
        "usage": dict(answer.usage) if answer.usage else None,
    }


def can_be_read_again(record: Mapping[str, Any]) -> bool:
    """Tell whether a record holds what reading the answer again takes; old ones do not."""
    return {"api", "form", "tries", "model"} <= set(record)


def evaluate(
    answer: ai.TextResponse,
    record: Mapping[str, Any],
    request: GenerationRequest,
    *,
    asked: ai.TextRequest,
    seed: int,
) -> Reply:
    """Return an answer with what is wrong with it. No transaction may be open: this takes time."""
    svg, spec = None, None
    if answer.pattern is not None:
        spec, faults = _spec(answer.pattern, request, seed)
    elif answer.svg is not None:
        size = {"width_mm": asked.width_mm, "height_mm": asked.height_mm}
        examined = validate(answer.svg, prompt=request.prompt, **size)
        faults = examined.faults
        svg = answer.svg.encode() if examined.drawing else None
    else:
        faults = (answer.fault or NO_DRAWING,)
    told = {**record, "faults": list(faults)}
    return Reply(answer=answer, faults=faults, svg=svg, spec=spec, record=told)


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


def source_of_rounds(
    rounds: Sequence[Reply], asked: ai.TextRequest, *, stopped_by: DomainError | None = None
) -> Source:
    """Return the best round as the source: the last without faults, else the one with fewest.

    Raises AnswerNotADrawing where none can be cut.
    """
    usable = [taken for taken in rounds if taken.is_usable]
    if not usable:
        raise _nothing_to_cut(rounds, stopped_by)
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


def _nothing_to_cut(rounds: Sequence[Reply], stopped_by: DomainError | None) -> AnswerNotADrawing:
    tries = "1 try" if len(rounds) == 1 else f"{len(rounds)} tries"
    what = f"The model's answer cannot be cut after {tries}: {' '.join(rounds[-1].faults)}"
    after = (
        "Every answer is kept; try again, or choose another route."
        if stopped_by is None
        else f"A repair could not be asked for: {stopped_by.message} The answer is kept, and "
        "trying again goes on from it."
    )
    return AnswerNotADrawing(
        f"{what} {after}",
        rounds=[dict(taken.record) for taken in rounds],
        received=rounds[-1].answer.raw,
    )


def _stored(best: Reply, metadata: dict[str, Any], *, usage: Mapping[str, Any] | None) -> Source:
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


def _summed(usages: Sequence[Mapping[str, Any] | None]) -> dict[str, Any] | None:
    """Return what all rounds used together, count by count."""
    total: dict[str, Any] = {}
    for usage in filter(None, usages):
        for name, value in usage.items():
            if isinstance(value, Mapping):
                total[name] = _summed([total.get(name), value])
            elif isinstance(value, int | float):
                total[name] = total.get(name, 0) + value
    return total or None
