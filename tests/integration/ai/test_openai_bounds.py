"""An answer can be as large as the provider likes; what we keep of it cannot."""

from __future__ import annotations

import base64
import gzip
import json
import tracemalloc

import pytest

from artstudio.ai import errors
from tests.fake_openai import Answer, FakeOpenAI, pictures
from tests.integration.ai.conftest import MakeClient, ask

MEGABYTE = 1_000_000


def peak_while_refused(make_client: MakeClient, *, limit: int = 4 * MEGABYTE) -> int:
    """Return the most bytes Python held while the answer was refused as too large."""
    # Counting allocations makes reading many times slower: the time limit must not come first.
    client = make_client(max_answer_bytes=limit, openai_timeout_s=120.0)
    with pytest.raises(errors.ProviderError):
        client.generate(ask("[429-bare] loads every module first"))
    tracemalloc.start()
    try:
        with pytest.raises(errors.AnswerTooLarge) as caught:
            client.generate(ask())
        assert "simpler" in caught.value.message
        assert caught.value.retryable is False
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_answer_that_states_a_length_over_the_limit_is_not_read(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    body = b" " * 40 * MEGABYTE
    fake_openai.set_scenario(lambda _: Answer(body=body))

    assert peak_while_refused(make_client) < 2 * MEGABYTE


def test_an_answer_without_a_length_is_read_up_to_the_limit(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    # Tiny chunks, which as separate objects would take ten times the memory of their bytes.
    body = b"2\r\nhi\r\n" * 60_000
    headers = {"Transfer-Encoding": "chunked", "Content-Length": ""}
    fake_openai.set_scenario(lambda _: Answer(body=body, headers=headers, cut_after=len(body)))

    assert peak_while_refused(make_client, limit=100_000) < MEGABYTE


def test_a_compressed_answer_is_measured_by_what_it_grows_to(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    body = gzip.compress(b" " * 400 * MEGABYTE)
    assert len(body) < MEGABYTE
    headers = {"Content-Encoding": "gzip"}
    fake_openai.set_scenario(lambda _: Answer(body=body, headers=headers))

    assert peak_while_refused(make_client) < 150 * MEGABYTE


def test_an_error_answer_is_bounded_too(make_client: MakeClient, fake_openai: FakeOpenAI) -> None:
    body = b"x" * 40 * MEGABYTE
    fake_openai.set_scenario(lambda _: Answer(status=500, body=body))

    assert peak_while_refused(make_client) < 2 * MEGABYTE


def test_sixty_megabytes_take_a_small_multiple_of_their_size(
    make_client: MakeClient, fake_openai: FakeOpenAI
) -> None:
    client = make_client()
    packed = base64.b64encode(pictures.heavy_png(60 * MEGABYTE)).decode()
    answer = Answer(body=json.dumps({"data": [{"b64_json": packed}]}).encode())
    fake_openai.set_scenario(lambda _: answer)
    tracemalloc.start()
    response = client.generate(ask())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(response.image_bytes) == 60 * MEGABYTE
    assert peak < 6 * 60 * MEGABYTE, f"{peak / MEGABYTE:.0f} MB"
