"""`art-studio draw`, `trace`, `import`, `export` and `attach`, on a studio that serves HTTP."""

from __future__ import annotations

import io
import json
from pathlib import Path

import ezdxf.filemanagement
import pytest
from pytest_django.live_server_helper import LiveServer

from artstudio.client.command_line import main
from artstudio.models import ArtAsset, Generation
from tests.fake_openai.pictures import rosette_png
from tests.integration.rmos_runs.run_bodies import new_run

pytestmark = pytest.mark.django_db(transaction=True)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30mm" height="20mm" viewBox="0 0 30 20">\
<path d="M2 2h10v10h-10z"/></svg>'


def run(live_server: LiveServer, *words: str) -> int:
    return main([*words, "--server", live_server.url])


def test_a_prompt_becomes_a_file(
    live_server: LiveServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ring.svg"
    assert run(live_server, "draw", "rosette 102/84", "--seed", "s", "-o", str(file)) == 0
    asset = ArtAsset.objects.get(kind="svg")
    assert file.read_bytes().startswith(b"<svg")
    assert 'width="102mm"' in file.read_text()
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{asset.asset_id}: 102 × 102 mm" in told.err
    assert f"wrote {file}" in told.err


def test_the_format_follows_the_files_name(live_server: LiveServer, tmp_path: Path) -> None:
    file = tmp_path / "ring.dxf"
    assert run(live_server, "draw", "rosette 102/84", "-o", str(file)) == 0
    assert ezdxf.filemanagement.readfile(file).units == 4  # mm


def test_several_drawings_have_numbers(live_server: LiveServer, tmp_path: Path) -> None:
    name = str(tmp_path / "ring.svg")
    assert run(live_server, "draw", "rosette 102/84", "--count", "2", "-o", name) == 0
    assert sorted(file.name for file in tmp_path.glob("*.svg")) == ["ring-1.svg", "ring-2.svg"]


def test_a_prompt_comes_from_a_pipe_and_the_answer_is_json(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("rosette 102/84\n"))
    assert run(live_server, "draw", "-", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["variants"][0]["measurements"]["width_mm"] == 102
    assert "svg" not in answer["variants"][0]


def test_words_that_are_not_drawn_are_refused_where_that_is_asked(
    live_server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(live_server, "draw", "a dog with a hat", "--strict") == 1
    assert "dog" in capsys.readouterr().err
    assert not Generation.objects.exists()


def test_a_picture_is_traced_and_a_drawing_imported(
    live_server: LiveServer, tmp_path: Path
) -> None:
    picture, drawing = tmp_path / "rose.png", tmp_path / "plate.svg"
    picture.write_bytes(rosette_png("a rose", 1))
    drawing.write_bytes(SVG)
    out = str(tmp_path / "out.svg")
    assert run(live_server, "trace", str(picture), "--width", "60", "-o", out) == 0
    assert 'width="60mm"' in Path(out).read_text()
    assert run(live_server, "import", str(drawing), "-o", out) == 0
    assert 'width="30mm"' in Path(out).read_text()


def test_what_the_studio_refuses_is_one_line(
    live_server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(live_server, "export", "asset_none", "-o", "x.svg") == 1
    assert run(live_server, "draw", "rosette", "--width", "-4") == 1
    assert "width_mm" in capsys.readouterr().err


def test_no_studio_at_the_address_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", "rosette", "--server", "http://127.0.0.1:9"]) == 1
    assert "No studio answers at http://127.0.0.1:9" in capsys.readouterr().err


def test_a_drawing_is_attached_to_a_run(
    live_server: LiveServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_id = new_run().run_id
    assert run(live_server, "draw", "rosette 102/84", "-o", str(tmp_path / "a.svg")) == 0
    asset = ArtAsset.objects.get(kind="svg").asset_id
    assert run(live_server, "attach", asset, run_id) == 0
    assert f"{run_id}: 1 attached, 1 new." in capsys.readouterr().err
