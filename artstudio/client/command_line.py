"""`art-studio draw`, `trace`, `import`, `check`, `export` and `attach`.

What a program may read goes to stdout, what a person reads to stderr. The exit code is 0,
1 for what failed, 2 for words that are not understood, 3 where `check` finds a limit broken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from artstudio.client.arguments import NAMES, parser
from artstudio.client.check_file import check_file
from artstudio.client.errors import ClientError
from artstudio.client.inkscape import install_extension
from artstudio.client.locate import studio_for
from artstudio.client.studio import Studio

BROKEN_LIMITS = 3
_BY_SUFFIX = {
    ".svg": "svg",
    ".dxf": "dxf",
    ".lbrn2": "lbrn2",
    ".pdf": "pdf",
    ".eps": "eps",
    ".png": "png",
}


def takes(words: list[str]) -> bool:
    """Tell whether these words are a command of this module.

    `check` is Django's own unless it names a file.
    """
    if words[:1] == ["check"]:
        return any("." in Path(word).name for word in words[1:] if not word.startswith("-"))
    return words[:1] != [] and words[0] in NAMES


def main(words: list[str]) -> int:
    """Run one command; returns its exit code."""
    options = parser().parse_args(words)
    try:
        return _COMMANDS[options.command](options)
    except ClientError as error:
        sys.stderr.write(f"art-studio: {error.message}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1


def _draw(options: argparse.Namespace) -> int:
    prompt = sys.stdin.read().strip() if options.prompt == "-" else options.prompt
    request = _named(
        prompt=prompt,
        variant_seed=options.seed,
        count=options.count,
        provider=options.provider,
        route=options.route,
        model=options.model,
        strict=options.strict,
        constraints=_constraints(options),
    )
    with _studio(options) as studio:
        estimate = studio.estimate(request)
        if not _agrees_to_pay(estimate, options):
            return 1
        # With the seed of the estimate it is just that which is made.
        request["variant_seed"] = estimate["variant_seed"]
        return _deliver(studio, studio.draw(request), options)


def _agrees_to_pay(estimate: Mapping[str, Any], options: argparse.Namespace) -> bool:
    price = estimate["estimate"]["cost_high"]
    is_free = price is not None and float(price) == 0.0
    if is_free or options.yes:
        return True
    costs = f"at most {price} USD" if price is not None else "a price that nobody knows"
    _tell(f"This asks {estimate['provider']} and costs {costs}.")
    if not sys.stdin.isatty():
        raise ClientError("Say --yes to pay without a question.")
    return input("Go on? [y/N] ").strip().lower() in ("y", "yes")


def _trace(options: argparse.Namespace) -> int:
    return _send("trace", options, method=options.method)


def _import(options: argparse.Namespace) -> int:
    return _send("import", options, unit=options.unit, closed_lines=options.closed_lines)


def _send(what: str, options: argparse.Namespace, **fields: str) -> int:
    given = _named(title=options.title, **fields)
    with _studio(options) as studio:
        answer = studio.send_file(
            what, Path(options.file), constraints=_constraints(options), **given
        )
        return _deliver(studio, answer, options)


def _check(options: argparse.Namespace) -> int:
    constraints = _constraints(options)
    size: dict[str, float] = {
        name: constraints.pop(name) for name in ("width_mm", "height_mm") if name in constraints
    }
    found = check_file(
        Path(options.file),
        size=size,
        unit=options.unit or None,
        limits=constraints,
        areas=options.closed_lines == "areas",
    )
    if options.json:
        shown = {"measurements": found.measurements, "notes": found.notes}
        _print_json({**shown, "warnings": found.warnings})
    else:
        sys.stdout.write(f"{_summary(found.measurements)}\n")
        for note in [*found.notes, *found.warnings]:
            sys.stdout.write(f"- {note['message']}\n")
        if not found.warnings:
            sys.stdout.write("Ready to cut within these limits.\n")
    return BROKEN_LIMITS if found.warnings else 0


def _export(options: argparse.Namespace) -> int:
    with _studio(options) as studio:
        if options.json:
            _print_json(studio.asset(options.asset))
        _write(studio, options.asset, options.output, options)
    return 0


def _attach(options: argparse.Namespace) -> int:
    with _studio(options) as studio:
        answer = studio.attach(options.assets, options.run)
    if options.json:
        _print_json(answer)
    _tell(f"{options.run}: {len(answer['asset_ids'])} attached, {answer['created_count']} new.")
    return 0


def _mcp(options: argparse.Namespace) -> int:
    from artstudio.client.assistant import Assistant  # noqa: PLC0415 - half a second of imports
    from artstudio.client.mcp_tools import make_server  # noqa: PLC0415 - as above

    # One studio for as long as the assistant stays: it may have to be started.
    with _studio(options) as studio:
        make_server(Assistant(open_studio=lambda: nullcontext(studio))).run("stdio")
    return 0


def _install_inkscape(options: argparse.Namespace) -> int:
    folder = install_extension(Path(options.folder) if options.folder else None)
    sys.stdout.write(f"{folder}\n")
    sys.stderr.write("Start Inkscape again: Extensions > Art Studio.\n")
    return 0


def _completion(options: argparse.Namespace) -> int:
    import shtab  # noqa: PLC0415 - only here

    sys.stdout.write(shtab.complete(parser(), shell=options.shell))
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "draw": _draw,
    "trace": _trace,
    "import": _import,
    "check": _check,
    "export": _export,
    "attach": _attach,
    "mcp": _mcp,
    "install-inkscape": _install_inkscape,
    "completion": _completion,
}


def _studio(options: argparse.Namespace) -> Any:
    return studio_for(server=options.server, token=options.token, data=options.data)


def _named(**values: Any) -> dict[str, Any]:
    """Return the values that were given: the studio has defaults of its own."""
    return {name: value for name, value in values.items() if value not in ("", None, False, {})}


def _constraints(options: argparse.Namespace) -> dict[str, Any]:
    return _named(
        width_mm=options.width,
        height_mm=options.height,
        min_feature_mm=options.min_feature,
        min_gap_mm=options.min_gap,
        tool_diameter_mm=options.tool,
    )


def _deliver(studio: Studio, answer: Mapping[str, Any], options: argparse.Namespace) -> int:
    """Write the drawings of an answer and tell what they are; 1 where one of them failed."""
    variants = answer["variants"]
    if options.json:
        _print_json(_without_svg(answer))
    for number, variant in enumerate(variants, start=1):
        _tell_about(variant)
        if variant["asset_id"] and (options.output or not options.json):
            name = _numbered(options.output, number if len(variants) > 1 else 0)
            _write(studio, variant["asset_id"], name, options)
    return 0 if all(variant["asset_id"] for variant in variants) else 1


def _tell_about(variant: Mapping[str, Any]) -> None:
    if error := variant["error_details"]:
        _tell(f"failed: {error['message']}")
        return
    _tell(f"{variant['asset_id']}: {_summary(variant['measurements'])}")
    for warning in variant["warnings"]:
        _tell(f"- {warning}")


def _write(studio: Studio, asset: str, name: str, options: argparse.Namespace) -> None:
    """Write a drawing to a file, or to stdout where it leads to another program."""
    is_pipe = name == "-" or (not name and not sys.stdout.isatty())
    form = options.format or _BY_SUFFIX.get(Path(name).suffix.lower(), "svg")
    data = studio.export(asset, _named(format=form, preset=options.preset))
    if is_pipe and options.json:
        raise ClientError("JSON and the drawing cannot both go to stdout: name a file with -o.")
    if is_pipe:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    file = Path(name or f"{asset}.{form.partition('-')[0]}")
    try:
        file.write_bytes(data)
    except OSError as error:
        raise ClientError(f"{file}: {error.strerror}.") from error
    _tell(f"wrote {file}")


def _numbered(name: str, number: int) -> str:
    if not number or name in ("", "-"):
        return name
    file = Path(name)
    return str(file.with_name(f"{file.stem}-{number}{file.suffix}"))


def _summary(measured: Mapping[str, Any]) -> str:
    parts = [
        f"{measured['width_mm']:g} × {measured['height_mm']:g} mm",
        f"{measured['nodes']} nodes",
        f"{measured['cut_length_mm']:g} mm to cut",
    ]
    if (thinnest := measured.get("smallest_feature_mm")) is not None:
        parts.append(f"thinnest {thinnest:g} mm")
    return ", ".join(parts)


def _without_svg(answer: Mapping[str, Any]) -> dict[str, Any]:
    variants = [{k: v for k, v in variant.items() if k != "svg"} for variant in answer["variants"]]
    return {**answer, "variants": variants}


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
