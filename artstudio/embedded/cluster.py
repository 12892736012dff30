"""The private Postgres of a data folder: made once, started, stopped."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from artstudio.embedded import address, binaries, postmaster
from artstudio.embedded.account import Account, find_account
from artstudio.embedded.children import Child, start_child
from artstudio.embedded.errors import ClusterBroken, StartupError
from artstudio.embedded.web import THREADS

# After a crash it first reads its log again, on a busy machine too; an end is seen at once.
_START_SECONDS = 300.0
_LOG_BYTES = 1_000_000
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "400",
}
#: Of the worker, of commands in another terminal, and spare.
_OTHER_CONNECTIONS = 72
#: For tests: nothing has to survive a power cut.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def max_connections(web_processes: int) -> int:
    """Return how many connections a studio with so many web processes may open at most.

    One for each thread of a web process, one more for each drawing that a thread waits for,
    as far as half of the threads do, and one that listens for progress.
    """
    return _OTHER_CONNECTIONS + web_processes * (THREADS * 5 // 2 + 8)


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """The Postgres below `data_dir/postgres`. The caller holds the data folder's lock."""

    data_dir: Path
    programs: Path
    account: Account

    @classmethod
    def of(cls, data_dir: Path) -> Cluster:
        """Return the cluster of a data folder and make its address; raises CannotRun."""
        address.prepare_address(data_dir)
        account = find_account(address.home_of(data_dir) / "cluster")
        return cls(data_dir=data_dir, programs=binaries.bin_dir(), account=account)

    @property
    def folder(self) -> Path:
        """Postgres's own data directory."""
        return self.home / "cluster"

    @property
    def home(self) -> Path:
        """The folder of the cluster, its password, its socket and its log."""
        return address.home_of(self.data_dir)

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "log"

    def start(self, extra: dict[str, str] | None = None) -> Child:
        """Make the cluster if there is none, start its server and return when it is ready.

        A server left over from a killed supervisor is stopped first. Raises CannotRun.
        """
        if self.folder.exists():
            self._check_version()
            postmaster.stop_orphan(self.folder)
        else:
            self._initialise()
        self.account.give(self.home, address.socket_dir(self.data_dir))
        child = self._launch(_SETTINGS | (extra or {}))
        try:
            self._wait_ready(child)
        except BaseException:
            child.stop(hard=True)
            raise
        return child

    def _initialise(self) -> None:
        """Run initdb beside the final name, so that a power cut leaves nothing half made."""
        for rest in self.home.glob("cluster.new*"):
            shutil.rmtree(rest, ignore_errors=True)
        draft = self.home / "cluster.new"
        self.account.give(self.home)
        run = subprocess.run(  # noqa: S603  # our own program
            [*self.account.prefix, *self._initdb_command(draft)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if run.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise StartupError(
                f"Postgres cannot set up {self.folder}: {_last_complaint(run.stderr)}"
            )
        draft.rename(self.folder)

    def _initdb_command(self, folder: Path) -> list[str]:
        return [
            str(self.programs / "initdb"),
            f"--pgdata={folder}",
            f"--username={address.USER}",
            f"--pwfile={self.home / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # Sorts alike on every machine, whatever locales it has.
            "--locale=C",
        ]

    def _check_version(self) -> None:
        text = ""
        with contextlib.suppress(OSError):
            text = (self.folder / "PG_VERSION").read_text(errors="replace").strip()
        if not text.isdigit():
            raise ClusterBroken(
                f"The database in {self.folder} is broken (PG_VERSION is unreadable). "
                "Restore the folder from a backup, or move it away to start an empty one."
            )
        installed = binaries.major_version(self.programs)
        if int(text) != installed:
            raise ClusterBroken(
                f"The database in {self.folder} was made by Postgres {text}, and this is "
                f"Postgres {installed}. Set PG_BIN to the programs of Postgres {text}."
            )

    def _launch(self, settings: dict[str, str]) -> Child:
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        # The list of socket folders is split at commas unless a name is quoted.
        sockets = f'unix_socket_directories="{address.socket_dir(self.data_dir)}"'
        program = [str(self.programs / "postgres"), "-D", str(self.folder), "-c", sockets]
        too_long = self.log.exists() and self.log.stat().st_size > _LOG_BYTES
        with self.log.open("wb" if too_long else "ab") as log:
            process = start_child(
                [*self.account.prefix, *program, *options], dies_by=signal.SIGINT, log=log
            )
        # SIGINT: end the sessions and stop. SIGQUIT: stop at once, recover at the next start.
        signals = [(signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0)]
        return Child(name="Postgres", process=process, stop_signals=signals)

    def _wait_ready(self, child: Child) -> None:
        end = time.monotonic() + _START_SECONDS
        while not postmaster.is_ready(self.folder, child.process.pid):
            if not child.is_running():
                said = _last_complaint(self.log.read_text(errors="replace"))
                raise ClusterBroken(f"The database in {self.folder} does not start: {said}")
            if time.monotonic() > end:
                raise ClusterBroken(
                    f"Postgres is not ready after {_START_SECONDS:.0f} s; {self.log} says why."
                )
            time.sleep(0.02)


def _last_complaint(text: str) -> str:
    """Return the last line of a server's or initdb's words that says what went wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marks = ("PANIC:", "FATAL:", "ERROR:", "error:")
    for line in reversed(lines):
        for mark in marks:
            if mark in line:
                return line.partition(mark)[2].strip()
    return lines[-1] if lines else "it said nothing"
