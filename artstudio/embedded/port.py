"""Holding the port from the first moment, so that two servers never share it unseen.

Granian binds with SO_REUSEPORT: a second server of the same user would get
every other request instead of an error.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from artstudio.embedded.errors import BadAddress, PortTaken

# A killed supervisor's web server needs a moment to be gone.
_PATIENCE_S = 1.0
# As the kernel writes it (include/net/tcp_states.h).
_LISTENS = "0A"


@dataclass(frozen=True, kw_only=True)
class Bind:
    """A host's number and a port to listen on."""

    host: str
    port: int
    family: socket.AddressFamily

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return ipaddress.ip_address(self.host.partition("%")[0]).is_loopback

    @property
    def url(self) -> str:
        """The address that a browser on this machine can open."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  # compared
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def parse_bind(text: str) -> Bind:
    """Return what `HOST:PORT`, `[IPv6]:PORT` or `PORT` means; raises BadAddress."""
    host, _, port = text.strip().rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    if not port.isdecimal() or int(port) > 65535:
        raise BadAddress(f"Cannot listen on {text!r}: write it as 127.0.0.1:8000.")
    try:
        found = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
    except OSError as error:
        raise BadAddress(f"Cannot listen on {text!r}: {error.strerror}.") from error
    family, address = min(
        ((entry[0], entry[4]) for entry in found), key=lambda pair: pair[0] != socket.AF_INET
    )
    return Bind(host=str(address[0]), port=int(port), family=family)


@contextlib.contextmanager
def held_port(bind: Bind) -> Iterator[Bind]:
    """Keep every other program off the port; port 0 becomes a free one. Raises PortTaken."""
    with socket.socket(bind.family, socket.SOCK_STREAM) as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(holder, bind)
        port = holder.getsockname()[1]
        if sys.platform == "linux":
            # From now on only sockets of the same user that ask to share may join.
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        else:
            holder.close()
        yield Bind(host=bind.host, port=port, family=bind.family)


def is_listened_on(bind: Bind) -> bool:
    """Tell whether any process takes connections on a port of this machine.

    Asks the kernel, not the port; True where only Linux could tell.
    """
    table = Path("/proc/net/tcp6" if bind.family == socket.AF_INET6 else "/proc/net/tcp")
    try:
        rows = table.read_text().splitlines()[1:]
    except OSError:
        return True
    wanted = f":{bind.port:04X}"
    return any(
        local.endswith(wanted) and state == _LISTENS
        for _number, local, _remote, state, *_rest in map(str.split, rows)
    )


def _bind(holder: socket.socket, bind: Bind) -> None:
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            holder.bind((bind.host, bind.port))
        except OSError as error:
            if time.monotonic() > end or isinstance(error, PermissionError):
                raise PortTaken(
                    f"Cannot listen on {bind.host}:{bind.port}: {error.strerror}. "
                    "Choose another address with --bind or ARTSTUDIO_BIND."
                ) from error
            time.sleep(0.1)
        else:
            return
