"""Drawings written by a language model: the Responses API, or chat completions at a gateway."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, Literal

from artstudio.ai import errors
from artstudio.ai.base import (
    BeforeSend,
    ProviderConfig,
    Send,
    TextRequest,
    TextResponse,
    ignore_sending,
)
from artstudio.ai.drawing_instructions import (
    Form,
    answer_schema,
    dialogue,
    instructions,
    prompt_record,
    takes_exact_form,
)
from artstudio.ai.openai_call import Api, RawAnswer
from artstudio.ai.openai_client import OpenAIClient
from artstudio.ai.retry import call_with_retries
from artstudio.ai.text_answer import (
    Completion,
    read_chat,
    read_responses,
    read_sketch,
)

TextApi = Literal["responses", "chat"]

#: A drawing is at most 2 MB; the rest is JSON around it and what a gateway adds.
MAX_ANSWER_BYTES = 8 * 1024 * 1024
#: Reasoning counts too. A dense drawing has about 12,000 tokens; without a bound, a model
#: that writes for ever is paid for ever. Gateways are not told: theirs is often smaller.
MAX_OUTPUT_TOKENS = 32_000

_READERS = {"responses": read_responses, "chat": read_chat}
_NO_SUCH_ADDRESS = {404, 405}
_REFUSED_FORMAT = {400, 422}
_ABOUT_FORMAT = re.compile(r"response_format|schema|text\.format|structured|grammar", re.IGNORECASE)


def prepare_text(
    config: ProviderConfig, request: TextRequest
) -> AbstractContextManager[Send[TextResponse]]:
    """Make the request and the client, and send nothing yet; raises as `write` does."""
    return OpenAITextClient(config)._prepare(request)  # noqa: SLF001 - of this module


class OpenAITextClient(OpenAIClient):
    """Writes with a language model."""

    def __init__(
        self, config: ProviderConfig, *, max_answer_bytes: int = MAX_ANSWER_BYTES, **how: Any
    ) -> None:
        """Take what every client of OpenAI takes."""
        super().__init__(config, max_answer_bytes=max_answer_bytes, **how)

    def __repr__(self) -> str:
        return f"OpenAITextClient(default_model={self._config.openai_text_model!r})"

    def write(self, request: TextRequest) -> TextResponse:
        """Ask for one drawing, with the second tries that cost nothing.

        Raises InvalidRequest for a prompt that cannot be sent, and the ProviderError
        that tells what went wrong; nothing of the SDK's comes through.
        """
        with self._prepare(request) as send:
            return send(request.request_id)

    @contextmanager
    def _prepare(self, request: TextRequest) -> Iterator[Send[TextResponse]]:
        """Make the request and the client; raises InvalidRequest as `write` does."""
        call = _Call(self._config, request)
        call.params()
        with self._caller() as caller:

            def send(request_id: str, before_send: BeforeSend = ignore_sending) -> TextResponse:
                ask = partial(caller.send, request_id=request_id, before_send=before_send)
                raw, tries = self._ask_in_every_way(call, ask, request_id)
                return self._answer(call, raw, tries)

            yield send

    def _answer(self, call: _Call, raw: RawAnswer, tries: int) -> TextResponse:
        try:
            read = _READERS[call.api](raw.body)
        except errors.ProviderError as error:
            raise self._with_the_answer(error, raw) from None
        return self._response(
            call.request,
            read,
            raw=raw,
            model=call.model,
            how={"api": call.api, "form": call.form.value, "tries": tries},
        )

    def generate_json(self, prompt: str, model: str | None = None) -> TextResponse:
        """Ask for one drawing on a sheet of 100 by 100 mm; raises as `write` does."""
        return self.write(TextRequest(prompt=prompt, model=model))

    def read_again(
        self, raw: bytes, request: TextRequest, record: Mapping[str, Any]
    ) -> TextResponse:
        """Return what `write` once answered to `request`, from its `raw` and its `record`.

        Raises InvalidAnswer for bytes that are no answer that `write` could read.
        """
        how = {"api": record["api"], "form": record["form"], "tries": record["tries"]}
        body = RawAnswer(body=raw, provider_request_id=record["provider_request_id"])
        read = _READERS[how["api"]](raw)
        return self._response(request, read, raw=body, model=record["model"], how=how)

    def _ask_in_every_way(
        self, call: _Call, ask: Callable[[Api, dict[str, Any]], RawAnswer], request_id: str
    ) -> tuple[RawAnswer, int]:
        """Ask as configured; where a gateway has no such way, in the next, each once."""
        asked = 0
        while True:
            try:
                raw, tries = call_with_retries(
                    lambda: ask(call.api, call.params()),
                    policy=self._policy,
                    sleep=self._sleep,
                    request_id=request_id,
                )
            except errors.ProviderError as error:
                asked += 1
                if not call.change_for(error):
                    raise
            else:
                return raw, asked + tries

    def _with_the_answer(self, error: errors.ProviderError, raw: RawAnswer) -> errors.ProviderError:
        error.status = 200
        error.provider_request_id = raw.provider_request_id
        error.received = self._scrubber.body(raw.body)
        clean = self._scrubber.value(dict(error.details))
        error.details = clean if isinstance(clean, dict) else {}
        said = error.details.get("refusal") or error.details.get("message")
        if words := self._scrubber.sentence(said):
            error.message = f"{error.message} It says: {words}"
            error.args = (error.message,)
        return error

    def _response(
        self,
        request: TextRequest,
        written: Completion,
        *,
        raw: RawAnswer,
        model: str,
        how: Mapping[str, Any],
    ) -> TextResponse:
        sketch = read_sketch(written.text)
        clean: Any = self._scrubber.value(
            {
                "usage": written.usage,
                "answered": dict(written.facts),
                "pattern": sketch.pattern,
                "svg": sketch.svg,
                "text": written.text,
                "title": sketch.title,
                "notes": sketch.notes,
            }
        )
        return TextResponse(
            svg=clean["svg"],
            pattern=clean["pattern"],
            title=self._scrubber.text(clean["title"], longest=200),
            notes=self._scrubber.text(clean["notes"], longest=1000),
            fault=sketch.fault,
            answer=clean["text"],
            raw=self._scrubber.body(raw.body),
            model=model,
            prompt_sent=prompt_record(request, Form(how["form"])),
            provider_request_id=raw.provider_request_id,
            usage=clean["usage"],
            metadata={**how, "answered": clean["answered"], "round": len(request.repairs)},
        )


class _Call:
    """How one request is asked at present: by which API, and in which form."""

    def __init__(self, config: ProviderConfig, request: TextRequest) -> None:
        self.request = request
        self.model = request.model or config.openai_text_model
        self.api: TextApi
        self._is_gateway = config.is_gateway
        self._other: TextApi | None = None
        if config.openai_text_api != "auto":
            self.api = config.openai_text_api
        elif config.is_gateway:
            self.api, self._other = "chat", "responses"
        else:
            self.api = "responses"
        # A server of a local model may take minutes to prepare for a schema of many families.
        exact = takes_exact_form(request) and not config.is_gateway
        self._forms = [*([Form.EXACT] if exact else []), Form.TEXTS]
        if config.is_gateway:
            self._forms.append(Form.FREE)
        self._turns = [{"role": turn.role, "content": turn.text} for turn in dialogue(request)]

    @property
    def form(self) -> Form:
        return self._forms[0]

    def change_for(self, error: errors.ProviderError) -> bool:
        """Take the next way to ask, if this error says that the present one does not exist."""
        if error.status in _NO_SUCH_ADDRESS and self._other:
            self.api, self._other = self._other, None
            return True
        if self._is_about_format(error) and len(self._forms) > 1:
            del self._forms[0]
            return True
        return False

    def params(self) -> dict[str, Any]:
        params = self._responses() if self.api == "responses" else self._chat()
        return {"model": self.model, **params}

    def _responses(self) -> dict[str, Any]:
        params: dict[str, Any] = {
            "instructions": instructions(self.request, self.form),
            "input": self._turns,
            "store": False,
        }
        if self.form is not Form.FREE:
            params["text"] = {"format": {"type": "json_schema", **self._schema()}}
        if not self._is_gateway:
            params["max_output_tokens"] = MAX_OUTPUT_TOKENS
        return params

    def _chat(self) -> dict[str, Any]:
        system = {"role": "system", "content": instructions(self.request, self.form)}
        params: dict[str, Any] = {"messages": [system, *self._turns]}
        if self.form is not Form.FREE:
            params["response_format"] = {"type": "json_schema", "json_schema": self._schema()}
        if not self._is_gateway:
            params |= {"store": False, "max_completion_tokens": MAX_OUTPUT_TOKENS}
        return params

    def _schema(self) -> dict[str, Any]:
        return {"name": "drawing", "strict": True, "schema": answer_schema(self.request, self.form)}

    def _is_about_format(self, error: errors.ProviderError) -> bool:
        said = f"{error.message} {error.details.get('param')}"
        return error.status in _REFUSED_FORMAT and _ABOUT_FORMAT.search(said) is not None
