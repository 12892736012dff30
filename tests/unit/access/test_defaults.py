"""What holds when nothing but the way of access is set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
NAMES = (
    "ARTSTUDIO_ACCESS",
    "ARTSTUDIO_TRUSTED_NETWORK",
    "ARTSTUDIO_RATE_LIMIT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "WHITENOISE_ALLOW_ALL_ORIGINS",
)
ASK = """
import json, sys
from django.conf import settings
print(json.dumps([getattr(settings, name) for name in sys.argv[1:]]))
"""


def settings_with(folder: Path, **variables: str) -> dict[str, Any]:
    """Return the product's settings in a process that has these variables and no others."""
    ours = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "artstudio.settings",
        "ARTSTUDIO_DATA_DIR": str(folder),
    }
    command = [sys.executable, "-c", ASK, *NAMES]
    done = subprocess.run(
        command, env=ours | variables, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(zip(NAMES, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, ["trusted", False, "off", False, False, True, False]),
        ({"ARTSTUDIO_ACCESS": "login"}, ["login", False, "60/h", False, False, True, False]),
        ({"ARTSTUDIO_HTTPS": "1"}, ["trusted", False, "off", True, True, True, False]),
    ],
)
def test_each_way_of_access_has_its_own(
    tmp_path: Path, variables: dict[str, str], expected: list[object]
) -> None:
    assert list(settings_with(tmp_path, **variables).values()) == expected
