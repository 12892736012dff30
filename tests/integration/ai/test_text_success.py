"""A drawing written by a language model: what is asked, and what of the answer is handed over."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from openai.types.chat import ChatCompletion
from openai.types.responses import Response

from artstudio import patterns
from artstudio.ai import Repair, errors
from artstudio.ai.openai_text import OpenAITextClient
from artstudio.patterns.llm_schema import model_schema
from artstudio.svg.sanitizer.sanitize import sanitize
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.scenarios import json_answer
from tests.fake_openai.text_answers import text_answer
from tests.integration.ai.conftest import KEY, MakeWriter, wish

SCHEMA = model_schema()


def test_the_responses_api_is_asked_for_structured_output_that_is_not_stored(
    make_writer: MakeWriter, fake_openai: FakeOpenAI
) -> None:
    response = make_writer(openai_text_api="responses").write(wish(request_id="req_1"))

    (request,) = fake_openai.requests
    assert (request.method, request.path) == ("POST", "/v1/responses")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["x-client-request-id"] == "req_1"
    body = request.body
    assert body["model"] == response.model == "gpt-6.1-terra"
    assert body["store"] is False
    assert [turn["role"] for turn in body["input"]] == ["user"]
    form = body["text"]["format"]
    assert (form["type"], form["strict"]) == ("json_schema", True)
    assert form["schema"]["required"] == ["svg", "title", "notes"]


def test_chat_completions_are_asked_with_the_same_words_and_the_same_form(
    make_writer: MakeWriter, fake_openai: FakeOpenAI
) -> None:
    for api in ("responses", "chat"):
        make_writer(openai_text_api=api).write(wish())

    first, second = (request.body for request in fake_openai.requests)
    assert fake_openai.requests[1].path == "/v1/chat/completions"
    system, user = second["messages"]
    assert system == {"role": "system", "content": first["instructions"]}
    assert user == first["input"][0]
    assert second["response_format"]["json_schema"]["schema"] == first["text"]["format"]["schema"]


def test_the_drawing_comes_back_with_everything_the_record_needs(
    writer: OpenAITextClient, fake_openai: FakeOpenAI
) -> None:
    response = writer.write(wish(width_mm=120, height_mm=80))

    assert response.svg is not None
    root = ET.fromstring(response.svg)
    assert (root.get("width"), root.get("viewBox")) == ("120mm", "0 0 120 80")
    assert (response.pattern, response.fault) == (None, "")
    assert (response.title, response.notes) == ("Rosette", "Cut the ring last.")
    assert json.loads(response.answer)["svg"] == response.svg
    assert response.provider_request_id == "req_fake_1"
    assert response.usage is not None
    assert response.usage["total_tokens"] == 3000
    assert "a rosette of eight petals" in response.prompt_sent
    assert "0 0 120 80" in response.prompt_sent
    assert response.metadata["tries"] == 1
    assert response.metadata["round"] == 0
    json.dumps(dict(response.metadata))


def test_the_body_is_handed_over_as_it_came(
    writer: OpenAITextClient, fake_openai: FakeOpenAI
) -> None:
    response = writer.write(wish())

    kind = Response if response.metadata["api"] == "responses" else ChatCompletion
    # Which also shows that the fake answers in the shapes of the SDK's own types.
    assert kind.model_validate(json.loads(response.raw)).id


@pytest.mark.parametrize(
    "scenario",
    ["fence", "fenced-json", "bare", "think", "parts", "noxmlns", "amp", "bom", "latin1", "script"],
)
def test_every_wrapping_gives_an_svg_that_can_be_read(
    writer: OpenAITextClient, fake_openai: FakeOpenAI, scenario: str
) -> None:
    response = writer.write(wish(f"a rosette [{scenario}]"))

    assert response.svg is not None
    assert response.svg.startswith("<svg")
    assert response.svg.endswith("</svg>")
    assert len(ET.fromstring(response.svg)) > 5
    assert b"<path" in sanitize(response.svg.encode()).svg


@pytest.mark.parametrize(
    ("scenario", "fault"), [("nosvg", "no <svg>"), ("silent", "no <svg>"), ("bad-pattern", "JSON")]
)
def test_an_answer_without_a_drawing_says_what_to_tell_the_model(
    writer: OpenAITextClient, scenario: str, fault: str
) -> None:
    response = writer.write(wish(f"a rosette [{scenario}]", pattern_schema=SCHEMA))

    assert (response.svg, response.pattern) == (None, None)
    assert fault in response.fault
    assert response.raw


def test_a_drawing_that_breaks_off_is_not_completed(writer: OpenAITextClient) -> None:
    response = writer.write(wish("a rosette [truncated]"))

    assert response.svg is not None
    assert response.svg.startswith("<svg")
    assert "</svg>" not in response.svg


def test_parameters_may_be_answered_where_their_schema_was_sent(
    writer: OpenAITextClient, fake_openai: FakeOpenAI
) -> None:
    with_schema = writer.write(wish("a rosette [pattern]", pattern_schema=SCHEMA))
    without = writer.write(wish("a rosette [pattern]"))

    assert with_schema.svg is None
    assert with_schema.pattern is not None
    assert with_schema.pattern == {"family": "medallion", "fold": 8}
    assert (without.svg is None, without.pattern) == (False, None)
    first, second = fake_openai.requests
    assert b"pattern_json" in first.raw_body
    assert b"pattern_json" not in second.raw_body


def test_a_repair_round_sends_the_whole_dialogue_with_what_was_wrong(
    writer: OpenAITextClient, fake_openai: FakeOpenAI
) -> None:
    prompt = "a rosette [repair:2]"
    bad = writer.write(wish(prompt))
    repairs: tuple[Repair, ...] = (
        Repair(answer=bad.answer, faults=("Two paths are open.", "It is too small.")),
    )
    still_bad = writer.write(wish(prompt, repairs=repairs))
    repairs += (Repair(answer=still_bad.svg or "", faults=("One path is open.",)),)
    good = writer.write(wish(prompt, repairs=repairs))

    assert "ZM" not in (bad.svg or "")
    assert "Z" in (good.svg or "")
    body = fake_openai.requests[-1].body
    turns = body["input"] if "input" in body else body["messages"][1:]
    assert [turn["role"] for turn in turns] == ["user", "assistant", "user", "assistant", "user"]
    assert turns[1]["content"] == bad.answer
    assert "- Two paths are open.\n- It is too small." in turns[2]["content"]
    assert "- One path is open." in turns[4]["content"]
    assert good.metadata["round"] == 2
    assert "One path is open." in good.prompt_sent
    assert (bad.svg or "") not in good.prompt_sent


def test_letters_and_depths_that_no_record_holds_are_gone(
    writer: OpenAITextClient, fake_openai: FakeOpenAI
) -> None:
    odd = "\\ud83d and \\u0000"
    text = f'{{"svg": "<svg><desc>{odd}</desc></svg>", "title": "{odd}", "notes": "{odd}"}}'
    fake_openai.set_scenario(lambda asked: text_answer(asked, text))
    drawn = writer.write(wish())
    deep = f'{{"pattern": {"[" * 500}{"]" * 500}}}'
    fake_openai.set_scenario(lambda asked: text_answer(asked, f'{{"pattern_json": {deep}}}'))
    planned = writer.write(wish())

    assert "<desc>? and </desc>" in (drawn.svg or "")
    assert (drawn.title, drawn.notes) == ("? and", "? and")
    json.dumps([drawn.answer, dict(drawn.metadata)], ensure_ascii=False).encode()
    assert planned.fault


def test_odd_facts_in_an_answer_do_no_harm(
    make_writer: MakeWriter, fake_openai: FakeOpenAI
) -> None:
    choice = {"message": {"content": "<svg><path d='M0 0H9V9Z'/></svg>"}, "finish_reason": 7}
    fake_openai.set_scenario(lambda _: json_answer({"choices": [choice], "usage": "lots"}))
    response = make_writer().write(wish())

    assert response.svg == "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d='M0 0H9V9Z'/></svg>"
    assert response.usage is None


@pytest.mark.parametrize("scenario", ["success", "pattern", "nosvg", "fenced-json"])
def test_a_stored_answer_says_the_same_when_it_is_read_again(
    writer: OpenAITextClient, fake_openai: FakeOpenAI, scenario: str
) -> None:
    asked = wish(f"a rosette [{scenario}]", pattern_schema=patterns.model_schema())
    response = writer.write(asked)
    how = {name: response.metadata[name] for name in ("api", "form", "tries")}
    record = {
        **how,
        "model": response.model,
        "provider_request_id": response.provider_request_id,
    }
    assert writer.read_again(response.raw, asked, record) == response
    assert len(fake_openai.text_requests) == 1


def test_bytes_that_are_no_answer_are_not_read_again(writer: OpenAITextClient) -> None:
    record = {"api": "chat", "form": "texts", "tries": 1, "model": "m", "provider_request_id": None}
    with pytest.raises(errors.InvalidAnswer):
        writer.read_again(b"{}", wish(), record)
