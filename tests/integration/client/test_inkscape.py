"""The Inkscape extension, run by Inkscape's own Python and by Inkscape itself."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from artstudio.client.inkscape import extensions_folder, install_extension
from tests.integration.up_process import Up

INKEX = Path("/usr/share/inkscape/extensions")
PYTHON = Path("/usr/bin/python3")
DIGEST = "data-art-studio-sha256"
_has_inkscape = shutil.which("inkscape") is not None and INKEX.is_dir() and PYTHON.exists()
needs_inkscape = pytest.mark.skipif(not _has_inkscape, reason="Inkscape is not installed.")
#: A page of 120 mm with two user units to the millimetre, and a moved square of 20 by 10 mm.
PAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120mm" height="120mm" viewBox="0 0 240 240">'
    '<g transform="translate(20 0)"><rect id="r" width="40" height="20"/></g>'
    '<rect id="thin" x="100" y="100" width="80" height="0.2"/></svg>'
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.svg"
    file.write_text(PAGE)
    return file


def run(script: str, page: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the installed extension as Inkscape does; the result is `out.svg`."""
    folder = install_extension(page.parent / "extensions")
    out = page.with_name("out.svg")
    environment = os.environ | {"PYTHONPATH": str(INKEX)} | variables
    return subprocess.run(
        [str(PYTHON), str(folder / script), *words, str(page), f"--output={out}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def width_mm(file: Path, id: str) -> float:
    asked = ["inkscape", f"--query-id={id}", "--query-width", str(file)]
    found = subprocess.run(asked, capture_output=True, text=True, check=True)
    return float(found.stdout) / 96 * 25.4


def placed(file: Path) -> ET.Element:
    """Return the one group that the extension made."""
    (group,) = (e for e in ET.parse(file).iter() if DIGEST in e.attrib)
    return group


def test_it_is_installed_into_inkscapes_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INKSCAPE_PROFILE_DIR", str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-m", "artstudio", "install-inkscape"],
        capture_output=True,
        text=True,
        check=True,
    )
    folder = extensions_folder() / "art-studio"
    assert done.stdout.strip() == str(folder)
    assert folder.is_relative_to(tmp_path)
    names = {file.name for file in folder.iterdir()}
    assert {"art_studio_draw.inx", "art_studio_check.py", "art_studio.json"} <= names


def test_every_dialogue_names_a_script_that_is_there(tmp_path: Path) -> None:
    folder = install_extension(tmp_path)
    dialogues = list(folder.glob("*.inx"))
    assert len(dialogues) == 2
    for dialogue in dialogues:
        (command,) = (e for e in ET.parse(dialogue).iter() if e.tag.endswith("command"))
        assert (folder / str(command.text)).is_file()


@pytest.mark.slow
@needs_inkscape
@pytest.mark.parametrize(
    ("words", "thinnest", "is_ready"), [(("--id=r",), "thinnest 10 mm", True), ((), "0.1", False)]
)
def test_the_selection_is_checked_in_true_millimetres(
    page: Path, words: tuple[str, ...], thinnest: str, is_ready: bool
) -> None:
    told = run("art_studio_check.py", page, *words).stderr
    assert thinnest in told
    assert ("Ready to cut" in told) is is_ready


@pytest.mark.slow
@needs_inkscape
def test_a_program_that_is_gone_is_told(page: Path) -> None:
    folder = install_extension(page.parent / "extensions")
    (folder / "art_studio_command.py").write_text(
        (folder / "art_studio_command.py")
        .read_text()
        .replace('where.get("command")', '["/no/such/program"]')
    )
    done = subprocess.run(
        [str(PYTHON), str(folder / "art_studio_check.py"), str(page)],
        env=os.environ | {"PYTHONPATH": str(INKEX)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "install-inkscape" in done.stderr


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    up = Up(tmp_path_factory.mktemp("inkscape") / "data")
    try:
        yield up.wait_open()
    finally:
        up.stop()


@pytest.mark.slow
@needs_inkscape
@pytest.mark.parametrize(
    "head",
    [
        'width="120mm" height="120mm" viewBox="0 0 240 240"',
        'width="500" height="500"',
        'width="5in" height="5in" viewBox="0 0 127 127"',
    ],
)
def test_a_prompt_becomes_a_drawing_in_true_size_with_its_digest(
    page: Path, studio: str, head: str
) -> None:
    page.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {head}></svg>')
    wish = ["--prompt=rosette 60/40 mm\\nwith rope", "--seed=s", f"--server={studio}"]
    done = run("art_studio_draw.py", page, *wish)
    assert done.returncode == 0, done.stderr
    out = page.with_name("out.svg")
    group = placed(out)
    group.set("id", "drawn")
    marked = page.with_name("marked.svg")
    marked.write_bytes(ET.tostring(_with_id(out)))
    file = page.with_name("same.svg")
    words = [sys.executable, "-m", "artstudio", "draw", "rosette 60/40 mm with rope"]
    words += ["--seed", "s", "-o", str(file), "--server", studio]
    subprocess.run(words, capture_output=True, check=True)

    assert width_mm(marked, "drawn") == pytest.approx(60, abs=0.01)
    assert group.get(DIGEST) == hashlib.sha256(file.read_bytes()).hexdigest()


def _with_id(file: Path) -> ET.Element:
    root = ET.parse(file).getroot()
    (group,) = (e for e in root.iter() if DIGEST in e.attrib)
    group.set("id", "drawn")
    return root


@pytest.mark.slow
@needs_inkscape
def test_inkscape_itself_runs_it(page: Path, studio: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inkscape 1.2 loads extensions only with a display; a virtual one will do."""
    if shutil.which("xvfb-run") is None:
        pytest.skip("xvfb-run is not installed.")
    profile = page.parent / "profile"
    install_extension(profile / "extensions")
    monkeypatch.setenv("INKSCAPE_PROFILE_DIR", str(profile))
    monkeypatch.setenv("ARTSTUDIO_SERVER", studio)
    out = page.with_name("out.svg")
    actions = f"art-studio.draw.noprefs;export-filename:{out};export-do"
    # Inkscape looks for `python3` on the path: its own has lxml.
    path = f"{PYTHON.parent}:{os.environ['PATH']}"
    words = ["xvfb-run", "-a", "inkscape", "--batch-process", f"--actions={actions}", str(page)]
    environment = os.environ | {"PATH": path}
    subprocess.run(words, env=environment, capture_output=True, timeout=120, check=True)

    assert len(str(placed(out).get(DIGEST))) == 64
