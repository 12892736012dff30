"""Which tests need which backend to potrace.

Where a backend must be there, as in CI, its absence fails the tests instead of hiding them.
"""

from __future__ import annotations

import os

import pytest

from artstudio.vectorize import tracer_states


def _needs(backend: str) -> pytest.MarkDecorator:
    state = tracer_states()[backend]
    is_closed = not state.startswith("potracelib ")
    return pytest.mark.skipif(is_closed and "CI" not in os.environ, reason=state)


needs_native = _needs("ctypes")
needs_reference = _needs("pypotrace")
EVERY_BACKEND = [
    pytest.param("ctypes", marks=needs_native),
    pytest.param("pypotrace", marks=needs_reference),
    "potracer",
]
