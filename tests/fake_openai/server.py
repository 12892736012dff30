"""The server: checks requests as strictly as the live API does, records them, plays scenarios."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

from tests.fake_openai import pictures
from tests.fake_openai.checks import complaint_about
from tests.fake_openai.gateway_scenarios import GATEWAY_SCENARIOS
from tests.fake_openai.scenarios import SCENARIOS, Answer, Asked, Scenario, error_answer
from tests.fake_openai.text_answers import TextAsked, turns_of
from tests.fake_openai.text_checks import complaint_about_text
from tests.fake_openai.text_scenarios import TEXT_SCENARIOS, TextScenario

_MARK = re.compile(r"\[([a-z0-9-]+)(?::(\d+(?:\.\d+)?))?\]")
_PIECE = 4096
_IMAGES = "/v1/images/generations"
PictureApi = Literal["images", "router", "chat"]
_PICTURES = SCENARIOS | GATEWAY_SCENARIOS
_TEXT_APIS: dict[str, Literal["responses", "chat"]] = {
    "/v1/responses": "responses",
    "/v1/chat/completions": "chat",
}


@dataclass(frozen=True, kw_only=True)
class RecordedRequest:
    """One request as it came over the wire."""

    method: str
    path: str
    #: Names in lower case.
    headers: Mapping[str, str]
    raw_body: bytes

    @property
    def body(self) -> Any:
        """The JSON that was sent."""
        return json.loads(self.raw_body)


class FakeOpenAI:
    """A running server; use as a context manager."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen on `port` (0: any free one); requests are served from `start` on."""
        self.requests: list[RecordedRequest] = []
        self.stopping = threading.Event()
        #: Whether this account may name the model that writes SVG (`svg.model`).
        self.chooses_svg_model = False
        #: Where pictures are asked for: the Images API, OpenRouter's address, or chat.
        self.picture_api: PictureApi = "images"
        #: Options of a picture that are refused, as a strict gateway refuses them.
        self.refused_options: set[str] = set()
        self._scenario: tuple[str | Scenario | TextScenario, float | None] = ("success", None)
        self._calls: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._server = _Server((host, port), _Handler)
        self._server.fake = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def origin(self) -> str:
        """The server's address without a path."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def base_url(self) -> str:
        """What OPENAI_BASE_URL is set to."""
        return f"{self.origin}/v1"

    @property
    def image_requests(self) -> list[RecordedRequest]:
        """The requests that asked for a picture."""
        return [r for r in self.requests if r.path == _IMAGES]

    @property
    def text_requests(self) -> list[RecordedRequest]:
        """The requests that asked a language model."""
        return [r for r in self.requests if r.path in _TEXT_APIS]

    def set_scenario(
        self, scenario: str | Scenario | TextScenario, *, number: float | None = None
    ) -> None:
        """Answer every request by `scenario` from now on; marks in prompts still win.

        A name that only pictures or only texts have leaves the others honest.
        """
        if isinstance(scenario, str) and scenario not in _PICTURES | TEXT_SCENARIOS:
            raise KeyError(f"{scenario!r} is none of {sorted(_PICTURES | TEXT_SCENARIOS)}")
        self._scenario = (scenario, number)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: RecordedRequest) -> Answer:
        """Record `request` and return what to send back."""
        with self._lock:
            self.requests.append(request)
        if request.path.startswith("/files/"):
            return _file(request.path)
        if request.path == "/v1/models":
            return Answer(body=b'{"object":"list","data":[]}')
        if request.method == "POST" and self.picture_api != "images":
            return self._draw_elsewhere(request)
        if request.method == "POST" and request.path == _IMAGES:
            return self._draw_here(request)
        if request.method == "POST" and (api := _TEXT_APIS.get(request.path)):
            return complaint_about_text(api, request.headers, request.raw_body) or self._write(
                request, api
            )
        return error_answer(404, None, f"Invalid URL ({request.method} {request.path})")

    def _draw_here(self, request: RecordedRequest) -> Answer:
        """Answer as the Images API does."""
        refusal = self._refused_option(request) or complaint_about(
            request.headers, request.raw_body, chooses_svg_model=self.chooses_svg_model
        )
        return refusal or self._draw(request)

    def _draw_elsewhere(self, request: RecordedRequest) -> Answer:
        """Answer as a gateway that has no Images API."""
        wanted = {"router": "/v1/images", "chat": "/v1/chat/completions"}[self.picture_api]
        if request.path != wanted:
            return error_answer(404, None, f"Not Found: {request.path}")
        if refusal := self._refused_option(request):
            return refusal
        body = dict(request.body)
        if self.picture_api == "router":
            return SCENARIOS["success"](Asked(**self._facts(body["prompt"], request, None)))
        words = str(body["messages"][0]["content"])
        facts = self._facts(words, request, None) | {"body": {**body, "prompt": words}}
        return GATEWAY_SCENARIOS["openrouter-chat"](Asked(**facts))

    def _refused_option(self, request: RecordedRequest) -> Answer | None:
        sent = set(request.body) if request.method == "POST" else set()
        for name in sorted(sent & self.refused_options):
            message = f"litellm.UnsupportedParamsError: Setting `{name}` is not supported here."
            return error_answer(400, "400", message)
        return None

    def _draw(self, request: RecordedRequest) -> Answer:
        prompt = str(request.body["prompt"])
        scenario, number = self._chosen(prompt, request, _PICTURES)
        return scenario(Asked(**self._facts(prompt, request, number)))

    def _write(self, request: RecordedRequest, api: Literal["responses", "chat"]) -> Answer:
        wish = str(turns_of(request.body)[0]["content"])
        scenario, number = self._chosen(wish, request, TEXT_SCENARIOS)
        return scenario(TextAsked(api=api, **self._facts(wish, request, number)))

    def _facts(self, words: str, request: RecordedRequest, number: float | None) -> dict[str, Any]:
        with self._lock:
            self._calls[words] += 1
            call = self._calls[words]
        return {
            "body": request.body,
            "call": call,
            "number": number,
            "key": request.headers["authorization"].removeprefix("Bearer "),
            "origin": self.origin,
        }

    def _chosen(
        self, words: str, request: RecordedRequest, known: Mapping[str, Any]
    ) -> tuple[Callable[[Any], Answer], float | None]:
        """Return the scenario of a mark in the words, of the model's name, or the one set."""
        for match in _MARK.finditer(words):
            if match[1] in known:
                return known[match[1]], float(match[2]) if match[2] else None
        by_model = str(request.body["model"]).removeprefix("fake-")
        if by_model in known:
            return known[by_model], None
        scenario, number = self._scenario
        if isinstance(scenario, str):
            return known.get(scenario, known["success"]), number
        return scenario, number


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    fake: FakeOpenAI

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hangs up is what half of the scenarios are about.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: requests are recorded."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        request = RecordedRequest(
            method=self.command,
            path=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            raw_body=self.rfile.read(length),
        )
        self._send(self.server.fake.answer(request))

    def _send(self, answer: Answer) -> None:
        stopping = self.server.fake.stopping
        self.close_connection = answer.hang_up or answer.cut_after is not None
        if stopping.wait(answer.wait_s) or answer.hang_up:
            self.close_connection = True
            return
        self.send_response(answer.status)
        headers = {"Content-Length": str(len(answer.body)), "x-request-id": "req_fake_1"}
        for name, value in (headers | dict(answer.headers)).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        body = answer.body[: answer.cut_after]
        for at in range(0, len(body), _PIECE if answer.drip_s else max(len(body), 1)):
            piece = body[at : at + _PIECE] if answer.drip_s else body
            self.wfile.write(piece)
            if stopping.wait(answer.drip_s):
                return


def _file(path: str) -> Answer:
    if path.endswith("gone.png"):
        return Answer(status=404, body=b"gone")
    image = pictures.rosette_png(path, 1)
    return Answer(body=image, headers={"Content-Type": "image/png"})
