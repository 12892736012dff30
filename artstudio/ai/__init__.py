"""Pictures and written drawings from a prompt: the providers behind requests and answers.

Pure transport: no database, no settings, no views. Configuration comes as an
argument; what is stored, traced or shown is the caller's business.
"""

from __future__ import annotations

from artstudio.ai.base import (
    BeforeSend,
    ImageClient,
    ImageOptions,
    ImageProvider,
    ImageRequest,
    ImageResponse,
    LlmClient,
    ProviderConfig,
    ProviderInfo,
    Repair,
    Send,
    TextRequest,
    TextResponse,
)
from artstudio.ai.config import ImageConfig, config_from_environment
from artstudio.ai.errors import ImageClientError, ProviderError, ProviderNotConfigured
from artstudio.ai.registry import (
    check_model,
    get_image_client,
    get_llm_client,
    list_providers,
    load_clients,
    prepare_image,
    prepare_text,
)
from artstudio.ai.svg_answer import is_truncated, svg_bytes_as_utf8, svg_from_text

__all__ = [
    "BeforeSend",
    "ImageClient",
    "ImageClientError",
    "ImageConfig",
    "ImageOptions",
    "ImageProvider",
    "ImageRequest",
    "ImageResponse",
    "LlmClient",
    "ProviderConfig",
    "ProviderError",
    "ProviderInfo",
    "ProviderNotConfigured",
    "Repair",
    "Send",
    "TextRequest",
    "TextResponse",
    "check_model",
    "config_from_environment",
    "get_image_client",
    "get_llm_client",
    "is_truncated",
    "list_providers",
    "load_clients",
    "prepare_image",
    "prepare_text",
    "svg_bytes_as_utf8",
    "svg_from_text",
]
