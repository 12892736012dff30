"""Modules import each other under the names that the pages load them by."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from artstudio.ops.static import StaticStorage
from artstudio.paths import RESOURCES

IMPORTED = re.compile(r'^import .* from "\./(.+)";$', re.MULTILINE)


def test_what_a_module_imports_is_the_file_that_pages_load(tmp_path: Path) -> None:
    written = RESOURCES / "static" / "js"
    shutil.copytree(written, tmp_path / "js")
    storage = StaticStorage(location=tmp_path, base_url="/static/")
    names = [f"js/{file.name}" for file in written.glob("*.js")]
    source = FileSystemStorage(location=tmp_path)
    list(storage.post_process({name: (source, name) for name in names}))
    loaded = {storage.stored_name(name) for name in names}
    imported = {
        f"js/{name}" for file in loaded for name in IMPORTED.findall((tmp_path / file).read_text())
    }
    assert len(imported) > 3
    assert imported <= loaded
