"""LightBurn's older door: it is told by UDP to load a file that lies on its own machine.

From its page "Automation With UDP Commands" and three open clients: it listens on 19840,
answers OK or ! to port 19841 of the sender, and no bytes of the file travel. Tested against
a server that keeps those rules; never tried with the program itself.
"""

from __future__ import annotations

import socket
import threading
from pathlib import Path

from artstudio.services.sending.errors import ProgramRefused, ProgramUnreachable
from artstudio.services.sending.rest import Sent

PORT, ANSWER_PORT = 19840, 19841
HOST = "127.0.0.1"
WAIT_S = 2.0
_MOST_BYTES = 4096
#: One program at a time can hold the port of the answers.
_asking = threading.Lock()


def load_file(path: Path) -> Sent:
    """Have LightBurn on this machine open a file; it asks its user about unsaved work.

    Raises ProgramUnreachable where it does not answer, ProgramRefused where it will not.
    """
    with _asking, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ears:
        try:
            ears.bind((HOST, ANSWER_PORT))
        except OSError as error:
            raise ProgramUnreachable(
                f"UDP port {ANSWER_PORT} is taken: another program talks to LightBurn. Close it."
            ) from error
        ears.settimeout(WAIT_S)
        if _ask(ears, "PING") != "OK":
            raise ProgramRefused("LightBurn is busy. Send again when it is idle.")
        if _ask(ears, f"LOADFILE:{path}") != "OK":
            raise ProgramRefused("LightBurn did not open the drawing.")
    return Sent(way="udp", state="loaded")


def _ask(ears: socket.socket, command: str) -> str:
    try:
        ears.sendto(command.encode(), (HOST, PORT))
        answer, _sender = ears.recvfrom(_MOST_BYTES)
    except OSError as error:
        raise ProgramUnreachable(
            "LightBurn does not answer, neither by REST nor by UDP. Start it on this machine."
        ) from error
    return answer.decode("utf-8", "replace").strip()
