"""Where set-up puts tools that do not come from the package index."""

from __future__ import annotations

from pathlib import Path

TOOLS = Path(__file__).resolve().parents[3] / ".tools"
