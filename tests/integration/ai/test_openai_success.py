"""What is asked of the Images API, and what comes back when all goes well."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import openai
import pytest
from PIL import Image

from artstudio.ai import ImageRequest
from artstudio.ai.model_table import LIVE_MODELS, RETIRED_MODELS
from artstudio.ai.openai_images import OpenAIImageClient
from artstudio.ai.prompting import SUFFIX
from tests.fake_openai import Answer, Asked, FakeOpenAI, pictures
from tests.fake_openai.scenarios import image_answer, json_answer
from tests.integration.ai.conftest import KEY, MakeClient, ask


def test_the_default_model_is_asked_once_for_one_high_quality_png(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    response = client.generate(ask(seed=7, style_hints=("celtic", "bold"), request_id="req_1"))

    (request,) = fake_openai.requests
    assert (request.method, request.path) == ("POST", "/v1/images/generations")
    assert request.body == {
        "model": "gpt-image-2.6-flare",
        "prompt": response.prompt_sent,
        "n": 1,
        "size": "1024x1024",
        "quality": "high",
        "background": "opaque",
        "output_format": "png",
    }
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["x-client-request-id"] == "req_1"


def test_the_picture_comes_back_with_everything_the_record_needs(
    client: OpenAIImageClient,
) -> None:
    response = client.generate(ask(seed=7))

    with Image.open(io.BytesIO(response.image_bytes)) as image:
        assert (image.format, image.size) == ("PNG", (1024, 1024))
    assert (response.mime, response.size) == ("image/png", "1024x1024")
    assert response.model == "gpt-image-2.6-flare"
    assert response.provider_request_id == "req_fake_1"
    assert response.revised_prompt is None
    assert response.usage is not None
    assert response.usage["total_tokens"] == 4210
    assert response.metadata["asked"]["quality"] == "high"
    assert response.metadata["answered"]["output_format"] == "png"
    assert response.metadata["tries"] == 1


def test_the_api_has_no_seed_and_the_response_says_so(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    response = client.generate(ask(seed=7))

    assert "seed" not in fake_openai.requests[0].body
    assert (response.seed_sent, response.seed_honoured, response.seed) == (False, False, 7)


def test_the_users_words_come_first_then_the_style_then_what_makes_art_trace_well(
    client: OpenAIImageClient,
) -> None:
    response = client.generate(ask("Füllhorn & vines", style_hints=("art nouveau", " bold ")))

    assert response.prompt_sent == f"Füllhorn & vines\n\nStyle: art nouveau, bold.\n\n{SUFFIX}"


def test_a_request_id_that_is_not_safe_in_a_header_is_not_sent(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    client.generate(ask(request_id="evil\r\nX-Other: 1"))

    assert "x-client-request-id" not in fake_openai.requests[0].headers


@pytest.mark.parametrize("model", LIVE_MODELS + RETIRED_MODELS)
def test_every_model_of_the_table_is_asked_only_for_what_it_takes(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, model: str
) -> None:
    # The fake refuses unknown parameters, wrong sizes and wrong qualities as the API does.
    fake_openai.set_scenario("not-an-image")
    for aspect in (0.2, 0.7, 1.0, 1.5, 4.0):
        response = client.generate(ask(model=model, aspect=aspect))

        width, height = map(int, response.size.split("x"))
        assert (width > height) == (aspect > 1 and model != "dall-e-2")


def test_dall_e_3_at_a_gateway_gives_bytes_and_records_the_revised_prompt(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("revised")
    response = make_client(openai_image_model="dall-e-3").generate(ask())

    assert fake_openai.requests[0].body["response_format"] == "b64_json"
    assert response.revised_prompt == "A symmetrical rosette, redrawn in the provider's own words."
    assert response.mime == "image/png"


def test_a_picture_answered_as_an_address_is_fetched_without_the_key(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("url")
    response = make_client(openai_image_model="dall-e-3").generate(ask())

    asked, fetched = fake_openai.requests
    assert fetched.path == "/files/rosette-1.png"
    assert "authorization" not in fetched.headers
    assert KEY not in str(fetched.headers)
    assert response.image_bytes == pictures.rosette_png(fetched.path, 1)
    assert asked.headers["authorization"].endswith(KEY)


@pytest.mark.parametrize(
    ("scenario", "image", "mime"),
    [
        ("not-an-image", lambda: b"Sorry, I cannot draw that.", "application/octet-stream"),
        ("truncated-png", pictures.truncated_png, "image/png"),
        ("png-bomb", pictures.bomb_png, "image/png"),
        ("animated-gif", pictures.animated_gif, "image/gif"),
        ("svg", pictures.svg_document, "image/svg+xml"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_bytes_were_paid_for_arrive_untouched(
    client: OpenAIImageClient,
    fake_openai: FakeOpenAI,
    scenario: str,
    image: Callable[[], bytes],
    mime: str,
) -> None:
    # Whether they can be traced is not judged here: they are stored first.
    fake_openai.set_scenario(scenario)
    response = client.generate(ask())

    assert response.image_bytes == image()
    assert response.mime == mime


def test_a_picture_of_sixty_megabytes_arrives_whole(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("60mb")
    response = client.generate(ask())

    assert len(response.image_bytes) == 60_000_000
    assert _digest(response.image_bytes) == _digest(pictures.heavy_png(60_000_000))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_base64_as_gateways_write_it_is_understood(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    packed = base64.encodebytes(b"\x89PNG\r\n\x1a\n" + b"x" * 90).decode().rstrip("=\n")
    fake_openai.set_scenario(
        lambda _: json_answer({"data": [{"b64_json": f"data:image/png;base64,{packed}"}]})
    )

    assert client.generate(ask()).image_bytes == b"\x89PNG\r\n\x1a\n" + b"x" * 90


def test_a_compressed_answer_is_unpacked(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    def compressed(asked: Asked) -> Answer:
        answer = image_answer(asked, asked.picture)
        headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        return Answer(body=gzip.compress(answer.body), headers=headers)

    fake_openai.set_scenario(compressed)
    assert client.generate(ask()).mime == "image/png"


def test_four_threads_share_one_client_and_a_slow_provider_costs_its_time_once(
    client: OpenAIImageClient, fake_openai: FakeOpenAI
) -> None:
    fake_openai.set_scenario("slow", number=0.5)
    requests = [ImageRequest(prompt=f"rosette {n}", request_id=f"req_{n}") for n in range(4)]
    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        responses = list(pool.map(client.generate, requests))

    assert time.monotonic() - started < 1.5
    assert len({_digest(response.image_bytes) for response in responses}) == 4
    sent = {r.body["prompt"]: r.headers["x-client-request-id"] for r in fake_openai.requests}
    for request, response in zip(requests, responses, strict=True):
        assert sent[response.prompt_sent] == request.request_id


def test_calls_keep_no_connection_open(
    client: OpenAIImageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[openai.OpenAI] = []
    original = openai.OpenAI.__init__

    def remember(self: openai.OpenAI, **settings: object) -> None:
        made.append(self)
        original(self, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(openai.OpenAI, "__init__", remember)
    client.generate(ask())

    assert [sdk.is_closed() for sdk in made] == [True]


def test_the_sdks_own_environment_variables_do_not_redirect_a_call(
    client: OpenAIImageClient, fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-another-key-altogether")
    client.generate(ask())

    assert fake_openai.requests[0].headers["authorization"] == f"Bearer {KEY}"
