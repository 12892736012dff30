"""Take limits upon oneself and become another program: `MEMORY FILES SECONDS PROGRAM ...`.

A script for `child_process`, which starts it without the site packages. The limits
hold before the program's first instruction. Setting them from outside comes a moment
too late, and code between fork and exec may deadlock in a process with threads.
"""

from __future__ import annotations

import contextlib
import os
import sys

NOT_FOUND = 127


def main() -> None:
    """Set what this platform can limit, and go over to the program."""
    memory, files, seconds, *program = sys.argv[1:]
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415 - does not exist on every platform

        bounds = {"AS": int(memory), "FSIZE": int(files), "CPU": int(seconds), "CORE": 0}
        for name, bound in bounds.items():
            # A Mac has the names and refuses some values.
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (bound, bound))
    try:
        os.execvp(program[0], program)  # noqa: S606 - the caller's list of arguments, no shell
    except OSError as error:
        sys.stderr.write(f"{program[0]}: {error.strerror}\n")
        sys.exit(NOT_FOUND)


if __name__ == "__main__":
    main()
