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
from artstudio.ai.plugin_guard import describe_plugin
from artstudio.ai.plugins import BUILT_IN_NAMES, PluginFault, load_plugins, plugin_settings
from artstudio.ai.provider import Provider, Setting
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
    "BUILT_IN_NAMES",
    "BeforeSend",
    "ImageClient",
    "ImageClientError",
    "ImageConfig",
    "ImageOptions",
    "ImageProvider",
    "ImageRequest",
    "ImageResponse",
    "LlmClient",
    "PluginFault",
    "Provider",
    "ProviderConfig",
    "ProviderError",
    "ProviderInfo",
    "ProviderNotConfigured",
    "Repair",
    "Send",
    "Setting",
    "TextRequest",
    "TextResponse",
    "check_model",
    "config_from_environment",
    "describe_plugin",
    "get_image_client",
    "get_llm_client",
    "is_truncated",
    "list_providers",
    "load_clients",
    "load_plugins",
    "plugin_settings",
    "prepare_image",
    "prepare_text",
    "svg_bytes_as_utf8",
    "svg_from_text",
]
