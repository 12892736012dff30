"""How many processors this program may use."""

from __future__ import annotations

import contextlib
import math
import os
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def usable_cores(quota: Path = _QUOTA) -> int:
    """Return the cores that the machine, the affinity mask and the container's quota allow.

    quota: a file as Linux's cgroup v2 writes `cpu.max` ("microseconds period", or "max period"
    for no limit; https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files).
    """
    # macOS has no mask.
    get_mask = getattr(os, "sched_getaffinity", None)
    cores = len(get_mask(0)) if get_mask else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        given, period = quota.read_text().split()
        cores = min(cores, math.ceil(int(given) / int(period)))
    return max(1, cores)
