"""One thread renews the claims of a process, often enough that none runs out."""

from __future__ import annotations

import threading

import pytest

from artstudio.services.queue import leases


@pytest.fixture
def renewed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Every renewal, written down instead of written to the database."""
    found: list[list[str]] = []
    monkeypatch.setattr(leases, "_renew", found.append)
    monkeypatch.setattr(leases, "RENEW_EVERY_S", 0.01)
    monkeypatch.setattr(leases, "_LINGER_S", 0.05)
    return found


def test_a_claim_outlives_three_renewals_that_fail() -> None:
    # With the second that a fetch takes, killed work is picked up within 15 seconds.
    assert (leases.RENEW_EVERY_S, leases.LEASE_TTL_S) == (2.0, 8.0)


def test_a_claim_is_renewed_until_it_is_discarded(renewed: list[list[str]]) -> None:
    heart = leases.LeaseRenewer()
    heart.add("b")
    heart.add("a")
    wait = threading.Event()
    for _ in range(1000):
        if ["a", "b"] in renewed:
            break
        wait.wait(0.01)
    assert ["a", "b"] in renewed
    heart.discard("b")
    heart.discard("a")
    assert heart.claims() == []


def test_a_heart_that_stopped_beats_again_for_the_next_claim(renewed: list[list[str]]) -> None:
    heart = leases.LeaseRenewer()
    wait = threading.Event()
    for claim in ("first", "second"):
        heart.add(claim)
        for _ in range(1000):
            if [claim] in renewed:
                break
            wait.wait(0.01)
        assert [claim] in renewed
        heart.discard(claim)
        for _ in range(1000):
            if heart._thread is None:
                break
            wait.wait(0.01)
        assert heart._thread is None
