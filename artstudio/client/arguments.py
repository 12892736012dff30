"""The words of `art-studio draw`, `trace`, `import`, `check`, `export` and `attach`."""

from __future__ import annotations

import argparse

from artstudio.client.locate import SERVER_VARIABLE, TOKEN_VARIABLE

NAMES = (
    "draw",
    "trace",
    "import",
    "check",
    "export",
    "attach",
    "mcp",
    "install-inkscape",
    "completion",
)
FORMATS = ("svg", "svg-metadata", "dxf", "dxf-r12", "lbrn2", "pdf", "eps", "png")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands that use a studio."""
    top = argparse.ArgumentParser(
        prog="art-studio", description="Drawings that are ready to cut, from a shell."
    )
    commands = top.add_subparsers(dest="command", required=True)
    _draw(commands.add_parser("draw", help="draw what a prompt says"))
    _trace(commands.add_parser("trace", help="trace a picture of your own"))
    _import(commands.add_parser("import", help="take a drawing of your own"))
    _check(commands.add_parser("check", help="say how a file will cut; nothing is stored"))
    _export(commands.add_parser("export", help="write a stored drawing in another format"))
    _attach(commands.add_parser("attach", help="make drawings advisory inputs of a run"))
    mcp = commands.add_parser("mcp", help="serve assistants over stdin and stdout (MCP)")
    _studio(mcp)
    install = commands.add_parser("install-inkscape", help="add the extension to Inkscape")
    install.add_argument("--folder", default="", help="of extensions; else the user's own")
    completion = commands.add_parser("completion", help="print the completion of a shell")
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    return top


def _draw(command: argparse.ArgumentParser) -> None:
    command.add_argument("prompt", help='such as "rosette 102/84 with rope"; - reads it from stdin')
    command.add_argument("--seed", default="", help="the same seed draws the same bytes")
    command.add_argument("--count", type=int, default=1, metavar="N", help="drawings, 1 to 4")
    command.add_argument("--provider", default="")
    command.add_argument("--route", default="")
    command.add_argument("--model", default="")
    command.add_argument("--strict", action="store_true", help="refuse words that are not drawn")
    command.add_argument("--yes", action="store_true", help="pay without a question")
    _size(command)
    _limits(command)
    _output(command)
    _studio(command)


def _trace(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", help="a picture")
    command.add_argument("--title", default="")
    command.add_argument("--method", default="")
    _size(command)
    _limits(command)
    _output(command)
    _studio(command)


def _import(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", help="an SVG, SVGZ, DXF, PDF or EPS file")
    command.add_argument("--title", default="")
    command.add_argument("--unit", default="", help="of a DXF file: mm, cm, m, in, ft")
    _closed_lines(command)
    _size(command)
    _limits(command)
    _output(command)
    _studio(command)


def _closed_lines(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--closed-lines",
        choices=("lines", "areas"),
        default="",
        help="what they become; areas have widths",
    )


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", help="an SVG, SVGZ, DXF, PDF or EPS file")
    command.add_argument("--unit", default="", help="of a DXF file: mm, cm, m, in, ft")
    _closed_lines(command)
    command.add_argument("--json", action="store_true", help="all measurements as JSON")
    _size(command)
    _limits(command)


def _export(command: argparse.ArgumentParser) -> None:
    command.add_argument("asset", help="asset_…, as draw, trace and import print it")
    _output(command)
    _studio(command)


def _attach(command: argparse.ArgumentParser) -> None:
    command.add_argument("assets", nargs="+", metavar="ASSET")
    command.add_argument("run", metavar="RUN")
    command.add_argument("--json", action="store_true", help="the studio's answer as JSON")
    _studio(command)


def _size(command: argparse.ArgumentParser) -> None:
    command.add_argument("--width", type=float, metavar="MM")
    command.add_argument("--height", type=float, metavar="MM")


def _limits(command: argparse.ArgumentParser) -> None:
    command.add_argument("--min-feature", type=float, metavar="MM", help="thinnest part, 0.3")
    command.add_argument("--min-gap", type=float, metavar="MM", help="narrowest gap, 0.3")
    command.add_argument("--tool", type=float, metavar="MM", help="the tool's diameter")


def _output(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", default="", help="a file; - or a pipe writes to stdout")
    command.add_argument("--format", choices=FORMATS, default="", help="else by the file's name")
    command.add_argument("--preset", default="", help="the program that reads it, as in export")
    command.add_argument("--json", action="store_true", help="the studio's answer as JSON")


def _studio(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--server", default="", metavar="URL", help=f"a studio elsewhere ({SERVER_VARIABLE})"
    )
    command.add_argument("--token", default="", help=f"where it asks for one ({TOKEN_VARIABLE})")
    command.add_argument("--data", default="", metavar="FOLDER", help="of a studio here")
