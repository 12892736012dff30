"""Changes modules in an isolated copy, one small change at a time, and runs their tests.

python -m tests.mutation [--sample N] [target ...]     a sample of all changes of each target
python -m tests.mutation --named                       the changes that once went unnoticed

A change after which all tests still pass is a survivor: a number or a key that no test
holds. Libraries are imported once; every change is tried in a process forked from that.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant, sample

ROOT = Path(__file__).resolve().parents[2]
NAMED = tomllib.loads((Path(__file__).parent / "named.toml").read_text())["change"]
TARGETS = tomllib.loads((Path(__file__).parent / "targets.toml").read_text())
_LIBRARIES = (
    "PIL.Image",
    "django.test",
    "hypothesis.strategies",
    "numpy.testing",
    "openai",
    "procrastinate.contrib.django",
    "psycopg",
    "pytest_django.plugin",
    "scipy.ndimage",
    "shapely",
    "structlog",
)

# Assertions are not rewritten: that would be refused for what is imported already.
_PYTEST = ("-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--assert=plain")


def main() -> int:
    """Print each survivor and the counts; return 1 where a test fails without any change."""
    options = _options()
    with _copy_of_project() as copy:
        os.chdir(copy)
        _forget_project(copy)
        if options.named:
            return _try_named()
        return max(_try_target(name, options.sample) for name in options.targets)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--sample", type=int, default=15, help="changes for each target (15)")
    parser.add_argument("--named", action="store_true", help="the changes of named.toml")
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="target")
    options = parser.parse_args()
    for name in options.targets:
        if name not in TARGETS:
            parser.error(f"there is no target {name}; choose among {', '.join(TARGETS)}")
    return options


@contextmanager
def _copy_of_project() -> Iterator[Path]:
    """Copy what git knows or would take; the environment and the template database are shared."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory(prefix="artstudio-mutation-") as folder:
        copy = Path(folder)
        for name in filter(None, listed.decode().split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        for name in (".venv", ".tools"):
            (copy / name).symlink_to(ROOT / name)
        yield copy


def _forget_project(copy: Path) -> None:
    """Import the libraries, and make every later import of the project come from the copy."""
    for library in _LIBRARIES:
        importlib.import_module(library)
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    sys.path[:] = [str(copy), *(p for p in sys.path if p and Path(p).resolve() != ROOT)]


def _try_target(name: str, size: int) -> int:
    target = TARGETS[name]
    begin = time.monotonic()
    if _run(target["tests"], limit_s=1200) != 0:
        print(f"{name}: the tests fail without any change", flush=True)
        return 1
    limit_s = 5 * (time.monotonic() - begin) + 20
    every = [m for module in target["modules"] for m in _sample(module, size)]
    chosen = sorted(every, key=lambda mutant: mutant.key)[:size]
    survivors = [mutant for mutant in chosen if _survives(mutant, target["tests"], limit_s)]
    killed = len(chosen) - len(survivors)
    seconds = time.monotonic() - begin
    print(f"{name}: {len(chosen)} changes, {killed} noticed, {len(survivors)} survived", end=" ")
    print(f"({seconds:.0f} s)", flush=True)
    return 0


def _try_named() -> int:
    """Try the changes that once went unnoticed; return 1 where one of them survives."""
    survivors = 0
    for change in NAMED:
        code = Path(change["module"]).read_text()
        if change["before"] not in code:
            print(f"{change['module']} has no {change['before']!r} any more", flush=True)
            survivors += 1
            continue
        mutant = Mutant(
            module=change["module"],
            line=code[: code.index(change["before"])].count("\n") + 1,
            before=change["before"],
            after=change["after"],
            code=code.replace(change["before"], change["after"], 1),
        )
        survivors += _survives(mutant, [change["test"]], limit_s=600)
    print(f"named: {len(NAMED)} changes, {len(NAMED) - survivors} noticed, {survivors} survived")
    return int(survivors > 0)


def _sample(module: str, size: int) -> list[Mutant]:
    return sample(module, Path(module).read_text(), size=size)


def _survives(mutant: Mutant, tests: list[str], limit_s: float) -> bool:
    file = Path(mutant.module)
    original = file.read_text()
    try:
        file.write_text(mutant.code)
        for cached in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
            cached.unlink()
        survived = _run(tests, limit_s=limit_s) == 0
    finally:
        file.write_text(original)
        # Not taken for a file that was compiled before.
        for cached in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
            cached.unlink()
    if survived:
        print(f"  survived: {mutant.module}:{mutant.line}", flush=True)
        print(f"    - {mutant.before}\n    + {mutant.after}", flush=True)
    return survived


def _run(tests: list[str], *, limit_s: float) -> int:
    """Run tests in a forked process; return pytest's code, or -1 where they take too long."""
    child = os.fork()
    if child == 0:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        code = 3
        with suppress(BaseException):
            code = int(pytest.main([*_PYTEST, *tests]))
        os._exit(code)
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1


if __name__ == "__main__":
    sys.exit(main())
