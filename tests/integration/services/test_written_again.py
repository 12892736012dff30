"""What a language model has answered is paid for: whoever comes later goes on from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from artstudio.errors import NotRetraceable
from artstudio.models import Attempt, Generation, Variant
from artstudio.services.costs.estimates import estimate
from artstudio.services.generation import pipeline
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.providers import llm_rounds
from artstudio.services.providers.llm_checks import Validation, validate
from artstudio.services.requests.intake import check_request
from artstudio.services.tuning import cancel_retry
from artstudio.services.tuning.retrace import retrace
from rmos_runs.models import RunAttachment
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.scenarios import Answer
from tests.fake_openai.text_answers import TextAsked
from tests.fake_openai.text_scenarios import TEXT_SCENARIOS

pytestmark = pytest.mark.django_db(transaction=True)
MENDED_LATER = "empty-then-repaired"


def written(prompt: str = "a star", **more: object) -> Variant:
    asked: dict[str, object] = {"provider": "openai", "route": "direct", "variant_seed": "s"}
    return generate_svg_variants(prompt, **asked | more).variants.get()  # type: ignore[arg-type]


def tried_again(variant: Variant, *, fresh: bool = False) -> Variant:
    cancel_retry.retry_variant(variant.variant_id, fresh=fresh)
    return worked_on(variant)


def worked_on(variant: Variant) -> Variant:
    pipeline.run_queued(variant.variant_id)
    variant.refresh_from_db()
    return variant


def code_of(variant: Variant) -> str:
    return str((variant.error or {}).get("code", variant.status))


def outcomes() -> list[str]:
    return list(Attempt.objects.order_by("id").values_list("outcome", flat=True))


def left_at_work(variant: Variant) -> None:
    """Leave the rows as a worker does that was killed while it made the variant."""
    Variant.objects.filter(pk=variant.pk).update(
        status="RUNNING",
        stage="asking",
        error=None,
        finished_at_utc=None,
        lease_renewed_at_utc=None,
        is_queued=True,
    )
    Generation.objects.update(status="RUNNING", finished_at_utc=None)


@pytest.fixture
def answered(paid: FakeOpenAI) -> Variant:
    """A variant with one stored answer that cannot be cut; asking for its repair failed."""

    def no_repair(asked: TextAsked) -> Answer:
        return TEXT_SCENARIOS["401" if asked.round else "empty"](asked)

    paid.set_scenario(no_repair)
    variant = written()
    assert code_of(variant) == "answer_not_a_drawing"
    assert "goes on from it" in (variant.error or {})["message"]
    assert outcomes() == ["OK", "FAILED"]
    paid.set_scenario(MENDED_LATER)
    return variant


def test_a_retry_has_the_stored_answer_mended_and_pays_only_for_that(
    paid: FakeOpenAI, answered: Variant
) -> None:
    again = tried_again(answered)
    assert again.status == "OK", again.error
    assert outcomes() == ["OK", "FAILED", "OK"]
    first, second = again.source_metadata["rounds"]
    assert first["answer_sha256"] == Attempt.objects.get(number=1).answer_id
    assert (len(first["faults"]), second["faults"]) == (1, [])
    # The model sees its own answer again, and what was wrong with it.
    told = paid.text_requests[-1].body["messages"]
    assert [turn["role"] for turn in told[1:]] == ["user", "assistant", "user"]
    assert "<svg" in told[2]["content"]
    assert first["faults"][0] in told[3]["content"]
    assert "[answer 1]" in again.prompt_sent


def test_a_retry_with_the_word_fresh_begins_anew(paid: FakeOpenAI, answered: Variant) -> None:
    assert tried_again(answered, fresh=True).status == "OK"
    assert outcomes() == ["OK", "FAILED", "OK", "OK"]


def test_the_same_request_goes_on_from_the_stored_answer(
    paid: FakeOpenAI, answered: Variant
) -> None:
    other = written()
    assert other.status == "OK", other.error
    assert not other.replayed
    assert outcomes() == ["OK", "FAILED", "OK"]


def test_an_estimate_counts_the_repair_that_is_still_to_be_asked_for(answered: Variant) -> None:
    asked = {"prompt": "a star", "provider": "openai", "route": "direct", "variant_seed": "s"}
    assert estimate(check_request(**asked)).stored == 0  # type: ignore[arg-type]
    tried_again(answered)
    assert estimate(check_request(**asked)).stored == 1  # type: ignore[arg-type]


def test_a_worker_killed_before_the_repair_was_asked_for_is_followed_by_one_that_asks_for_it(
    paid: FakeOpenAI, answered: Variant
) -> None:
    Attempt.objects.filter(number=2).delete()
    left_at_work(answered)
    assert worked_on(answered).status == "OK", answered.error
    assert outcomes() == ["OK", "OK"]


def test_a_worker_killed_during_the_repair_leaves_it_to_the_user(
    paid: FakeOpenAI, answered: Variant
) -> None:
    Attempt.objects.filter(number=2).update(outcome="OPEN", error=None, finished_at_utc=None)
    left_at_work(answered)
    calls = len(paid.text_requests)
    assert code_of(worked_on(answered)) == "outcome_unknown"
    assert len(paid.text_requests) == calls
    assert tried_again(answered).status == "OK", answered.error
    assert outcomes() == ["OK", "UNKNOWN", "OK"]


@pytest.mark.parametrize("changed", [lambda _: b"{}", lambda data: data.replace(b"svg", b"svG")])
def test_an_answer_that_was_changed_in_the_store_is_asked_for_again(
    paid: FakeOpenAI,
    answered: Variant,
    attachments_dir: Path,
    changed: Callable[[bytes], bytes],
) -> None:
    (stored,) = attachments_dir.rglob(f"{answered.source_metadata['rounds'][0]['answer_sha256']}*")
    stored.write_bytes(changed(stored.read_bytes()))
    assert tried_again(answered).status == "OK", answered.error
    assert outcomes() == ["OK", "FAILED", "OK", "OK"]


def test_answers_that_cannot_be_read_again_are_asked_for_and_that_is_no_replay(
    paid: FakeOpenAI, answered: Variant
) -> None:
    (record,) = answered.source_metadata["rounds"]
    # As rows of before have them.
    old = {name: record[name] for name in ("answer_sha256", "usage", "faults")}
    Variant.objects.update(source_metadata={"rounds": [old]})
    paid.set_scenario("401")
    other = written()
    assert (code_of(other), other.replayed, other.warnings) == ("authentication_failed", False, [])


def test_answers_that_cannot_be_cut_are_no_picture_to_trace(answered: Variant) -> None:
    with pytest.raises(NotRetraceable):
        retrace(answered.variant_id, {})


class TestAfterTheLastRound:
    def test_the_same_request_gets_the_same_error_and_pays_nothing(self, paid: FakeOpenAI) -> None:
        one, two = written("[empty] a star"), written("[empty] a star")
        assert len(paid.text_requests) == 3
        assert code_of(one) == code_of(two) == "answer_not_a_drawing"
        assert two.replayed_from == one.variant_id
        assert [warning["code"] for warning in two.warnings] == ["stored_answer"]

    def test_a_retry_asks_anew(self, paid: FakeOpenAI) -> None:
        paid.set_scenario("empty")
        variant = written()
        paid.set_scenario("success")
        assert tried_again(variant).status == "OK", variant.error
        assert len(paid.text_requests) == 4


def cancelling(variant_of: str) -> object:
    """Return a scenario that asks to cancel the one variant while the model answers."""

    def scenario(asked: TextAsked) -> Answer:
        cancel_retry.cancel_variant(Variant.objects.get().variant_id)
        connection.close()
        return TEXT_SCENARIOS[variant_of](asked)

    return scenario


def test_no_repair_is_asked_for_after_a_stop_was(paid: FakeOpenAI) -> None:
    paid.set_scenario(cancelling("empty"))  # type: ignore[arg-type]
    variant = written()
    assert (code_of(variant), len(paid.text_requests)) == ("cancelled", 1)
    paid.set_scenario(MENDED_LATER)
    # What was paid for before the stop is of use after it.
    assert tried_again(variant).status == "OK", variant.error
    assert outcomes() == ["OK", "OK"]


class TestUnforeseen:
    def test_a_fault_in_looking_at_an_answer_loses_nothing(
        self, paid: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(llm_rounds, "validate", _fails)
            variant = written()
        assert code_of(variant) == "internal_error"
        assert outcomes() == ["OK"]
        assert RunAttachment.objects.filter(kind="provider_answer").count() == 1
        assert tried_again(variant).status == "OK", variant.error
        assert len(paid.text_requests) == 1

    def test_a_fault_in_asking_leaves_no_call_under_way(
        self, paid: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("artstudio.services.providers.llm._prepare", _fails)
        assert code_of(written()) == "internal_error"
        assert outcomes() == []


def test_answers_are_looked_at_outside_of_any_transaction(
    paid: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[bool] = []

    def watched(svg: str, **more: object) -> Validation:
        inside.append(connection.in_atomic_block)
        return validate(svg, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(llm_rounds, "validate", watched)
    written()
    assert inside == [False]


def _fails(*_args: object, **_more: object) -> None:
    raise RuntimeError("a fault that nobody has foreseen")
