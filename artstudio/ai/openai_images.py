"""Pictures from the OpenAI Images API, or from a gateway that speaks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Unpack
from urllib.parse import urljoin

from artstudio.ai.base import (
    OPENAI_BASE_URL,
    BeforeSend,
    ImageOptions,
    ImageRequest,
    ImageResponse,
    ProviderConfig,
    Send,
    ignore_sending,
    image_request,
)
from artstudio.ai.download import Downloader
from artstudio.ai.errors import PromptBlocked, ProviderError, RequestRejected
from artstudio.ai.image_call import NO_SUCH_ADDRESS, ImageCall
from artstudio.ai.limits import MAX_ANSWER_BYTES
from artstudio.ai.model_table import family_of
from artstudio.ai.openai_answer import Answer, ErrorInside, read_answer
from artstudio.ai.openai_call import Caller, RawAnswer, tls_context
from artstudio.ai.openai_client import OpenAIClient
from artstudio.ai.openai_errors import error_from, refused_svg
from artstudio.ai.prompting import SUFFIX, SVG_SUFFIX, prompt_for_tracing
from artstudio.ai.redact import storable
from artstudio.ai.retry import call_with_retries


def prepare_image(
    config: ProviderConfig, request: ImageRequest
) -> AbstractContextManager[Send[ImageResponse]]:
    """Make the request and the client, and send nothing yet; raises as `generate` does."""
    return OpenAIImageClient(config)._prepare(request)  # noqa: SLF001 - of this module


def load(config: ProviderConfig) -> None:
    """Load what the first call would wait for."""
    OpenAIImageClient(config)._load()  # noqa: SLF001 - of this module


class OpenAIImageClient(OpenAIClient):
    """Draws with a model of the Images API."""

    def __init__(
        self, config: ProviderConfig, *, max_answer_bytes: int = MAX_ANSWER_BYTES, **how: Any
    ) -> None:
        """Take what every client of OpenAI takes."""
        super().__init__(config, max_answer_bytes=max_answer_bytes, **how)

    def __repr__(self) -> str:
        return f"OpenAIImageClient(default_model={self._config.openai_image_model!r})"

    def generate(
        self, prompt: str | ImageRequest, **options: Unpack[ImageOptions]
    ) -> ImageResponse:
        """Ask for one picture, with the retries that cost nothing.

        Raises InvalidRequest when the prompt does not fit the model, and the
        ProviderError that tells what went wrong; nothing of the SDK's comes through.
        """
        request = image_request(prompt, options)
        with self._prepare(request) as send:
            return send(request.request_id)

    @contextmanager
    def _prepare(self, request: ImageRequest) -> Iterator[Send[ImageResponse]]:
        """Make the request and the client; raises InvalidRequest as `generate` does."""
        params = self._params(request)
        with self._caller() as caller:

            def send(request_id: str, before_send: BeforeSend = ignore_sending) -> ImageResponse:
                call = ImageCall(self._config, params, aspect=request.aspect)
                raw, tries = self._ask(call, caller, request_id, before_send)
                answer = self._read(raw)
                call.note_success()
                return self._response(request, call, raw, answer, tries)

            yield send

    def _params(self, request: ImageRequest) -> dict[str, Any]:
        model = request.model or self._config.openai_image_model
        family = family_of(model)
        as_svg = request.output == "svg"
        size, quality = request.size, request.quality
        return {
            "model": model,
            "prompt": prompt_for_tracing(
                request.prompt,
                request.style_hints,
                longest=family.longest_prompt,
                suffix=SVG_SUFFIX if as_svg else SUFFIX,
                avoid=request.negative_prompt or "",
            ),
            "n": 1,
            "size": family.nearest_size(size) if size else family.size_for(request.aspect),
            **(family.svg_options() | self._author() if as_svg else family.options),
            **(family.quality_for(quality) if quality else {}),
        }

    def _author(self) -> dict[str, Any]:
        """Name the model that writes the SVG, where the operator says that it may be chosen."""
        author = self._config.openai_svg_model.strip()
        return {"svg": {"model": author}} if author else {}

    def _ask(
        self, call: ImageCall, caller: Caller, request_id: str, before_send: BeforeSend
    ) -> tuple[RawAnswer, int]:
        """Ask in one way after the other, as far as refusals that cost nothing lead."""
        asked = 0
        first: ProviderError | None = None
        while True:
            try:
                raw, tries = call_with_retries(
                    lambda: self._call(caller, call, request_id, before_send),
                    policy=self._policy,
                    sleep=self._sleep,
                    request_id=request_id,
                )
            except ProviderError as error:
                asked += 1
                first = first or error
                if not call.change_for(error):
                    # Where no address is right, the refusal of the first one says most.
                    raise (first if error.status in NO_SUCH_ADDRESS else error) from None
            else:
                return raw, asked + tries

    def _call(
        self, caller: Caller, call: ImageCall, request_id: str, before_send: BeforeSend
    ) -> RawAnswer:
        refused: RequestRejected
        params = call.params()
        try:
            return caller.send(call.api, params, request_id=request_id, before_send=before_send)
        except RequestRejected as error:
            if params.get("output_format") != "svg":
                raise
            refused = refused_svg(error)
        raise refused

    def _read(self, raw: RawAnswer) -> Answer:
        try:
            return read_answer(raw.body, download=self._download)
        except ErrorInside as inside:
            error = error_from(
                inside.facts, status=inside.facts.status or 200, headers={}, scrubber=self._scrubber
            )
        except ProviderError as unreadable:
            error = unreadable
            # A picture that was withheld may cost nothing; another that was drawn is paid for.
            error.billed = "maybe" if isinstance(error, PromptBlocked) else "yes"
        error.status = 200
        error.provider_request_id = raw.provider_request_id
        error.received = self._scrubber.body(raw.body)
        raise error

    def _download(self, url: str) -> bytes:
        base = self._config.openai_base_url.strip() or OPENAI_BASE_URL
        downloader = Downloader(
            gateway_url=base,
            max_bytes=self._max_bytes,
            timeout_s=self._config.openai_timeout_s,
            verify=tls_context(),
            sleep=self._sleep,
        )
        # Some gateways answer with a path of their own.
        return downloader.fetch(urljoin(base, url))

    def _response(
        self,
        request: ImageRequest,
        call: ImageCall,
        raw: RawAnswer,
        answer: Answer,
        tries: int,
    ) -> ImageResponse:
        asked = {k: v for k, v in call.params().items() if k not in ("prompt", "messages")}
        how = {"api": call.api, "options_refused": call.dropped} if call.is_unusual else {}
        answered = {**answer.facts, **({"svg_usage": u} if (u := answer.svg_usage) else {})}
        clean = self._scrubber.value({"usage": answer.usage, "answered": answered})
        texts = clean if isinstance(clean, dict) else {}
        return ImageResponse(
            image_bytes=answer.image_bytes,
            model=call.model,
            size=self._scrubber.text(answer.size or call.params().get("size", ""), longest=32),
            prompt_sent=call.prompt,
            revised_prompt=answer.revised_prompt
            and self._scrubber.secrets_of(storable(answer.revised_prompt)),
            # The Images API has no seed; it is kept for the record only.
            seed_sent=False,
            seed_honoured=False,
            seed=request.seed,
            provider_request_id=raw.provider_request_id or answer.answer_id,
            usage=texts.get("usage"),
            metadata={"asked": asked, "answered": texts.get("answered", {}), "tries": tries, **how},
        )
