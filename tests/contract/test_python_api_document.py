"""docs/python-api.md: every example runs, in its order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "python-api.md").read_text()
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_every_example_runs() -> None:
    assert len(EXAMPLES) >= 7
    names: dict[str, Any] = {}
    for example in EXAMPLES:
        exec(compile(example, "docs/python-api.md", "exec"), names)
