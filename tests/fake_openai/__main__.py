"""Run the fake server by hand: `python -m tests.fake_openai --port 9900`."""

from __future__ import annotations

import argparse
import sys
import threading
from contextlib import suppress

from tests.fake_openai import SCENARIOS, TEXT_SCENARIOS, FakeOpenAI


def main() -> None:
    """Serve until Ctrl-C, after saying how to use it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fake_openai")
    parser.add_argument("--port", type=int, default=9900)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS | TEXT_SCENARIOS), default="success")
    options = parser.parse_args()
    with FakeOpenAI(port=options.port) as server:
        server.set_scenario(options.scenario)
        print(f"OPENAI_BASE_URL={server.base_url} OPENAI_API_KEY=any")  # noqa: T201 - a program
        for wanted, known in (("pictures", SCENARIOS), ("drawings", TEXT_SCENARIOS)):
            marks = " ".join(f"[{name}]" for name in known)
            print(f"In a prompt for {wanted}: {marks}")  # noqa: T201 - as above
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
