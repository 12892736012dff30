"""What a zip is written to when its bytes go out as they come."""

from __future__ import annotations


class Sink:
    """Takes what the zip writer writes until it is fetched; nothing can be written twice."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._blocks: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Keep a block."""
        self._blocks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing to push further."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._blocks)
        self._blocks.clear()
        return taken
