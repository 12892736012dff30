"""The command line around Django's: what must be known before the settings are read."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line
from django.db import OperationalError

from artstudio.embedded.data_folder import choose_data_folder, no_database
from artstudio.paths import DATA_VARIABLE as VARIABLE
from artstudio.paths import data_folder

ALL, WEB, WORKER = "all", "web", "worker"
#: Commands that make the data folder where it is missing.
_MAKE_DATA = ("up", "restore")


def main(argv: list[str]) -> None:
    """Run one management command; an unreachable database is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artstudio.settings")
    if argv[1:2] and argv[1] in _MAKE_DATA:
        take_up_options(argv[2:])
    else:
        argv = choose_data_folder(argv)
    try:
        execute_from_command_line(argv)
    except KeyboardInterrupt:
        sys.exit(130)
    except OperationalError as error:
        if "--traceback" in argv or not _is_connection_failure(error):
            raise
        sys.exit(no_database(str(error).strip().splitlines()[0]))


def add_up_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `up`; two have a variable of the environment behind them."""
    parser.add_argument(
        "--bind", metavar="HOST:PORT", help="where to listen (ARTSTUDIO_BIND, 127.0.0.1:8000)"
    )
    add_data_option(parser)
    parser.add_argument(
        "--role",
        choices=[ALL, WEB, WORKER],
        default=ALL,
        help="run only the web server, or only a worker, on a shared DATABASE_URL",
    )


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Declare `--data`; the settings read it before the command does."""
    parser.add_argument(
        "--data", metavar="FOLDER", help="the data folder (ARTSTUDIO_DATA_DIR, data)"
    )


def take_up_options(words: list[str]) -> None:
    """Put `--bind` and `--data` into the environment, where the settings look."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    add_up_options(parser)
    try:
        options, _ = parser.parse_known_args(words)
    except argparse.ArgumentError:
        return  # Django's own parser says it in its words.
    if options.bind:
        os.environ["ARTSTUDIO_BIND"] = options.bind
    if options.data:
        os.environ[VARIABLE] = str(Path(options.data).expanduser().absolute())
    # The worker that it starts belongs to this studio, not to another that runs.
    os.environ[VARIABLE] = str(data_folder())


def _is_connection_failure(error: OperationalError) -> bool:
    return "connection" in str(error) and "failed" in str(error)
