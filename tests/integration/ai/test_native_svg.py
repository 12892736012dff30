"""SVG from the Images API: what is asked, what comes back, and what its refusals mean."""

from __future__ import annotations

import pytest

from artstudio.ai import errors, svg_bytes_as_utf8
from artstudio.ai.openai_images import OpenAIImageClient
from artstudio.ai.prompting import SVG_SUFFIX
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.scenarios import error_answer
from tests.integration.ai.conftest import MakeClient, ask


def test_one_svg_is_asked_for_without_the_options_of_pixels(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    response = client.generate(ask(output="svg", style_hints=("bold",)))

    (request,) = fake_openai.requests
    assert request.body == {
        "model": "gpt-image-2.6-flare",
        "prompt": f"a rosette of eight petals\n\nStyle: bold.\n\n{SVG_SUFFIX}",
        "n": 1,
        "size": "1024x1024",
        "quality": "high",
        "output_format": "svg",
    }
    assert response.mime == "image/svg+xml"
    assert response.image_bytes.startswith(b"<svg")


def test_what_the_svgs_author_used_is_recorded_beside_the_pictures_usage(
    client: OpenAIImageClient,
) -> None:
    response = client.generate(ask(output="svg"))

    assert response.usage is not None
    assert response.usage["total_tokens"] == 4210
    assert response.metadata["answered"]["svg_usage"] == {
        "input_tokens": 1400,
        "output_tokens": 5200,
        "reasoning_tokens": 900,
        "total_tokens": 6600,
        "model": "gpt-5.6-terra",
    }


def test_the_author_is_named_only_where_the_operator_says_so(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.chooses_svg_model = True
    client = make_client(openai_svg_model=" gpt-6.1-terra ")
    response = client.generate(ask(output="svg"))
    client.generate(ask())

    drawn, painted = fake_openai.requests
    assert drawn.body["svg"] == {"model": "gpt-6.1-terra"}
    assert "svg" not in painted.body
    assert response.metadata["asked"]["svg"] == {"model": "gpt-6.1-terra"}


def refused(client: OpenAIImageClient, model: str | None = None) -> errors.ProviderError:
    with pytest.raises(errors.ProviderError) as caught:
        client.generate(ask(output="svg", model=model))
    assert caught.value.__context__ is None
    return caught.value


def test_a_model_without_svg_is_named_with_those_that_have_it(client: OpenAIImageClient) -> None:
    error = refused(client, model="gpt-image-2")

    assert (error.code, error.billed, error.retryable) == ("svg_output_refused", "no", False)
    assert "gpt-image-2.6" in error.message
    assert "It says: SVG output is not supported for this model." in error.message
    assert (error.status, error.provider_request_id) == (400, "req_fake_1")


@pytest.mark.parametrize(("author", "allowed"), [("gpt-6.1-terra", False), ("", True)])
def test_an_author_named_without_access_or_not_named_with_it_is_a_setting_to_change(
    make_client: MakeClient, fake_openai: FakeOpenAI, author: str, allowed: bool
) -> None:
    fake_openai.chooses_svg_model = allowed
    error = refused(make_client(openai_svg_model=author))

    assert (error.code, error.billed) == ("svg_model_refused", "no")
    assert "ARTSTUDIO_OPENAI_SVG_MODEL" in error.message
    assert error.details["param"] == "svg.model"


def test_a_refusal_that_is_not_about_the_svg_stays_what_it_is(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario(lambda _: error_answer(400, "invalid_value", "Invalid 'size'."))

    assert refused(client).code == "request_rejected"


def test_a_refusal_of_a_picture_is_never_told_as_one_of_svg(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario(lambda _: error_answer(400, "invalid_value", "No svg here."))
    with pytest.raises(errors.RequestRejected) as caught:
        client.generate(ask())

    assert caught.value.code == "request_rejected"


@pytest.mark.parametrize("scenario", ["latin1", "utf16"])
def test_other_encodings_arrive_untouched_and_can_be_read(
    client: OpenAIImageClient, scenario: str
) -> None:
    response = client.generate(ask(f"a rosette [{scenario}]", output="svg"))

    assert response.mime == "image/svg+xml"
    assert "Füllhorn".encode() not in response.image_bytes
    assert "<title>Füllhorn</title>" in svg_bytes_as_utf8(response.image_bytes).decode()


def test_hostile_svg_arrives_untouched_for_whoever_cleans_it(client: OpenAIImageClient) -> None:
    response = client.generate(ask("a rosette [script]", output="svg"))

    assert b"<script>" in response.image_bytes
