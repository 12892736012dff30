"""The program `art-studio`: opens the studio, draws from a shell, and runs every other command.

`art-studio` and `art-studio --bind HOST:PORT` are `up`; `draw`, `trace` and the like use a
studio; any other first word is the command of that name, as with `manage.py`.
"""

from __future__ import annotations

import sys

from artstudio import __version__
from artstudio.client import command_line as client
from artstudio.client.arguments import parser
from artstudio.embedded import command_line

_USAGE = """\
art-studio [--bind HOST:PORT] [--data FOLDER]   open the studio
art-studio help                                 list the commands that run and keep a studio
"""


def main() -> None:
    """Run a command, `up` where none is named."""
    words = sys.argv[1:]
    if client.takes(words):
        sys.exit(client.main(words))
    if words == ["--version"]:
        sys.stdout.write(f"Art Studio {__version__}\n")
        return
    if words[:1] in (["--help"], ["-h"]):
        sys.stdout.write(f"{_USAGE}\n{parser().format_help()}")
        return
    if not words or words[0].startswith("-"):
        words = ["up", *words]
    command_line.main([sys.argv[0], *words])


if __name__ == "__main__":
    main()
