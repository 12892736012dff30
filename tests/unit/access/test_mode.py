"""Which addresses only this machine reaches, and when others may."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from artstudio.access.errors import UnsafeBind
from artstudio.access.mode import is_loopback, login_needed, refuse_exposure

OURS = ["127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1", "::1%lo"]
EVERYBODYS = ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "fe80::1%eth0", "2001:db8::1"]
NO_NUMBERS = ["", "localhost", "unknown", "127.1", "0177.0.0.1", "::ffff:192.0.2.7"]


@pytest.mark.parametrize("host", OURS)
def test_this_machines_own_addresses(host: str) -> None:
    assert is_loopback(host)
    refuse_exposure(host)


@pytest.mark.parametrize("host", [*EVERYBODYS, *NO_NUMBERS])
def test_all_others_are_not(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("host", EVERYBODYS)
def test_listening_for_others_needs_a_word(settings: Settings, host: str) -> None:
    with pytest.raises(UnsafeBind) as caught:
        refuse_exposure(host)
    assert host in caught.value.message
    assert "\n" not in caught.value.message
    settings.ARTSTUDIO_TRUSTED_NETWORK = True
    refuse_exposure(host)
    settings.ARTSTUDIO_TRUSTED_NETWORK = False
    settings.ARTSTUDIO_ACCESS = "login"
    refuse_exposure(host)


@pytest.mark.parametrize("word", ["login", "Trusted", "", "yes"])
def test_only_the_word_trusted_trusts(settings: Settings, word: str) -> None:
    settings.ARTSTUDIO_ACCESS = word
    assert login_needed()
