"""What the operator set about providers: as an argument, or read from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from artstudio.ai.base import ImageProvider, ProviderConfig
from artstudio.ai.errors import ProviderNotConfigured
from artstudio.ai.plugins import plugin_settings
from artstudio.ai.retry import RetryPolicy

_TEXTS = {
    "OPENAI_API_KEY": "openai_api_key",
    "OPENAI_BASE_URL": "openai_base_url",
    "ARTSTUDIO_OPENAI_IMAGE_MODEL": "openai_image_model",
    "ARTSTUDIO_OPENAI_TEXT_MODEL": "openai_text_model",
    "ARTSTUDIO_OPENAI_TEXT_API": "openai_text_api",
    "ARTSTUDIO_OPENAI_IMAGE_API": "openai_image_api",
    "ARTSTUDIO_OPENAI_SVG_MODEL": "openai_svg_model",
}
_TIMEOUT = "ARTSTUDIO_OPENAI_TIMEOUT_S"


@dataclass(frozen=True, kw_only=True)
class ImageConfig:
    """How one client of pictures works, where that differs from the operator's settings."""

    provider: ImageProvider = ImageProvider.STUB
    #: None is the model of ARTSTUDIO_OPENAI_IMAGE_MODEL.
    default_model: str | None = None
    #: None is the time of ARTSTUDIO_OPENAI_TIMEOUT_S. A call that timed out is never repeated.
    timeout_seconds: float | None = None
    #: Of calls that surely were not billed.
    max_retries: int = 2
    retry_delay_seconds: float = 0.5

    def applied_to(self, config: ProviderConfig) -> ProviderConfig:
        """Return `config` with what this one says otherwise."""
        return replace(
            config,
            openai_image_model=self.default_model or config.openai_image_model,
            openai_timeout_s=(
                config.openai_timeout_s if self.timeout_seconds is None else self.timeout_seconds
            ),
        )

    @property
    def policy(self) -> RetryPolicy:
        """The retry policy that this describes."""
        return RetryPolicy(
            max_tries=max(0, self.max_retries) + 1, first_wait_s=self.retry_delay_seconds
        )


def config_from_environment(environment: Mapping[str, str] | None = None) -> ProviderConfig:
    """Return what the variables of docs/settings.md say, for programs without Django's settings.

    Raises ProviderNotConfigured naming a variable that cannot be read.
    """
    found = os.environ if environment is None else environment
    given: dict[str, Any] = {
        field: found[name] for name, field in _TEXTS.items() if found.get(name)
    }
    config = replace(ProviderConfig(), plugin_settings=plugin_settings(found), **given)
    if not (seconds := found.get(_TIMEOUT)):
        return config
    try:
        return replace(config, openai_timeout_s=float(seconds))
    except ValueError:
        raise ProviderNotConfigured(f"Set {_TIMEOUT} to a number of seconds.") from None
