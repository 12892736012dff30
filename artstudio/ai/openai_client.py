"""What both clients of OpenAI's APIs are: a configuration, one retry policy, a scrubber."""

from __future__ import annotations

import time
from collections.abc import Callable

from artstudio.ai.base import ProviderConfig
from artstudio.ai.openai_call import Caller
from artstudio.ai.redact import Redactor
from artstudio.ai.retry import RetryPolicy


class OpenAIClient:
    """Asks one of OpenAI's APIs; keeps no connection and no state between calls."""

    def __init__(
        self,
        config: ProviderConfig,
        *,
        max_answer_bytes: int,
        policy: RetryPolicy | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take a configuration that `artstudio.ai.registry` has found complete."""
        self._config = config
        self._policy = policy or RetryPolicy()
        self._sleep = sleep
        self._max_bytes = max_answer_bytes
        self._scrubber = Redactor(key=config.openai_api_key, base_url=config.openai_base_url)

    @property
    def name(self) -> str:
        """The provider's name in requests and records."""
        return "openai"

    def _load(self) -> None:
        """Load all that the first call would wait for: the SDK's modules, the trust store."""
        with self._caller() as caller:
            caller.load()

    def _caller(self) -> Caller:
        """Return what sends the requests of one call."""
        return Caller(config=self._config, scrubber=self._scrubber, max_bytes=self._max_bytes)
