"""Pictures from a Stable Diffusion web UI, by `POST /sdapi/v1/txt2img`.

Written after the API page of the AUTOMATIC1111 project (`/docs` of a web UI started
with `--api`). Forge and SD.Next have the same address.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, Unpack
from urllib.parse import urlsplit

import httpx2

from artstudio.ai.base import (
    ImageClient,
    ImageOptions,
    ImageRequest,
    ImageResponse,
    ProviderConfig,
    ProviderInfo,
    image_request,
)
from artstudio.ai.errors import (
    ConnectionLost,
    InvalidAnswer,
    ProviderFailed,
    ProviderTimeout,
    ProviderUnreachable,
    RequestRejected,
)
from artstudio.ai.provider import Provider, Setting
from artstudio.ai.retry import RetryPolicy

NAME = "automatic1111"
LOADED = "loaded-checkpoint"
#: Stable Diffusion draws best near the size that it was trained with, in steps of 64.
_SIDE_PX = 768
_STEP_PX = 64
_MAX_ANSWER_BYTES = 64 * 1024 * 1024
_TIMEOUT_S = 600.0
_STYLE = "black ink line art on plain white paper, clean outlines, no shading"
_NEGATIVE = "photo, grey, gradient, texture, text, watermark, frame"


class Automatic1111Client:
    """Draws one picture for each call; holds nothing but its configuration."""

    name = NAME

    def __init__(self, config: ProviderConfig, _policy: RetryPolicy) -> None:
        """Take a configuration that `describe` found complete."""
        self._url = config.setting("ARTSTUDIO_A1111_URL").rstrip("/")
        self._steps = int(config.setting("ARTSTUDIO_A1111_STEPS"))

    def generate(
        self, prompt: str | ImageRequest, **options: Unpack[ImageOptions]
    ) -> ImageResponse:
        """Return the picture as the web UI sends it. Raises a ProviderError."""
        request = image_request(prompt, options)
        body = self._body(request)
        answer = self._post(body)
        try:
            data = base64.b64decode(str(answer["images"][0]).rpartition(",")[2], validate=True)
            info = json.loads(answer.get("info") or "{}")
        except (KeyError, IndexError, TypeError, ValueError, binascii.Error):
            raise InvalidAnswer("The web UI's answer holds no picture.") from None
        seed = info.get("seed")
        return ImageResponse(
            data,
            model=str(info.get("sd_model_name") or request.model or LOADED),
            size=f"{body['width']}x{body['height']}",
            seed=seed if isinstance(seed, int) else None,
            prompt_sent=body["prompt"],
            seed_sent="seed" in body,
            seed_honoured="seed" in body and seed == body["seed"],
            metadata={"steps": self._steps, "sampler": str(info.get("sampler_name", ""))},
        )

    def _body(self, request: ImageRequest) -> dict[str, Any]:
        width, height = _size(request.aspect)
        body: dict[str, Any] = {
            "prompt": ", ".join([request.prompt, *request.style_hints, _STYLE]),
            "negative_prompt": ", ".join(filter(None, [request.negative_prompt, _NEGATIVE])),
            "width": width,
            "height": height,
            "steps": self._steps,
            "batch_size": 1,
        }
        if request.seed is not None:
            body["seed"] = request.seed
        if request.model and request.model != LOADED:
            body["override_settings"] = {"sd_model_checkpoint": request.model}
        return body

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        try:
            with (
                httpx2.Client(timeout=_TIMEOUT_S, trust_env=False) as client,
                client.stream("POST", f"{self._url}/sdapi/v1/txt2img", json=body) as response,
            ):
                received = _read(response)
        except httpx2.ConnectError:
            raise ProviderUnreachable(
                "No web UI answers. Start it with --api, and check ARTSTUDIO_A1111_URL."
            ) from None
        except httpx2.TimeoutException:
            raise ProviderTimeout("The web UI did not answer within ten minutes.") from None
        except httpx2.HTTPError:
            raise ConnectionLost("The connection to the web UI broke.") from None
        return _answer(response.status_code, received)


def _read(response: httpx2.Response) -> bytes:
    received = bytearray()
    for part in response.iter_bytes():
        received += part
        if len(received) > _MAX_ANSWER_BYTES:
            raise InvalidAnswer("The web UI's answer is too large.")
    return bytes(received)


def _answer(status: int, received: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(received)
    except ValueError:
        answer = None
    said = answer if isinstance(answer, dict) else {}
    words = str(said.get("detail") or said.get("errors") or said.get("error") or "")[:300]
    if status >= 500:
        raise ProviderFailed(f"The web UI failed. {words}".strip(), status=status)
    if status >= 400:
        raise RequestRejected(f"The web UI rejected the request. {words}".strip(), status=status)
    if not isinstance(answer, dict):
        raise InvalidAnswer("The web UI's answer is no JSON object.", received=received)
    return answer


def _size(aspect: float) -> tuple[int, int]:
    """Return width and height in pixels, in steps that the model takes."""
    aspect = min(max(aspect, 0.5), 2.0)
    width, height = _SIDE_PX * aspect**0.5, _SIDE_PX / aspect**0.5
    return round(width / _STEP_PX) * _STEP_PX, round(height / _STEP_PX) * _STEP_PX


def _describe(config: ProviderConfig) -> ProviderInfo:
    reason = _missing(config)
    listed = config.setting("ARTSTUDIO_A1111_MODELS").split(",")
    models = (LOADED, *filter(None, map(str.strip, listed)))
    return ProviderInfo(
        name=NAME,
        title="Stable Diffusion web UI",
        description="Pictures by a model on your own machine, traced into outlines.",
        routes=("raster",),
        models=models,
        default_model=LOADED,
        configured=not reason,
        reason=reason,
        free=True,
        # One graphics card draws one picture at a time.
        concurrency=1,
        auto="Every wish is painted and traced (raster).",
    )


def _missing(config: ProviderConfig) -> str:
    address = config.setting("ARTSTUDIO_A1111_URL")
    if not address:
        return "Set ARTSTUDIO_A1111_URL to the web UI's address, such as http://127.0.0.1:7860."
    if urlsplit(address).scheme not in {"http", "https"}:
        return "Set ARTSTUDIO_A1111_URL to an address that begins with http:// or https://."
    if not config.setting("ARTSTUDIO_A1111_STEPS").isdecimal():
        return "Set ARTSTUDIO_A1111_STEPS to a whole number, such as 25."
    return ""


def _image_client(config: ProviderConfig, policy: RetryPolicy) -> ImageClient:
    return Automatic1111Client(config, policy)


PROVIDER = Provider(
    name=NAME,
    describe=_describe,
    image_client=_image_client,
    settings=(
        Setting(name="ARTSTUDIO_A1111_URL", about="address of the web UI, started with --api"),
        Setting(name="ARTSTUDIO_A1111_MODELS", about="checkpoints that may be chosen, with commas"),
        Setting(name="ARTSTUDIO_A1111_STEPS", default="25", about="sampling steps"),
    ),
)
