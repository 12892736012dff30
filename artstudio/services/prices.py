"""What a provider's answer cost, by its usage and the operator's dated price table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def cost_of(model: str, usage: Mapping[str, Any] | None) -> Decimal | None:
    """Return the cost in US dollars; None where the table or the usage does not say."""
    del model, usage
    return None
