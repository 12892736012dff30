"""How many rounds the tests with random input and random kills make.

Few for each change, always the same ones; many, and new ones each time, with
`--nightly`, which also runs the tests marked `nightly`.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

_TIMES_AT_NIGHT = 20

settings.register_profile(
    "ci",
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "nightly",
    settings.get_profile("ci"),
    max_examples=30 * _TIMES_AT_NIGHT,
    derandomize=False,
    print_blob=True,
)


def load_profile(config: pytest.Config) -> None:
    """Choose between few rounds and many; before any module of tests is imported."""
    settings.load_profile("nightly" if config.getoption("nightly") else "ci")


def rounds(few: int, *, nightly: int | None = None) -> int:
    """Return how many rounds to make: `few`, or at night `nightly` (20 times as many)."""
    if settings.get_current_profile_name() != "nightly":
        return few
    return few * _TIMES_AT_NIGHT if nightly is None else nightly
