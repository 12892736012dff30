"""Provider plug-ins as they lie in an environment: a module and the metadata of its package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import pytest

from artstudio.ai import registry
from artstudio.ai.plugins import GROUP, load_plugins
from artstudio.services.costs import price_table


def write_package(folder: Path, name: str, code: str, *, entry: str = "") -> None:
    """Lay a package into `folder`; entry: of the form `name = module:object`."""
    module = f"artstudio_{name}"
    (folder / f"{module}.py").write_text(dedent(code))
    facts = folder / f"{module}-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: artstudio-{name}\nVersion: 1.0\n"
    )
    entry = entry or f"{name} = {module}:PROVIDER"
    (facts / "entry_points.txt").write_text(f"[{GROUP}]\n{entry}\n")


@contextmanager
def installed(folder: Path) -> Iterator[None]:
    """Have the packages in `folder` installed; afterwards they are gone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        _forget()
        yield
    _forget()


def _forget() -> None:
    load_plugins.cache_clear()
    price_table.plugin_prices.cache_clear()
    price_table._read.cache_clear()
    registry._image_client.cache_clear()
    registry._llm_client.cache_clear()
