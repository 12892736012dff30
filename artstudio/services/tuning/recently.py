"""The last few things that were made, kept by each process for whoever asks again at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recently(Generic[T]):
    """At most `most` things by name; the one that was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        """Keep nothing yet."""
        self._most = most
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str, make: Callable[[], T]) -> T:
        """Return what has this name, made now if it is not kept; what raises is not kept.

        Two who ask at the same time may both make it.
        """
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        made = make()
        with self._lock:
            self._kept[name] = made
            self._kept.move_to_end(name)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
