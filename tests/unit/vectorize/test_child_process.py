"""Programs of others are bounded, alone in their folder, and gone when the call ends."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from artstudio.vectorize.child_process import Finished, Limits, OutOfTime, private_folder, run

LIMITS = Limits(time_s=20, memory_bytes=1024**3, file_bytes=1_000_000)
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds other processes")


def python(code: str, folder: Path, limits: Limits = LIMITS, stdin: bytes = b"") -> Finished:
    return run([sys.executable, "-I", "-c", code], folder=folder, limits=limits, stdin=stdin)


def test_a_program_reads_and_answers(tmp_path: Path) -> None:
    finished = python("import sys; print(sys.stdin.read()[::-1])", tmp_path, stdin=b"abc")
    assert (finished.status, finished.complaint) == (0, "")
    assert finished.stdout.read_text() == "cba\n"


def test_its_home_is_the_folder_and_nothing_of_ours_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "a secret")
    code = "import os; print(os.getcwd(), *(f'{k}={v}' for k, v in os.environ.items()))"
    here, *names = python(code, tmp_path).stdout.read_text().split()
    told = dict(name.split("=", 1) for name in names)
    assert Path(here) == tmp_path
    assert told["HOME"] == told["XDG_CONFIG_HOME"] == told["TMPDIR"] == str(tmp_path)
    assert not {"OPENAI_API_KEY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS"} & told.keys()


def test_the_folder_is_private_and_goes_with_all_that_is_in_it() -> None:
    with private_folder() as folder:
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "deep").mkdir()
        (folder / "deep" / "file").write_text("x")
    assert not folder.exists()


def test_what_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    code = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-I', '-c', 'import time; time.sleep(60)'])\n"
        "print(os.getpid(), child.pid, flush=True)\n"
        "time.sleep(60)"
    )
    start = time.monotonic()
    with pytest.raises(OutOfTime):
        python(code, tmp_path, Limits(time_s=2, memory_bytes=1024**3, file_bytes=10_000))
    assert time.monotonic() - start < 15
    for pid in (tmp_path / "stdout").read_text().split():
        assert is_gone(int(pid))


def is_gone(pid: int) -> bool:
    """Say whether a process has ended; its new parent may take a moment to bury it."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@on_linux
def test_memory_is_bounded(tmp_path: Path) -> None:
    finished = python("x = bytearray(2 * 1024**3)", tmp_path)
    assert finished.status == 1
    assert finished.complaint.endswith("MemoryError")


@on_linux
def test_what_it_writes_is_bounded(tmp_path: Path) -> None:
    finished = python("print('x' * 3_000_000)", tmp_path)
    assert finished.status != 0
    assert finished.stdout.stat().st_size <= LIMITS.file_bytes


def test_a_crash_is_told_by_its_signal(tmp_path: Path) -> None:
    finished = python("import os; os.abort()", tmp_path)
    assert finished.status == -6


def test_only_the_end_of_a_long_complaint_is_kept(tmp_path: Path) -> None:
    code = "import sys; sys.stderr.write('x' * 100_000 + 'the end')"
    complaint = python(code, tmp_path).complaint
    assert len(complaint) < 5000
    assert complaint.endswith("the end")


def test_a_program_that_is_not_there_says_so(tmp_path: Path) -> None:
    finished = run(["no-such-program"], folder=tmp_path, limits=LIMITS)
    assert finished.status == 127
    assert "no-such-program: No such file" in finished.complaint


@on_linux
def test_limits_hold_from_the_first_instruction(tmp_path: Path) -> None:
    script = "ulimit -v; ulimit -f; ulimit -t; ulimit -c; exec true"
    finished = run(["sh", "-c", script], folder=tmp_path, limits=LIMITS)
    kilobytes, blocks, seconds, core = map(int, finished.stdout.read_text().split())
    assert (kilobytes, seconds, core) == (1024**2, 40, 0)
    assert blocks == LIMITS.file_bytes // 512
