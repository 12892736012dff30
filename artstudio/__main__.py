"""The program `art-studio`: opens the studio, draws from a shell, and runs every other command.

`art-studio` and `art-studio --bind HOST:PORT` are `up`; `draw`, `trace` and the like use a
studio; any other first word is the command of that name, as with `manage.py`.
"""

from __future__ import annotations

import sys

from artstudio.client import command_line as client
from artstudio.embedded import command_line


def main() -> None:
    """Run a command, `up` where none is named."""
    words = sys.argv[1:]
    if client.takes(words):
        sys.exit(client.main(words))
    asks_for_help = words[:1] in (["--help"], ["-h"], ["--version"])
    if not words or (words[0].startswith("-") and not asks_for_help):
        words = ["up", *words]
    command_line.main([sys.argv[0], *words])


if __name__ == "__main__":
    main()
