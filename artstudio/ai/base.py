"""What every provider of pictures and of written drawings takes and gives back."""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypedDict, TypeVar, Unpack, runtime_checkable
from urllib.parse import urlsplit

from artstudio.ai.sniff import sniff_mime

OPENAI_BASE_URL = "https://api.openai.com/v1"

TextApiChoice = Literal["auto", "responses", "chat"]
ImageApiChoice = Literal["auto", "images", "chat"]

#: Called when all is ready and the next step sends the first byte. What it raises keeps the
#: request from being sent, and comes out of the call as it is.
BeforeSend = Callable[[], None]


def ignore_sending() -> None:
    """Take no notice of a request that is about to be sent."""


_Response_co = TypeVar("_Response_co", covariant=True)


class Send(Protocol[_Response_co]):
    """Sends a prepared request, with the retries that cost nothing."""

    def __call__(self, request_id: str, before_send: BeforeSend = ignore_sending) -> _Response_co:
        """Return the answer; `request_id` is sent along. Raises a ProviderError."""


class ImageProvider(enum.StrEnum):
    """The providers by name; each is its text too."""

    OPENAI = "openai"
    STUB = "stub"


class ImageOptions(TypedDict, total=False):
    """How one picture is asked for, beside the prompt; each as in `ImageRequest`."""

    size: str | None
    quality: str | None
    model: str | None
    negative_prompt: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class ImageRequest:
    """One picture, please."""

    prompt: str
    #: Sent where the provider takes one; decides the whole picture at the stub.
    seed: int | None = None
    style_hints: tuple[str, ...] = ()
    #: The generation's constraints; a provider reads those it understands.
    constraints: Mapping[str, object] = field(default_factory=dict)
    #: None asks for the provider's default model.
    model: str | None = None
    #: Width through height; the nearest size that the model offers is asked for.
    aspect: float = 1.0
    #: Our own id, sent along so that the provider's support can find the call.
    request_id: str = ""
    #: "svg" asks the Images API for a drawing instead of pixels (the route `native`).
    output: Literal["png", "svg"] = "png"
    #: "WIDTHxHEIGHT" in pixels; where the model does not offer it, the nearest in shape is
    #: asked for. It wins over `aspect`.
    size: str | None = None
    #: standard, hd, low, medium, high or auto; None asks for what traces best.
    quality: str | None = None
    #: What should not be there; told in words, because the Images API has no such field.
    negative_prompt: str | None = None

    def __post_init__(self) -> None:
        """Refuse an aspect that no picture has."""
        if not 0 < self.aspect < math.inf:
            raise ValueError(f"aspect must be a positive number, not {self.aspect}")


@dataclass(frozen=True)
class ImageResponse:
    """One picture as the provider sent it, not yet decoded or judged."""

    image_bytes: bytes = field(repr=False)
    model: str
    #: "WIDTHxHEIGHT" in pixels, as answered or else as asked.
    size: str
    revised_prompt: str | None = None
    seed: int | None = None
    #: JSON values only: it goes into the provenance record as it is.
    metadata: Mapping[str, Any] = field(default_factory=dict)
    prompt_sent: str = field(default="", kw_only=True)
    seed_sent: bool = field(default=False, kw_only=True)
    seed_honoured: bool = field(default=False, kw_only=True)
    provider_request_id: str | None = field(default=None, kw_only=True)
    usage: Mapping[str, Any] | None = field(default=None, kw_only=True)

    @property
    def mime(self) -> str:
        """The type by the first bytes, never by what the provider claims."""
        return sniff_mime(self.image_bytes)


@runtime_checkable
class ImageClient(Protocol):
    """Draws one picture for each call; may be shared by threads."""

    @property
    def name(self) -> str:
        """The provider's name in requests and records."""

    def generate(
        self, prompt: str | ImageRequest, **options: Unpack[ImageOptions]
    ) -> ImageResponse:
        """Return a picture, or raise a ProviderError (or InvalidRequest for a bad request).

        Takes a whole ImageRequest, or a prompt with options.
        """


def image_request(prompt: str | ImageRequest, options: ImageOptions) -> ImageRequest:
    """Return the request that `generate` was called with; raises TypeError for both at once."""
    if isinstance(prompt, str):
        return ImageRequest(prompt=prompt, **options)
    if options:
        raise TypeError("Give an ImageRequest or options, not both.")
    return prompt


@dataclass(frozen=True, kw_only=True)
class Repair:
    """An earlier answer of the same dialogue, and what was wrong with it."""

    answer: str
    #: Whole sentences, told to the model as they are.
    faults: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TextRequest:
    """One drawing, please, written by a language model."""

    prompt: str
    style_hints: tuple[str, ...] = ()
    width_mm: float = 100.0
    height_mm: float = 100.0
    #: Those that a drawing can keep (symmetry, rings, inner_diameter_mm, ...) are told in words.
    constraints: Mapping[str, object] = field(default_factory=dict)
    #: None asks for the configured text model.
    model: str | None = None
    request_id: str = ""
    #: JSON schema of the pattern engine's parameters; where it is given, the model may
    #: answer with parameters instead of an SVG.
    pattern_schema: Mapping[str, Any] | None = None
    #: The dialogue so far, oldest first; one entry makes the first repair round.
    repairs: tuple[Repair, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a sheet that nothing fits on."""
        if not (0 < self.width_mm < math.inf and 0 < self.height_mm < math.inf):
            raise ValueError(f"no sheet is {self.width_mm} x {self.height_mm} mm")


@dataclass(frozen=True, kw_only=True)
class TextResponse:
    """What a language model wrote; neither cleaned nor judged.

    Either `svg` or `pattern`, or neither and `fault` tells what to say to the model.
    """

    #: From `<svg` on; broken off where the model's text was.
    svg: str | None
    #: Parameters for the pattern engine, not yet held against their schema.
    pattern: Mapping[str, Any] | None
    title: str
    notes: str
    #: Why there is neither; empty where there is one.
    fault: str
    #: The model's own words, as `Repair.answer` takes them.
    answer: str = field(repr=False)
    #: The answer's body without secrets: stored before anything looks at it.
    raw: bytes = field(repr=False)
    model: str
    prompt_sent: str
    provider_request_id: str | None
    usage: Mapping[str, Any] | None
    #: JSON values only: it goes into the provenance record as it is.
    metadata: Mapping[str, Any]

    @property
    def content(self) -> str:
        """The drawing: the text of an SVG, or the parameters of a pattern as JSON."""
        if self.svg is not None:
            return self.svg
        return json.dumps(self.pattern, ensure_ascii=False) if self.pattern else self.answer


@runtime_checkable
class LlmClient(Protocol):
    """Writes one drawing for each call; may be shared by threads."""

    @property
    def name(self) -> str:
        """The provider's name in requests and records."""

    def write(self, request: TextRequest) -> TextResponse:
        """Return a drawing, or raise a ProviderError (or InvalidRequest for a bad request)."""

    def generate_json(self, prompt: str, model: str | None = None) -> TextResponse:
        """Return a drawing on 100 by 100 mm; its text is `content`. Raises as `write` does."""

    def read_again(
        self, raw: bytes, request: TextRequest, record: Mapping[str, Any]
    ) -> TextResponse:
        """Return an earlier answer to `request` from its stored `raw`; nobody is asked.

        record: `api`, `form` and `tries` of its metadata, `model` and `provider_request_id`.
        """


@dataclass(frozen=True, kw_only=True)
class ProviderConfig:
    """What the operator set; the key is never shown."""

    openai_api_key: str = field(default="", repr=False)
    openai_base_url: str = field(default="", repr=False)
    openai_image_model: str = "gpt-image-2.6-flare"
    openai_timeout_s: float = 600.0
    #: Writes the drawings of the route `direct`.
    openai_text_model: str = "gpt-6.1-terra"
    #: auto: the Responses API at OpenAI; at a gateway chat completions, which every one has.
    openai_text_api: TextApiChoice = "auto"
    #: auto: the Images API, and at a gateway that has none OpenRouter's or chat completions.
    openai_image_api: ImageApiChoice = "auto"
    #: The author of native SVG, for accounts that may choose one; others must not send it.
    openai_svg_model: str = ""
    #: What plug-ins declare as theirs, by the name of the variable.
    plugin_settings: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def is_gateway(self) -> bool:
        """Tell whether pictures come from somewhere else than OpenAI itself."""
        address = self.openai_base_url.strip()
        return bool(address) and urlsplit(address).hostname != urlsplit(OPENAI_BASE_URL).hostname

    def setting(self, name: str) -> str:
        """Return the value of a variable that a plug-in declares; raises KeyError for another."""
        return dict(self.plugin_settings)[name]


@dataclass(frozen=True, kw_only=True)
class ProviderInfo:
    """A provider as the studio shows it."""

    name: str
    title: str
    description: str
    routes: tuple[str, ...]
    models: tuple[str, ...]
    default_model: str
    configured: bool
    #: Why it is not configured, naming the variable to set; empty when it is.
    reason: str
    #: Costs nothing and needs no account.
    free: bool
    #: The model of the route `direct`; empty where there is no such route.
    text_model: str = ""
    text_models: tuple[str, ...] = ()
    #: Those of `models` that give SVG themselves (the route `native`).
    native_models: tuple[str, ...] = ()
    #: Any name that is safe to send may be asked for, beside those listed.
    takes_any_model: bool = False
    #: Names that were once served, for better advice.
    retired_models: tuple[str, ...] = ()
    #: The most calls that one worker makes at once; None is the operator's number.
    concurrency: int | None = None
    #: What the route `auto` chooses here, told to people.
    auto: str = ""

    def default_model_for(self, route: str) -> str:
        """Return the model that draws on `route` when a request names none."""
        return self.text_model if route == "direct" else self.default_model
