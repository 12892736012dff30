"""The programs that drawings may be sent to, from the setting ARTSTUDIO_SEND_TO."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: By the published pages of LightBurn's REST API (2.2): fixed ports.
REST_PORTS = {"lightburn": 19520, "millmage": 19521}
TITLES = {"lightburn": "LightBurn", "millmage": "MillMage"}
#: What each reads with layers kept; MillMage is not known to read LightBurn's own files.
FORMATS = {"lightburn": "lbrn2", "millmage": "svg"}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_ENTRY = re.compile(
    r"(?P<name>[a-z]+)(?:@(?P<host>\[[0-9a-f:]+\]|[A-Za-z0-9.-]{1,253})(?::(?P<port>[0-9]{1,5}))?)?",
    re.ASCII,
)


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program and where it listens."""

    name: str
    host: str
    port: int

    @property
    def title(self) -> str:
        """Its name as people write it."""
        return TITLES[self.name]

    @property
    def format(self) -> str:
        """The format that is sent."""
        return FORMATS[self.name]

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine, and can read its files."""
        return self.host in LOOPBACK


def parse_programs(entries: Iterable[str]) -> tuple[Program, ...]:
    """Return the programs of `lightburn`, `millmage@studio.local` or `lightburn@10.0.0.5:19520`.

    Raises ValueError with a sentence for an entry that is none, and for one named twice.
    """
    found: dict[str, Program] = {}
    for entry in filter(None, map(str.strip, entries)):
        match = _ENTRY.fullmatch(entry)
        if match is None or match["name"] not in REST_PORTS:
            raise ValueError(f"{entry!r} is none of: lightburn, millmage, lightburn@HOST:PORT")
        name, port = match["name"], int(match["port"] or REST_PORTS[match["name"]])
        if not 0 < port < 65536:
            raise ValueError(f"{entry!r} names a port that does not exist")
        if name in found:
            raise ValueError(f"{name} is named twice")
        host = (match["host"] or "127.0.0.1").strip("[]")
        found[name] = Program(name=name, host=host, port=port)
    return tuple(found.values())
