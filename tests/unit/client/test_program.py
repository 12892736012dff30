"""`art-studio --help` and `--version`."""

from __future__ import annotations

import pytest

from artstudio import __main__, __version__


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr("sys.argv", ["art-studio", *words])
    __main__.main()


def test_the_version_is_that_of_the_studio(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--version")
    assert capsys.readouterr().out == f"Art Studio {__version__}\n"


def test_help_names_what_draws_and_where_the_rest_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--help")
    said = capsys.readouterr().out
    for word in ("open the studio", "art-studio help", "draw", "trace", "check", "mcp"):
        assert word in said
