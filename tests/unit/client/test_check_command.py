"""`art-studio check FILE`: the cut card of a file, and an exit code by its limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from artstudio.client.command_line import BROKEN_LIMITS, main, takes

SHEET = '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 40 20">'
SQUARE = '<path d="M2 2h10v10h-10z"/>'
HAIRLINE = '<path d="M20 2h0.2v10h-0.2z"/>'


def sheet(folder: Path, *shapes: str) -> str:
    file = folder / "plate.svg"
    file.write_text(f"{SHEET}{''.join(shapes)}</svg>")
    return str(file)


def test_a_file_within_the_limits_is_ready(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", sheet(tmp_path, SQUARE)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("40 × 20 mm, 4 nodes, 40 mm to cut, thinnest 10 mm\n")
    assert said.endswith("Ready to cut within these limits.\n")


def test_a_thin_part_is_named_and_breaks_the_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", sheet(tmp_path, SQUARE, HAIRLINE)]) == BROKEN_LIMITS == 3
    said = capsys.readouterr().out
    assert "thinner than 0.3 mm" in said
    assert "Ready" not in said


def test_a_limit_can_be_given(tmp_path: Path) -> None:
    file = sheet(tmp_path, SQUARE, HAIRLINE)
    assert main(["check", file, "--min-feature", "0.15"]) == 0
    assert main(["check", file, "--min-feature", "0.25"]) == BROKEN_LIMITS


def test_the_card_is_also_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", sheet(tmp_path, SQUARE), "--json", "--width", "80"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["measurements"]["width_mm"] == 80
    assert found["measurements"]["cut_length_mm"] == 80
    assert found["warnings"] == []


@pytest.mark.parametrize(
    ("content", "said"), [("", "empty"), ("hello", "plate.svg"), (None, "No such file")]
)
def test_a_file_that_cannot_be_read_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    file = tmp_path / "plate.svg"
    if content is not None:
        file.write_text(content)
    assert main(["check", str(file)]) == 1
    shown = capsys.readouterr().err
    assert said in shown
    assert shown.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        (["draw", "rosette"], True),
        (["check", "plate.svg"], True),
        (["check", "--json", "plate.dxf"], True),
        (["check"], False),
        (["check", "artstudio"], False),
        (["check", "--deploy"], False),
        (["up"], False),
        ([], False),
    ],
)
def test_check_without_a_file_is_the_studios_own_check(words: list[str], ours: bool) -> None:
    assert takes(words) is ours


def test_the_shell_is_told_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    assert "--min-feature" in capsys.readouterr().out
