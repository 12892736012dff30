"""Imports go down only: api, web -> services -> the pure packages -> geometry; all -> rmos_runs."""

from __future__ import annotations

import ast
import re
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
_SERVICES = "artstudio.services"
#: What each package may import of the project, besides itself.
ALLOWED = {
    "rmos_runs": (),
    # The pure packages.
    "artstudio.geometry": ("rmos_runs.errors",),
    "artstudio.fonts": ("artstudio.geometry",),
    "artstudio.cutting": ("artstudio.geometry",),
    "artstudio.svg": (
        "artstudio.child_processes",
        "artstudio.fonts",
        "artstudio.geometry",
        "rmos_runs.errors",
    ),
    "artstudio.patterns": (
        "artstudio.fonts",
        "artstudio.geometry",
        "artstudio.cutting",
        "rmos_runs.errors",
    ),
    "artstudio.vectorize": ("artstudio.child_processes", "artstudio.geometry", "rmos_runs.errors"),
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
    # The domain.
    "artstudio.models": ("rmos_runs.models",),
    _SERVICES: (
        *PURE,
        "artstudio.models",
        "artstudio.errors",
        "artstudio.paths",
        "artstudio.__version__",
        "rmos_runs",
    ),
    # What is above it, or beside it over HTTP.
    "artstudio.client": (
        "artstudio.cutting",
        "artstudio.geometry",
        "artstudio.importers",
        "artstudio.svg",
        "artstudio.embedded",
        "artstudio.paths",
        "artstudio.__version__",
        "rmos_runs.errors",
    ),
    "artstudio.access": ("artstudio.models", "artstudio.embedded.errors", "rmos_runs"),
    "artstudio.admin": ("artstudio.access", "artstudio.models", _SERVICES, "rmos_runs"),
    "artstudio.api": (_SERVICES, "artstudio.models", "artstudio.errors", "rmos_runs"),
    "artstudio.demo": (_SERVICES, "artstudio.models", "rmos_runs"),
    "artstudio.embedded": ("artstudio.asgi", "artstudio.paths", "rmos_runs"),
    "artstudio.web": (_SERVICES, "artstudio.models", "artstudio.errors", "rmos_runs"),
    "artstudio.templatetags": (),
    "artstudio.ops": (
        "artstudio.access",
        "artstudio.embedded",
        "artstudio.models",
        _SERVICES,
        "artstudio.svg",
        "artstudio.vectorize",
        "artstudio.paths",
        "artstudio.__version__",
        "rmos_runs",
    ),
    "artstudio.management": (
        "artstudio.access",
        "artstudio.demo",
        "artstudio.embedded",
        "artstudio.models",
        "artstudio.ops",
        "artstudio.paths",
        _SERVICES,
        "rmos_runs",
    ),
}
#: Which packages of services each of them may import: only ones that stand before it.
SERVICES: dict[str, tuple[str, ...]] = {
    "requests": (),
    "resources": (),
    "gallery": ("resources",),
    "sources": ("requests",),
    "derivations": (),
    "calibrations": (),
    "costs": ("requests", "sources"),
    "queue": ("resources", "sources"),
    "runs": ("gallery",),
    "providers": ("costs", "queue", "requests", "resources", "sources"),
    "generation": (
        "costs",
        "derivations",
        "gallery",
        "providers",
        "queue",
        "requests",
        "resources",
        "sources",
    ),
    "exports": ("gallery", "generation", "resources", "sources"),
    "sending": ("exports", "generation", "resources"),
    "tuning": (
        "calibrations",
        "derivations",
        "generation",
        "providers",
        "queue",
        "requests",
        "resources",
        "sources",
    ),
    "imports": ("generation", "providers", "requests", "sources", "tuning"),
    "prompt_to_svg": ("generation", "requests"),
}

#: The same for the lower app; a module of its root stands for itself.
RMOS_RUNS: dict[str, tuple[str, ...]] = {
    "errors": (),
    "models": (),
    "hooks": (),
    "request_id": (),
    "connection_pooling": (),
    "digests": ("errors",),
    "schemas": ("models",),
    "attachment_fields": ("digests", "errors"),
    "blobs": ("attachment_fields", "digests", "errors", "models", "request_id"),
    "attachments": ("blobs",),
    "http": ("attachment_fields", "blobs", "digests", "errors", "request_id"),
    "runs": (
        "attachment_fields",
        "blobs",
        "digests",
        "errors",
        "hooks",
        "http",
        "models",
        "request_id",
    ),
    "store": ("runs",),
    "checks": ("blobs", "connection_pooling", "errors"),
    "apps": ("checks",),
    "integrity": ("blobs", "errors", "models", "runs"),
    "api": ("attachment_fields", "blobs", "errors", "hooks", "http", "models", "runs"),
    "admin": ("blobs", "errors", "hooks", "integrity", "models", "runs"),
    "management": ("blobs", "errors", "integrity", "models", "runs"),
    "web": ("errors", "hooks", "http", "integrity", "models", "runs"),
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


def parts_of(folder: Path) -> set[str]:
    """Return the names of the modules and packages of a package, without its migrations."""
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    return modules | {file.parent.name for file in folder.glob("*/__init__.py")} - {"migrations"}


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def files_of(package: str) -> list[Path]:
    module = (ROOT / package.replace(".", "/")).with_suffix(".py")
    if module.is_file():
        return [module]
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


@pytest.mark.parametrize(
    ("parent", "table", "package"),
    [(_SERVICES, SERVICES, name) for name in SERVICES]
    + [("rmos_runs", RMOS_RUNS, name) for name in RMOS_RUNS],
)
def test_a_part_of_a_package_imports_only_those_before_it(
    parent: str, table: dict[str, tuple[str, ...]], package: str
) -> None:
    assert files_of(f"{parent}.{package}")
    allowed = tuple(f"{parent}.{name}" for name in (package, *table[package]))
    wrong = {
        f"{file.relative_to(ROOT)} imports {module}"
        for file in files_of(f"{parent}.{package}")
        for module in imports_of(file)
        if is_within(module, parent)
        if not any(is_within(module, name) for name in allowed)
    }
    assert wrong == set()


@pytest.mark.parametrize("table", [SERVICES, RMOS_RUNS], ids=["services", "rmos_runs"])
def test_parts_of_a_package_have_an_order(table: dict[str, tuple[str, ...]]) -> None:
    names = list(table)
    for name, allowed in table.items():
        assert {names.index(other) < names.index(name) for other in allowed} <= {True}, name


def test_every_package_is_in_a_table_and_says_what_it_owns() -> None:
    artstudio = ROOT / "artstudio"
    packages = {file.parent.name for file in artstudio.glob("*/__init__.py")} - {"migrations"}
    assert packages == {name.split(".")[1] for name in ALLOWED if name.startswith("artstudio.")}
    assert parts_of(artstudio / "services") == set(SERVICES)
    assert parts_of(ROOT / "rmos_runs") == set(RMOS_RUNS)
    packages_of = [*artstudio.glob("**/__init__.py"), *(ROOT / "rmos_runs").glob("**/__init__.py")]
    for file in packages_of:
        if not {"migrations", "management"} & set(file.parts):
            assert ast.get_docstring(ast.parse(file.read_text())), file


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


TEMPLATES = ROOT / "templates"
#: Which folders of templates each of them may include, besides itself.
TEMPLATE_ROOMS = {
    "components": set(),
    "rmos": {"components"},
    "studio": {"components"},
    "gallery": {"components"},
    "drawing": {"components", "rmos"},
    "tuning": {"components"},
}


@pytest.mark.parametrize("room", TEMPLATE_ROOMS)
def test_templates_include_only_their_own_room_and_shared_ones(room: str) -> None:
    allowed = {room} | TEMPLATE_ROOMS[room]
    wrong = {
        f"{file.relative_to(ROOT)} includes {name}"
        for file in (TEMPLATES / room).rglob("*.html")
        for name in re.findall(r'{% (?:include|extends) "([^"]+)"', file.read_text())
        if "/" in name and name.split("/")[0] not in allowed
    }
    assert wrong == set()


def test_templates_of_runs_know_no_address_of_the_studio() -> None:
    for file in [*(TEMPLATES / "rmos").rglob("*.html"), *(ROOT / "rmos_runs").rglob("*.py")]:
        assert not re.search(r"[\"'](web|art_api):", file.read_text()), file
