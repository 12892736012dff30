"""Where the program's files are, in a checkout and as an installed package.

In a checkout templates and static files lie beside the package; the wheel carries them inside
it. Nothing here reads Django's settings, which are built from it.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent
_BESIDE = PACKAGE.parent
#: The folder of the checkout, or None where the package is installed.
CHECKOUT = _BESIDE if (_BESIDE / "manage.py").is_file() else None
#: The folder that holds `templates` and `static`.
RESOURCES = CHECKOUT or PACKAGE / "resources"
#: What names the data folder.
DATA_VARIABLE = "ARTSTUDIO_DATA_DIR"


def data_folder(given: str = "") -> Path:
    """Return the data folder: `given`, else ARTSTUDIO_DATA_DIR, else the default.

    The default is `data` in a checkout, and the user's own data folder for an installed
    package. A relative path starts at the checkout, or where the program was started.
    """
    named = given or os.environ.get("ARTSTUDIO_DATA_DIR", "")
    if named:
        return absolute(named)
    return CHECKOUT / "data" if CHECKOUT else platformdirs.user_data_path("art-studio")


def absolute(path: str) -> Path:
    """Return the absolute form of a path that a setting names."""
    return ((CHECKOUT or Path.cwd()) / Path(path).expanduser()).resolve()


def command(name: str = "") -> str:
    """Return how a user types a management command here: `manage.py NAME` or `art-studio NAME`."""
    return f"{'manage.py' if CHECKOUT else 'art-studio'} {name}".strip()
