"""Imports go down only: api, web -> services -> the pure packages -> geometry; all -> rmos_runs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PURE = (
    "artstudio.geometry",
    "artstudio.fonts",
    "artstudio.cutting",
    "artstudio.svg",
    "artstudio.importers",
    "artstudio.patterns",
    "artstudio.vectorize",
    "artstudio.ai",
)
#: What each package may import of the project, besides itself.
ALLOWED = {
    "rmos_runs": (),
    "artstudio.geometry": ("rmos_runs.errors",),
    "artstudio.fonts": ("artstudio.geometry",),
    "artstudio.cutting": ("artstudio.geometry",),
    "artstudio.svg": ("artstudio.fonts", "artstudio.geometry", "rmos_runs.errors"),
    "artstudio.patterns": ("artstudio.fonts", "artstudio.geometry", "rmos_runs.errors"),
    "artstudio.vectorize": ("artstudio.geometry", "rmos_runs.errors"),
    "artstudio.ai": (
        "artstudio.geometry",
        "artstudio.patterns",
        "artstudio.svg",
        "rmos_runs.errors",
    ),
    "artstudio.importers": (
        "artstudio.fonts",
        "artstudio.geometry",
        "artstudio.svg",
        "artstudio.vectorize",
        "rmos_runs.errors",
    ),
    "artstudio.services": (
        *PURE,
        "artstudio.models",
        "artstudio.errors",
        "artstudio.__version__",
        "rmos_runs",
    ),
    "artstudio.access": ("artstudio.models", "artstudio.embedded.errors", "rmos_runs"),
    "artstudio.ops": ("artstudio.embedded", "artstudio.__version__", "rmos_runs"),
    "artstudio.api": ("artstudio.services", "artstudio.models", "artstudio.errors", "rmos_runs"),
    "artstudio.web": ("artstudio.services", "artstudio.models", "artstudio.errors", "rmos_runs"),
}


def imports_of(file: Path) -> set[str]:
    """Return every module a file imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def files_of(package: str) -> list[Path]:
    files = sorted((ROOT / package.replace(".", "/")).rglob("*.py"))
    return [file for file in files if "migrations" not in file.parts]


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_what_lies_below_it(package: str) -> None:
    assert files_of(package)
    allowed = (package, *ALLOWED[package])
    wrong = {
        f"{file.relative_to(ROOT)} imports {module}"
        for file in files_of(package)
        for module in imports_of(file)
        if is_within(module, "artstudio") or is_within(module, "rmos_runs")
        if not any(is_within(module, name) for name in allowed)
    }
    assert wrong == set()


@pytest.mark.parametrize("package", PURE)
def test_pure_packages_know_no_django(package: str) -> None:
    wrong = {
        f"{file.relative_to(ROOT)} imports {module}"
        for file in files_of(package)
        for module in imports_of(file)
        if is_within(module, "django")
    }
    assert wrong == set()


def test_only_vectorize_imports_a_tracer() -> None:
    users = {
        file.relative_to(ROOT).parts[:2]
        for file in files_of("artstudio")
        if any(is_within(module, "potrace") for module in imports_of(file))
    }
    assert users <= {("artstudio", "vectorize")}


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "helpers", "common", "manager", "misc"}
    names = [file.stem for package in ("artstudio", "rmos_runs") for file in files_of(package)]
    assert drawers.isdisjoint(names)
