"""The offline provider as the studio shows and makes it; its clients load when they are needed."""

from __future__ import annotations

from artstudio.ai.base import ImageClient, LlmClient, ProviderConfig, ProviderInfo
from artstudio.ai.model_table import STUB_MODEL
from artstudio.ai.provider import Provider
from artstudio.ai.retry import RetryPolicy


def _describe(_config: ProviderConfig) -> ProviderInfo:
    return ProviderInfo(
        name="stub",
        title="Pattern engine",
        description="Parametric ornament drawn on this machine: exact, free, without an account.",
        routes=("pattern", "raster"),
        models=(STUB_MODEL,),
        default_model=STUB_MODEL,
        configured=True,
        reason="",
        free=True,
        auto="Geometric wishes are drawn exactly (pattern); all others are traced (raster).",
    )


def _image_client(_config: ProviderConfig, _policy: RetryPolicy) -> ImageClient:
    from artstudio.ai.stub import StubImageClient  # noqa: PLC0415 - loads numpy and Pillow

    return StubImageClient()


def _llm_client(_config: ProviderConfig) -> LlmClient:
    from artstudio.ai.stub_text import StubTextClient  # noqa: PLC0415 - as above

    return StubTextClient()


PROVIDER = Provider(
    name="stub", describe=_describe, image_client=_image_client, llm_client=_llm_client
)
