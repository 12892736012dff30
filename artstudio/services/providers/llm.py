"""A language model writes the drawing, or the pattern engine's parameters, and repairs it.

Every answer is stored as it came before it is looked at, and every round is on
record with what was wrong with it. Whoever comes later goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from artstudio import ai, patterns
from artstudio.errors import BudgetSpent
from artstudio.services.providers.calls import ProviderCalls
from artstudio.services.providers.llm_rounds import (
    Reply,
    can_be_read_again,
    evaluate,
    record_of,
    source_of_rounds,
)
from artstudio.services.requests.constraints import PATTERN_NAMES
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.requests.providers import llm_client, provider_config
from artstudio.services.sources.stored import MAX_REPAIRS, Source
from rmos_runs.blobs.attachments import open_attachment, put_bytes_attachment
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import AttachmentNotFound, BlobNotFound
from rmos_runs.models import RunAttachment

log = structlog.stdlib.get_logger(__name__)
DEFAULT_SIDE_MM = 100.0
ANSWER_KIND = "provider_answer"

Record = Mapping[str, Any]
NoteAnswer = Callable[[RunAttachment, list[Record]], None]
NoteSource = Callable[[Source], None]


def write_drawing(
    request: GenerationRequest,
    seed: int,
    calls: ProviderCalls,
    *,
    note_answer: NoteAnswer,
    note_source: NoteSource,
    said: Sequence[Record] = (),
) -> Source:
    """Have a language model write the drawing; at most two rounds of repair.

    No transaction may be open: this takes minutes. `said` are the records of answers
    that are stored already: they count as the first rounds and are not asked for again.
    `note_answer` is told of every answer, with the records of all of them, in the
    transaction that stores it; `note_source` of each that can be cut.

    Returns the best of what came. Raises AnswerNotADrawing where none can be cut, the
    first round's ProviderError or BudgetSpent, and VariantCancelled between two rounds.
    """
    writer = RepairLoop(request, seed, calls, note_answer)
    rounds = writer.rounds_of(said)
    while len(rounds) <= MAX_REPAIRS and not (rounds and not rounds[-1].faults):
        try:
            rounds.append(writer.next_round(rounds))
        except (ai.ProviderError, BudgetSpent) as error:
            if not rounds:
                raise
            log.warning("repair_failed", code=error.code, rounds=len(rounds))
            return source_of_rounds(rounds, writer.asked, stopped_by=error)
        if rounds[-1].is_usable:
            note_source(source_of_rounds(rounds, writer.asked))
    return source_of_rounds(rounds, writer.asked)


class RepairLoop:
    """The dialogue with a model about one drawing."""

    def __init__(
        self,
        request: GenerationRequest,
        seed: int,
        calls: ProviderCalls,
        note_answer: NoteAnswer,
    ) -> None:
        self.asked = _text_request(request)
        self._request, self._seed, self._calls = request, seed, calls
        self._note_answer = note_answer
        self._client = llm_client(request.provider)

    def next_round(self, rounds: Sequence[Reply]) -> Reply:
        """Ask, store the answer, and only then look at it."""
        asked = self._after(rounds)
        kept: list[Record] = []

        def keep(answer: ai.TextResponse) -> RunAttachment:
            stored = _put(answer, number=len(rounds) + 1)
            kept.append(record_of(answer, stored))
            self._note_answer(stored, [*(taken.record for taken in rounds), kept[-1]])
            return stored

        answer = self._calls.call(partial(_prepare, self._request.provider, asked), keep)
        return self._evaluated(answer, kept[-1])

    def rounds_of(self, said: Sequence[Record]) -> list[Reply]:
        """Return the rounds of stored answers, as far as they can be read."""
        rounds: list[Reply] = []
        for record in said:
            answer = self._read_again(record, rounds)
            if answer is None:
                break
            rounds.append(self._evaluated(answer, record))
        return rounds

    def _read_again(self, record: Record, rounds: Sequence[Reply]) -> ai.TextResponse | None:
        raw = _stored_answer(record) if can_be_read_again(record) else None
        try:
            return self._client.read_again(raw, self._after(rounds), record) if raw else None
        except ai.ProviderError as error:
            log.warning("stored_answer_unreadable", code=error.code)
            return None

    def _evaluated(self, answer: ai.TextResponse, record: Record) -> Reply:
        return evaluate(answer, record, self._request, asked=self.asked, seed=self._seed)

    def _after(self, rounds: Sequence[Reply]) -> ai.TextRequest:
        """Return what to ask after these rounds: the wish, and what was wrong each time."""
        repairs = (ai.Repair(answer=taken.answer.answer, faults=taken.faults) for taken in rounds)
        return replace(self.asked, repairs=tuple(repairs))


def _prepare(
    provider: str, asked: ai.TextRequest
) -> AbstractContextManager[ai.Send[ai.TextResponse]]:
    return ai.prepare_text(provider, asked, provider_config())


def _put(answer: ai.TextResponse, *, number: int) -> RunAttachment:
    stored, _path = put_bytes_attachment(
        answer.raw,
        kind=ANSWER_KIND,
        mime="application/json",
        filename=f"answer-{number}.json",
        ext=".json",
    )
    return stored


def _stored_answer(record: Record) -> bytes | None:
    """Return an answer's bytes where the store still has them as they came."""
    try:
        with open_attachment(record["answer_sha256"]) as file:
            raw = bytes(file.read())
    except (AttachmentNotFound, BlobNotFound):
        raw = b""
    if sha256_hex(raw) == record["answer_sha256"]:
        return raw
    log.warning("stored_answer_damaged", sha256=record["answer_sha256"])
    return None


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
