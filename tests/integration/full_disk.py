"""A real file system of a few megabytes, which a test fills up and empties."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SmallDisk:
    """A mounted file system at `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._fill = folder / "fill"

    def fill(self) -> None:
        """Leave not a byte."""
        with self._fill.open("ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    continue
        assert shutil.disk_usage(self.folder).free == 0

    def free(self) -> None:
        self._fill.unlink()


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[SmallDisk | None]:
    """Mount a disk for the block; None where this account may not mount."""
    folder.mkdir(parents=True)
    options = f"size={megabytes}m,mode=0700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        yield None
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
