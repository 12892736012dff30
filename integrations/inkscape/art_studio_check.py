"""Inkscape extension: how the selection, or else the whole page, would cut."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

import inkex
from art_studio_command import run

#: `art-studio check` found limits that are broken; that is no failure.
_BROKEN_LIMITS = 3


class CheckSelection(inkex.EffectExtension):
    """Shows the cut card as a message; the document stays as it is."""

    def add_arguments(self, pars):  # type: ignore[no-untyped-def]
        """Take the limits of the dialogue."""
        pars.add_argument("--tool", type=float, default=0.0)
        pars.add_argument("--min_feature", type=float, default=0.3)
        pars.add_argument("--min_gap", type=float, default=0.3)

    def effect(self) -> None:
        """Check; what goes wrong is told in the program's own words."""
        given = (
            ("--tool", self.options.tool),
            ("--min-feature", self.options.min_feature),
            ("--min-gap", self.options.min_gap),
        )
        limits = [word for name, mm in given if mm > 0 for word in (name, f"{mm:g}")]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "selection.svg"
            file.write_bytes(self._selected().tostring())
            done = run("check", str(file), *limits)
        if done.returncode not in (0, _BROKEN_LIMITS):
            raise inkex.AbortExtension(done.stderr.strip() or "The selection cannot be checked.")
        inkex.errormsg(done.stdout.strip())

    def _selected(self):  # type: ignore[no-untyped-def]
        """Return a document of the page's size with the selection where it lies."""
        document = copy.deepcopy(self.svg)
        if not self.svg.selection:
            return document
        chosen = list(self.svg.selection)
        for child in list(document):
            if not isinstance(child, (inkex.Defs, inkex.StyleElement)):
                document.remove(child)
        for element in chosen:
            group = inkex.Group()
            parent = element.getparent()
            if isinstance(parent, inkex.ShapeElement):
                group.transform = parent.composed_transform()
            group.append(copy.deepcopy(element))
            document.append(group)
        return document


if __name__ == "__main__":
    CheckSelection().run()
