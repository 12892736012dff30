"""Runs the program `art-studio` for the extensions of this folder.

`art-studio install-inkscape` writes beside this file where the program is.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import inkex

_WHERE = Path(__file__).with_name("art_studio.json")
_WAIT_S = 900


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run `art-studio WORDS`. Raises inkex.AbortExtension where there is no such program."""
    where = json.loads(_WHERE.read_text()) if _WHERE.is_file() else {}
    command = where.get("command") or ["art-studio"]
    # Inkscape's own Python has its modules named here; the studio's must not see them.
    ours = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    if where.get("pythonpath"):
        ours["PYTHONPATH"] = where["pythonpath"]
    try:
        return subprocess.run(
            [*command, *words],
            env=ours,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_WAIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise inkex.AbortExtension(
            f"Art Studio does not run ({error}). Run `art-studio install-inkscape` again."
        ) from error
