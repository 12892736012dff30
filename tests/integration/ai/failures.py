"""What a provider's failure must say, and raising it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pytest

from artstudio.ai import errors
from artstudio.ai.openai_images import OpenAIImageClient
from artstudio.ai.openai_text import OpenAITextClient
from tests.integration.ai.conftest import ask, wish


class Failure(NamedTuple):
    """A kind of error, its word, whether it was paid for, and a part of what to do about it."""

    kind: type[errors.ProviderError]
    code: str
    billed: errors.Billed
    advice: str

    def check(self, error: errors.ProviderError) -> None:
        """Compare an error that is not to be tried again."""
        assert type(error) is self.kind
        assert (error.code, error.billed, error.retryable) == (self.code, self.billed, False)
        assert self.advice in error.message
        told = {"type": self.kind.__name__, "code": self.code, "message": error.message}
        assert error.as_dict() == told
        assert str(error) == error.message


def fail(
    client: OpenAIImageClient | OpenAITextClient, prompt: str = "a rosette"
) -> errors.ProviderError:
    """Return the error that `client` raises for `prompt`."""
    try_it: Callable[[], object]
    if isinstance(client, OpenAIImageClient):
        try_it = partial(client.generate, ask(prompt))
    else:
        try_it = partial(client.write, wish(prompt))
    with pytest.raises(errors.ProviderError) as caught:
        try_it()
    return caught.value
