"""Whichever child of a studio is killed: it is started again, and work goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.killed_children import VICTIMS, killed_in_turn

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_every_child_is_replaced_and_the_drawings_are_made(tmp_path: Path) -> None:
    results = killed_in_turn(tmp_path / "data")
    assert [one.name for one in results] == list(VICTIMS)
    for one in results:
        assert one.is_up, one
        assert one.back_after_s >= 0, one
        assert set(one.drawings) == {"OK"}, one
        # 0 is a connection of the killed process itself.
        assert set(one.statuses) <= {0, 200, 503}, one
    # Its processes go on until those of the next one serve.
    main = next(one for one in results if one.name == "web server, main process")
    assert set(main.statuses) == {200}, main
