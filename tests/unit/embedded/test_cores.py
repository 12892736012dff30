"""The cores that may be used are the fewest that machine, mask and container allow."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from artstudio.embedded.cores import usable_cores


@pytest.fixture(autouse=True)
def _mask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(6)), raising=False)


@pytest.mark.parametrize(
    ("quota", "cores"),
    [
        ("max 100000", 6),
        ("150000 100000", 2),
        ("50000 100000", 1),
        ("900000 100000", 6),
        ("nonsense", 6),
    ],
)
def test_a_containers_quota_counts_as_whole_cores(tmp_path: Path, quota: str, cores: int) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(f"{quota}\n")
    assert usable_cores(file) == cores


def test_without_a_quota_the_mask_counts(tmp_path: Path) -> None:
    assert usable_cores(tmp_path / "none") == 6
