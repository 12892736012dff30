"""`python -m tests.attacks slow-bodies --url http://127.0.0.1:8000 --count 140`.

While the connections are held, pages and health are asked for; printed is how soon each
was answered, and afterwards what became of the connections. `waits` and
`synchronous-calls` need a provider that takes long: `python -m tests.fake_openai`, and
a studio with its OPENAI_BASE_URL and OPENAI_API_KEY.
"""

from __future__ import annotations

import argparse
import time

from tests.attacks.clients import ATTACKS, Target, connections, seconds_until_answered, states

_PATHS = ("/healthz", "/readyz", "/gallery", "/api/art/assets")


def main() -> None:
    """Carry out one attack against a studio of one's own."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("attack", choices=ATTACKS)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--token", default="", help="of a studio that needs a login")
    parser.add_argument("--count", type=int, default=140, help="connections (at most 1000)")
    parser.add_argument("--seconds", type=float, default=12.0, help="to hold them (at most 60)")
    options = parser.parse_args()
    target = Target(url=options.url.rstrip("/"), token=options.token)
    with connections(target, min(options.count, 1000)) as sockets:
        started = time.monotonic()
        ATTACKS[options.attack](target, sockets)
        time.sleep(1)
        for path in _PATHS:
            status, seconds = seconds_until_answered(target, path)
            print(f"{path}: {status or 'no answer'} after {seconds:.2f} s")
        time.sleep(max(0.0, min(options.seconds, 60) - (time.monotonic() - started)))
        print(f"connections after {time.monotonic() - started:.0f} s: {states(sockets)}")


if __name__ == "__main__":
    main()
