"""Sets the studio up and starts it; needs nothing but Python and pip.

python3 start.py [--bind HOST:PORT] [--data FOLDER]   the studio
python3 start.py test [pytest's arguments]            the tests
python3 start.py setup                                everything that both need, and no more

What is fetched goes to `.tools` and `.venv`; started again, nothing is fetched.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
VERSION = sys.version.split()[0]
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV_VERSION = "0.13.9"
UV = TOOLS / f"uv-{UV_VERSION}" / "bin" / "uv"
SETS = {"up": ROOT / "requirements.txt", "test": ROOT / "tests" / "requirements.txt"}
LIBPOTRACE = TOOLS / "libpotrace"
PYPOTRACE = TOOLS / "pypotrace"
# What was tried is not tried at every start; a new environment tries again.
STAMP, TRIED_LIBPOTRACE, TRIED_PYPOTRACE = (
    VENV / name for name in ("synced", "tried-libpotrace", "tried-pypotrace")
)
SLOW = "tracing falls back to potracer; a hundred times faster with: "


class Failed(Exception):
    """Set-up cannot go on; the message says what to do."""


def main(arguments: list[str]) -> None:
    """Set up what the first word asks for, then become the program."""
    if sys.version_info < (3, 11):  # noqa: UP036 - it may be started by any Python
        raise Failed(f"Python 3.11 or newer is needed; this is {VERSION}.")
    task = arguments[0] if arguments[:1] in (["test"], ["setup"]) else "up"
    try:
        set_up(for_tests=task != "up")
    except OSError as error:
        raise Failed(f"{error.strerror}: {error.filename or ROOT}") from error
    if task == "setup":
        return
    if task == "test":
        os.chdir(ROOT)
        run_python("-m", "pytest", *arguments[1:])
    run_python(str(ROOT / "manage.py"), "up", *arguments)


def set_up(*, for_tests: bool) -> None:
    """Make the tools, the environment and the tracer ready; quick when they are."""
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    os.environ["UV_PYTHON_DOWNLOADS"] = "never"
    os.environ.pop("VIRTUAL_ENV", None)
    if not missing_steps(for_tests=for_tests):
        return
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        wait_for(lock)
        for name, work in missing_steps(for_tests=for_tests).items():
            step(name, work)


def wait_for(lock: IO[str]) -> None:
    """Take the lock of the set-up; say so when another start.py holds it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("waiting: another start.py sets this folder up", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def missing_steps(*, for_tests: bool) -> dict[str, Callable[[], str]]:
    """Return what has to be done, in its order."""
    wanted = SETS["test" if for_tests else "up"]
    steps: dict[str, Callable[[], str]] = {}
    if not is_synced(wanted):
        steps |= {"uv": install_uv, "environment": make_venv, "packages": lambda: sync(wanted)}
    if not has_libpotrace() and not TRIED_LIBPOTRACE.exists():
        steps["tracer"] = fetch_libpotrace
    if for_tests and not TRIED_PYPOTRACE.exists():
        steps["pypotrace"] = build_pypotrace
    return steps


def step(name: str, work: Callable[[], str]) -> None:
    """Do one step and print its seconds, with what it has to say."""
    start = time.monotonic()
    said = work()
    print(f"{name}: {time.monotonic() - start:.1f} s{f' ({said})' if said else ''}", flush=True)


def install_uv() -> str:
    """Install uv with pip into `.tools`, where no system Python objects."""
    if UV.exists():
        return UV_VERSION
    python = base_python()
    if not succeeds([python, "-m", "pip", "--version"]):
        raise Failed(
            f"{python} has no pip. Debian and Ubuntu: sudo apt-get install python3-pip; "
            "elsewhere: python3 -m ensurepip --user."
        )
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-user", "--no-deps"]
    draft = TOOLS / "uv-draft"
    shutil.rmtree(draft, ignore_errors=True)
    pip = [python, "-m", "pip", "install", *options, "--target", str(draft)]
    run([*pip, f"uv=={UV_VERSION}"], "uv cannot be installed")
    draft.rename(UV.parents[1])
    return UV_VERSION


def base_python() -> str:
    """Return the Python below this one, where this one is that of an environment."""
    base = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
    return str(base) if base.exists() else sys.executable


def make_venv() -> str:
    """Make `.venv` with the Python that runs this, unless it is there."""
    facts = VENV / "pyvenv.cfg"
    if not PYTHON.exists() or not facts.exists() or VERSION not in facts.read_text():
        command = [str(UV), "venv", "--quiet", "--clear", "--no-project", "--python", base_python()]
        run([*command, str(VENV)], "The environment cannot be made")
    return f"Python {VERSION}"


def sync(requirements: Path) -> str:
    """Make the environment hold exactly the pinned packages."""
    STAMP.unlink(missing_ok=True)
    command = [str(UV), "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON)]
    run([*command, str(requirements)], "The packages cannot be installed")
    STAMP.write_text(fingerprint(requirements))
    return str(requirements.relative_to(ROOT))


def is_synced(wanted: Path) -> bool:
    """Whether the environment holds `wanted`; the tests' packages include the studio's."""
    return (
        PYTHON.exists()
        and STAMP.exists()
        and STAMP.read_text() in {fingerprint(wanted), fingerprint(SETS["test"])}
    )


def fingerprint(requirements: Path) -> str:
    """Return what identifies an environment: the Python and the exact requirements."""
    return f"{VERSION} {hashlib.sha256(requirements.read_bytes()).hexdigest()}"


def has_libpotrace() -> bool:
    """Whether the native tracer's library can be loaded."""
    brewed = [f"{folder}/lib/libpotrace.dylib" for folder in ("/opt/homebrew", "/usr/local")]
    unpacked = map(str, LIBPOTRACE.glob("**/libpotrace.so.0"))
    for name in ("libpotrace.so.0", *unpacked, *brewed):
        with contextlib.suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


def fetch_libpotrace() -> str:
    """Get libpotrace where apt is, and say in one line how it is got elsewhere."""
    TRIED_LIBPOTRACE.touch()
    if sys.platform == "darwin":
        return SLOW + "brew install potrace"
    if not shutil.which("apt-get"):
        return SLOW + "your system's package of libpotrace (libpotrace.so.0)"
    got = apt_install() if os.geteuid() == 0 else apt_unpack()
    if got and has_libpotrace():
        return "libpotrace"
    return SLOW + "sudo apt-get install libpotrace0"


def apt_install() -> bool:
    """Install libpotrace0 for the whole machine, as root."""
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "libpotrace0"]
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    return succeeds(install) or (succeeds(["apt-get", "update", "-q"]) and succeeds(install))


def apt_unpack() -> bool:
    """Unpack libpotrace0 into `.tools`, without root and without installing it."""
    LIBPOTRACE.mkdir(exist_ok=True)
    lists = LIBPOTRACE / "apt"
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (lists / folder).mkdir(parents=True, exist_ok=True)
    # Lists of our own, where the machine's are missing or too old.
    places = (f"Dir::State={lists}/state", f"Dir::Cache={lists}/cache")
    status = "Dir::State::status=/var/lib/dpkg/status"
    own = ["apt-get", *(word for place in (*places, status) for word in ("-o", place))]
    download = ["download", "-q", "libpotrace0"]
    got = succeeds(["apt-get", *download], LIBPOTRACE) or (
        succeeds([*own, "update", "-q"]) and succeeds([*own, *download], LIBPOTRACE)
    )
    shutil.rmtree(lists, ignore_errors=True)
    packages = sorted(LIBPOTRACE.glob("*.deb"))
    return got and all(succeeds(["dpkg", "-x", str(deb), str(LIBPOTRACE)]) for deb in packages)


def build_pypotrace() -> str:
    """Build the tests' reference tracer, apart from potracer, whose module name it shares."""
    if not succeeds(["pkg-config", "--exists", "libagg"]):
        return "not built: needs libpotrace-dev, libagg-dev, pkg-config and a C++ compiler"
    TRIED_PYPOTRACE.touch()
    shutil.rmtree(PYPOTRACE, ignore_errors=True)
    command = [str(UV), "pip", "install", "--quiet", "--no-deps", "--python", str(PYTHON)]
    built = succeeds([*command, "--target", str(PYPOTRACE), "pypotrace==0.3"])
    return "" if built else "not built: .tools/log says why"


def succeeds(command: list[str], folder: Path | None = None) -> bool:
    """Run a program for its exit code; what it said is in `.tools/log`."""
    with contextlib.suppress(FileNotFoundError), (TOOLS / "log").open("ab") as log:
        return not subprocess.call(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    return False


def run(command: list[str], trouble: str) -> None:
    """Run a program that must succeed; raises Failed with the line that tells most."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return
    said = done.stdout + done.stderr
    with (TOOLS / "log").open("a") as log:
        log.write(f"{' '.join(command)}\n{said}\n")
    lines = [line.strip() for line in said.splitlines() if "error" in line.lower()]
    told = lines[-1] if lines else "it gave no reason"
    raise Failed(f"{trouble}: {told} (no network? .tools/log has all of it)")


def run_python(*words: str) -> None:
    """Become the environment's Python, so that signals and the exit code are its own."""
    os.execv(PYTHON, [str(PYTHON), *words])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Failed as failure:
        sys.exit(f"start.py: {failure}")
    except KeyboardInterrupt:
        sys.exit("start.py: stopped.")
