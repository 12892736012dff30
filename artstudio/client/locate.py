"""Which studio a command uses: the one named, the one that runs here, or one of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from artstudio.client.errors import ClientError
from artstudio.client.studio import Studio
from artstudio.embedded.running import RunningStudio, running_studios
from artstudio.paths import PACKAGE, data_folder

SERVER_VARIABLE, TOKEN_VARIABLE = "ARTSTUDIO_SERVER", "ARTSTUDIO_TOKEN"
_IS_OPEN = re.compile(r"Art Studio is open at (http://\S+)")
_STOP_S = 60.0


@contextmanager
def studio_for(*, server: str = "", token: str = "", data: str = "") -> Iterator[Studio]:
    """Yield a studio to use.

    server, token: of a studio elsewhere (else ARTSTUDIO_SERVER and ARTSTUDIO_TOKEN). data: the
    data folder of a studio here. Where none runs, one is started for as long as it is used.
    Raises ClientError.
    """
    address = server or os.environ.get(SERVER_VARIABLE, "")
    token = token or os.environ.get(TOKEN_VARIABLE, "")
    if not address and (running := _running(data)):
        address = running.url
    if address:
        with Studio(address, token=token) as studio:
            yield studio
        return
    with _started(data_folder(data)) as url, Studio(url, token=token) as studio:
        yield studio


def _running(data: str) -> RunningStudio | None:
    found = [studio for studio in running_studios() if studio.url]
    if data or os.environ.get("ARTSTUDIO_DATA_DIR"):
        wanted = data_folder(data)
        return next((studio for studio in found if studio.data_dir == wanted), None)
    if len(found) > 1:
        folders = " or ".join(f"--data {studio.data_dir}" for studio in found)
        raise ClientError(f"{len(found)} studios run here. Choose one: {folders}.")
    return found[0] if found else None


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    """Run a studio on a port of its own until the block ends."""
    sys.stderr.write("No studio runs here: starting one for this command.\n")
    command = [sys.executable, "-P", "-m", "artstudio", "up", "--bind", "127.0.0.1:0"]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--data", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
    ) as process:
        try:
            yield _address(process)
        finally:
            process.send_signal(signal.SIGINT)
            _wait(process)


def _address(process: subprocess.Popen[str]) -> str:
    """Return where the studio is open, from what it prints."""
    said: list[str] = []
    for line in process.stdout or ():
        if found := _IS_OPEN.search(line):
            return found[1]
        said.append(line.strip())
    raise ClientError(f"The studio does not start: {' '.join(said[-2:])}")


def _wait(process: subprocess.Popen[str]) -> None:
    # What it prints while it stops must be read, or it waits for ever to print it.
    try:
        process.communicate(timeout=_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
