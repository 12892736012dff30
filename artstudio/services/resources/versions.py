"""Versions of what runs here and shapes the bytes of a drawing."""

from __future__ import annotations

import platform

import django
import numpy as np
import PIL

from artstudio import __version__


def own_versions() -> dict[str, str]:
    """Return the versions of what shapes the bytes besides the tracer."""
    return {
        "artstudio": __version__,
        "python": platform.python_version(),
        "django": django.get_version(),
        "numpy": np.__version__,
        "pillow": PIL.__version__,
    }
