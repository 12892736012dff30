"""Pictures from a prompt: the providers behind one request and one answer.

Pure transport: no database, no settings, no views. Configuration comes as an
argument; what is stored, traced or shown is the caller's business.
"""

from __future__ import annotations

from artstudio.ai.base import (
    ImageClient,
    ImageRequest,
    ImageResponse,
    ProviderConfig,
    ProviderInfo,
)
from artstudio.ai.errors import ProviderError, ProviderNotConfigured
from artstudio.ai.registry import check_model, get_image_client, list_providers

__all__ = [
    "ImageClient",
    "ImageRequest",
    "ImageResponse",
    "ProviderConfig",
    "ProviderError",
    "ProviderInfo",
    "ProviderNotConfigured",
    "check_model",
    "get_image_client",
    "list_providers",
]
