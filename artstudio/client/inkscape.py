"""`art-studio install-inkscape`: puts the extension into Inkscape's own folder."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import platformdirs

from artstudio.client.errors import ClientError
from artstudio.paths import PACKAGE, RESOURCES

EXTENSION = RESOURCES / "integrations" / "inkscape"
#: What Inkscape itself reads: another folder for all that is the user's.
PROFILE_VARIABLE = "INKSCAPE_PROFILE_DIR"
WHERE = "art_studio.json"


def extensions_folder() -> Path:
    """Return the folder of the user's extensions."""
    profile = os.environ.get(PROFILE_VARIABLE, "")
    home = Path(profile) if profile else platformdirs.user_config_path("inkscape", roaming=True)
    return home / "extensions"


def install_extension(folder: Path | None = None) -> Path:
    """Copy the extension, and write beside it how this program is run; returns its folder.

    Installing again replaces it. Raises ClientError where the folder cannot be written.
    """
    target = (folder or extensions_folder()) / "art-studio"
    command = {"command": [sys.executable, "-m", "artstudio"], "pythonpath": str(PACKAGE.parent)}
    try:
        target.mkdir(parents=True, exist_ok=True)
        for file in sorted(EXTENSION.glob("art_studio_*")):
            shutil.copyfile(file, target / file.name)
        (target / WHERE).write_text(json.dumps(command, indent=1))
    except OSError as error:
        raise ClientError(f"{target}: {error.strerror}.") from error
    return target
