"""The key is nowhere: not in errors, tracebacks, logs, reprs, or what is stored."""

from __future__ import annotations

import logging
import pickle
import traceback
from dataclasses import asdict

import pytest

from artstudio.ai import ProviderConfig, ProviderNotConfigured, errors, get_image_client
from artstudio.ai.openai_images import OpenAIImageClient
from artstudio.ai.openai_text import OpenAITextClient
from tests.fake_openai import SCENARIOS, TEXT_SCENARIOS, Answer, FakeOpenAI
from tests.fake_openai.text_answers import refusal_answer
from tests.integration.ai.conftest import KEY, MakeClient, ask, wish

SLOW_ONES = {"timeout", "slow", "drip", "60mb", "png-bomb"}


def everything_said_by(error: BaseException) -> str:
    """Return all that a log, a row or a debugger could show of `error`."""
    chain = [error, error.__cause__, error.__context__]
    shown = [repr(item) + str(item) + repr(getattr(item, "__dict__", "")) for item in chain]
    return "".join(shown) + "".join(traceback.format_exception(error))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
def test_a_provider_that_echoes_the_key_does_not_get_it_into_our_error(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, status: int
) -> None:
    fake_openai.set_scenario("echo-key", number=status)
    with pytest.raises(errors.ProviderError) as caught:
        client.generate(ask())

    assert KEY not in everything_said_by(caught.value)
    assert caught.value.details["param"] == "[key]"
    assert "Bearer" not in everything_said_by(caught.value)


def test_the_sdks_exception_with_its_headers_is_not_kept_as_context(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("401")
    with pytest.raises(errors.AuthenticationFailed) as caught:
        client.generate(ask())

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_provider_that_echoes_the_key_in_an_answer_does_not_get_it_into_the_record(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("echo-key-in-success")
    response = client.generate(ask())

    assert response.revised_prompt == "a rosette for [key]"
    assert response.usage == {"by": "[key]"}
    assert KEY not in str(asdict(response))


def test_bytes_that_are_kept_because_they_cannot_be_used_do_not_hold_the_key(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario(lambda asked: Answer(body=f"<p>{asked.key}</p>".encode()))
    with pytest.raises(errors.InvalidAnswer) as caught:
        client.generate(ask())

    assert caught.value.received == b"<p>[key]</p>"


@pytest.mark.parametrize("scenario", sorted(set(SCENARIOS) - SLOW_ONES))
def test_no_log_line_of_any_library_holds_the_key_at_the_chattiest_level(
    client: OpenAIImageClient,
    fake_openai: FakeOpenAI,
    caplog: pytest.LogCaptureFixture,
    scenario: str,
) -> None:
    for name in ("openai", "httpx2", "httpcore2", "artstudio"):
        caplog.set_level(logging.DEBUG, logger=name)
    fake_openai.set_scenario(scenario)
    try:
        client.generate(ask(request_id="req_log"))
    except errors.ProviderError as error:
        logging.getLogger("artstudio").exception("failed", exc_info=error)

    assert any(record.name.startswith("openai") for record in caplog.records)
    assert KEY not in caplog.text
    assert all(KEY not in str(record.__dict__) for record in caplog.records)


@pytest.mark.parametrize("scenario", sorted(set(TEXT_SCENARIOS) - SLOW_ONES))
def test_no_log_line_about_a_written_drawing_holds_the_key(
    writer: OpenAITextClient, caplog: pytest.LogCaptureFixture, scenario: str
) -> None:
    for name in ("openai", "httpx2", "httpcore2", "artstudio"):
        caplog.set_level(logging.DEBUG, logger=name)
    try:
        writer.write(wish(f"a rosette [{scenario}]", request_id="req_log"))
    except errors.ProviderError as error:
        logging.getLogger("artstudio").exception("failed", exc_info=error)

    assert any(record.name.startswith("openai") for record in caplog.records)
    assert KEY not in caplog.text
    assert all(KEY not in str(record.__dict__) for record in caplog.records)


def test_a_model_that_writes_the_key_into_a_drawing_does_not_get_it_into_the_record(
    writer: OpenAITextClient,
) -> None:
    response = writer.write(wish("a rosette [echo-key-in-success]"))

    assert KEY not in str(asdict(response))
    assert KEY.encode() not in response.raw
    assert "<!-- [key] -->" in (response.svg or "")
    assert (response.title, response.notes) == ("for [key]", "[key]")
    assert response.usage == {"by": "[key]"}


def test_a_refusal_that_quotes_the_key_is_kept_without_it(
    writer: OpenAITextClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario(lambda asked: refusal_answer(asked, f"Not for {asked.key}."))
    with pytest.raises(errors.AnswerRefused) as caught:
        writer.write(wish())

    assert KEY not in everything_said_by(caught.value)
    assert caught.value.message.endswith("It says: Not for [key].")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.message, copy.received) == (caught.value.message, caught.value.received)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 503])
def test_a_text_api_that_echoes_the_key_does_not_get_it_into_our_error(
    writer: OpenAITextClient, status: int
) -> None:
    with pytest.raises(errors.ProviderError) as caught:
        writer.write(wish(f"a rosette [echo-key:{status}]"))

    assert KEY not in everything_said_by(caught.value)
    assert caught.value.__context__ is None


def test_a_retry_is_logged_with_the_reason_and_our_request_id(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="artstudio")
    fake_openai.set_scenario("500-then-success")
    client.generate(ask(request_id="req_retry"))

    (record,) = [r for r in caplog.records if r.name.startswith("artstudio")]
    assert record.__dict__["code"] == "provider_failed"
    assert record.__dict__["for"] == "req_retry"


def test_config_and_client_do_not_show_the_key_or_a_password_in_the_address() -> None:
    config = ProviderConfig(
        openai_api_key=KEY, openai_base_url="http://luthier:p4ssw0rd@127.0.0.1:9/v1"
    )
    client = get_image_client("openai", config)

    for shown in (repr(config), str(config), repr(client), str(client)):
        assert KEY not in shown
        assert "p4ssw0rd" not in shown


def test_a_key_that_cannot_be_a_header_is_refused_without_being_quoted(
    fake_openai: FakeOpenAI,
) -> None:
    for key in ("sk-with\nnewline", "sk-mit-Umlaut-ü", "sk two words"):
        config = ProviderConfig(openai_api_key=key, openai_base_url=fake_openai.base_url)
        with pytest.raises(ProviderNotConfigured) as caught:
            get_image_client("openai", config)
        assert key not in everything_said_by(caught.value)
        assert "OPENAI_API_KEY" in caught.value.message


def test_spaces_around_a_key_from_an_env_file_are_forgiven(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    make_client(openai_api_key=f" {KEY}\n").generate(ask())

    assert fake_openai.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_path_of_the_providers_machine_stays_out_of_the_message(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("machine-path")
    with pytest.raises(errors.RequestRejected) as caught:
        client.generate(ask())

    assert "/home" not in caught.value.message
    assert "model file missing: [path]" in caught.value.message
    assert "http://x.test/a/b" in caught.value.message


def test_errors_survive_being_sent_between_processes(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("moderation")
    with pytest.raises(errors.PromptBlocked) as caught:
        client.generate(ask())

    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.message, copy.details) == (caught.value.message, caught.value.details)
