"""What the calls of the fake provider cost by the price table that is shipped."""

from __future__ import annotations

from decimal import Decimal

# 50 tokens of text at $5 and 4160 of picture at $30 for a million.
FAKE_PICTURE = Decimal("0.125050")
# 900 tokens in at $1 and 2100 out at $5.
FAKE_TEXT = Decimal("0.011400")
