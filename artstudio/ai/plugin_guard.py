"""What keeps a plug-in's fault to itself: whatever it raises or returns becomes a known error.

The two providers that come with the product are called as they are.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any, TypeVar, Unpack

from artstudio.ai.base import (
    BeforeSend,
    ImageClient,
    ImageOptions,
    ImageRequest,
    ImageResponse,
    LlmClient,
    ProviderConfig,
    ProviderInfo,
    Send,
    TextRequest,
    TextResponse,
    ignore_sending,
)
from artstudio.ai.errors import PluginFailed
from artstudio.ai.plugins import BUILT_IN_NAMES
from artstudio.ai.provider import Provider
from rmos_runs.errors import DomainError

log = logging.getLogger(__name__)
Returned = TypeVar("Returned")
Answer = TypeVar("Answer", ImageResponse, TextResponse)

_PICTURE_ROUTES = frozenset({"raster", "native"})
_WRITTEN_ROUTES = frozenset({"direct"})


def describe(provider: Provider, config: ProviderConfig) -> ProviderInfo:
    """Return what a provider says of itself, or, where that fails, that it is not configured."""
    if provider.name in BUILT_IN_NAMES:
        return provider.describe(config)
    return describe_plugin(provider, config)[0]


def describe_plugin(provider: Provider, config: ProviderConfig) -> tuple[ProviderInfo, str]:
    """Return `describe` and, where it failed, why; that may quote a key, so only for operators."""
    try:
        info = provider.describe(config)
        _check_info(provider, info)
    except Exception as error:  # noqa: BLE001 - code of others, whatever it does
        return _broken(provider, error), f"{type(error).__name__}: {error}"
    return info, ""


def guarded_call(provider: Provider, call: Callable[..., Returned], *arguments: Any) -> Returned:
    """Return what a plug-in's function returns before anything is sent; raises PluginFailed."""
    try:
        return call(*arguments)
    except Exception as error:
        if provider.name in BUILT_IN_NAMES or isinstance(error, DomainError):
            raise
        failed = PluginFailed(_error_text(provider.name, error))
        failed.billed = "no"
        raise failed from error


def guarded_image(provider: Provider, client: ImageClient) -> ImageClient:
    """Return a client that raises and returns only what the studio knows."""
    return client if provider.name in BUILT_IN_NAMES else _GuardedImages(provider.name, client)


def guarded_text(provider: Provider, client: LlmClient) -> LlmClient:
    """Return a client that raises and returns only what the studio knows."""
    return client if provider.name in BUILT_IN_NAMES else _GuardedTexts(provider.name, client)


@contextmanager
def guarded_prepare(
    provider: Provider, prepared: AbstractContextManager[Send[Answer]], kind: type[Answer]
) -> Iterator[Send[Answer]]:
    """Guard a call that the plug-in readies itself; what `before_send` raises stays as it is."""
    if provider.name in BUILT_IN_NAMES:
        with prepared as send:
            yield send
        return
    with prepared as send:

        def guarded(request_id: str, before_send: BeforeSend = ignore_sending) -> Answer:
            refusals: list[Exception] = []

            def noted() -> None:
                try:
                    before_send()
                except Exception as error:
                    refusals.append(error)
                    raise

            try:
                return _checked(provider.name, send(request_id, noted), kind)
            except Exception as error:
                if error in refusals or isinstance(error, DomainError):
                    raise
                raise PluginFailed(_error_text(provider.name, error)) from error

        yield guarded


class _GuardedImages:
    """An ImageClient of a plug-in."""

    def __init__(self, name: str, client: ImageClient) -> None:
        self.name = name
        self._client = client

    def generate(
        self, prompt: str | ImageRequest, **options: Unpack[ImageOptions]
    ) -> ImageResponse:
        with _known_errors(self.name):
            return _checked(self.name, self._client.generate(prompt, **options), ImageResponse)


class _GuardedTexts:
    """An LlmClient of a plug-in."""

    def __init__(self, name: str, client: LlmClient) -> None:
        self.name = name
        self._client = client

    def write(self, request: TextRequest) -> TextResponse:
        with _known_errors(self.name):
            return _checked(self.name, self._client.write(request), TextResponse)

    def generate_json(self, prompt: str, model: str | None = None) -> TextResponse:
        with _known_errors(self.name):
            return _checked(self.name, self._client.generate_json(prompt, model), TextResponse)

    def read_again(
        self, raw: bytes, request: TextRequest, record: Mapping[str, Any]
    ) -> TextResponse:
        with _known_errors(self.name):
            answer = self._client.read_again(raw, request, record)
            return _checked(self.name, answer, TextResponse)


@contextmanager
def _known_errors(name: str) -> Iterator[None]:
    try:
        yield
    except DomainError:
        raise
    except Exception as error:
        raise PluginFailed(_error_text(name, error)) from error


def _checked(name: str, answer: object, kind: type[Answer]) -> Answer:
    """Return the answer; raises PluginFailed for what is none.

    Facts that cannot be recorded are left out: the drawing may have been paid for.
    """
    if not isinstance(answer, kind):
        raise PluginFailed(f"The plug-in {name} returned a {type(answer).__name__}.")
    data = answer.image_bytes if isinstance(answer, ImageResponse) else answer.raw
    if not isinstance(data, bytes) or not data:
        raise PluginFailed(f"The plug-in {name} returned an answer without bytes.")
    if not _is_json(answer.usage):
        answer = replace(answer, usage=None)
    if not _is_json(answer.metadata):
        log.warning("provider_plugin_metadata_left_out", extra={"plugin": name})
        answer = replace(answer, metadata={})
    return answer


def _is_json(facts: object) -> bool:
    try:
        json.dumps(facts, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _check_info(provider: Provider, info: object) -> None:
    if not isinstance(info, ProviderInfo):
        raise TypeError(f"describe returned a {type(info).__name__}, not a ProviderInfo")
    if info.name != provider.name:
        raise ValueError(f"describe names {info.name!r}")
    can = _PICTURE_ROUTES if provider.image_client else frozenset()
    can |= _WRITTEN_ROUTES if provider.llm_client else frozenset()
    if not info.routes or not set(info.routes) <= can:
        raise ValueError(f"its clients can take {sorted(can)}, it lists {list(info.routes)}")
    if not info.configured and not info.reason:
        raise ValueError("it is not configured and gives no reason")


def _broken(provider: Provider, error: Exception) -> ProviderInfo:
    return ProviderInfo(
        name=provider.name,
        title=provider.name,
        description="A plug-in that does not work.",
        routes=("raster",) if provider.image_client else ("direct",),
        models=(),
        default_model="",
        configured=False,
        # The words of an error may quote a key; `manage.py check` shows them to the operator.
        reason=f"The plug-in is broken ({type(error).__name__}). Run manage.py check.",
        free=False,
    )


def _error_text(name: str, error: Exception) -> str:
    log.warning("provider_plugin_failed", exc_info=error, extra={"plugin": name})
    return f"The plug-in {name} failed with a {type(error).__name__}. The log has the details."
