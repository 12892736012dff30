"""Inkscape extension: a prompt becomes a drawing in true millimetres, with its digest."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import inkex
from art_studio_command import run
from lxml import etree

#: The SHA-256 of the drawing's bytes: its name in the studio.
DIGEST = "data-art-studio-sha256"
_PX_PER_MM = 96 / 25.4


class DrawFromPrompt(inkex.EffectExtension):
    """Asks the studio and places its answer in the middle of the page."""

    def add_arguments(self, pars):  # type: ignore[no-untyped-def]
        """Take the fields of the dialogue."""
        pars.add_argument("--prompt", default="")
        pars.add_argument("--seed", default="")
        pars.add_argument("--server", default="")
        pars.add_argument("--pay", type=inkex.Boolean, default=False)

    def effect(self) -> None:
        """Draw; what goes wrong is told in the program's own words."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "drawing.svg"
            done = run("draw", self._prompt(), "-o", str(file), *self._options())
            if done.returncode or not file.is_file():
                raise inkex.AbortExtension(done.stderr.strip() or "Nothing was drawn.")
            self._place(file.read_bytes())

    def _user_units_per_mm(self) -> float:
        """Return how many user units are a true millimetre, by the page's width and viewBox.

        `unittouu` of Inkscape 1.2 leaves the viewBox out.
        """
        stated = self.svg.get("width") or ""
        _x, _y, width, _height = [*self.svg.get_viewbox(), 0, 0, 0, 0][:4]
        width_mm = 0.0 if stated.endswith("%") else inkex.units.convert_unit(stated or "0", "mm")
        if width > 0 and width_mm > 0:
            return float(width / width_mm)
        return _PX_PER_MM

    def _prompt(self) -> str:
        # The dialogue writes line breaks as \n.
        return " ".join(self.options.prompt.replace("\\n", " ").split())

    def _options(self) -> list[str]:
        given = (("--seed", self.options.seed), ("--server", self.options.server))
        words = [word for name, value in given if value for word in (name, value)]
        return [*words, "--yes"] if self.options.pay else words

    def _place(self, svg: bytes) -> None:
        drawing = etree.fromstring(svg)
        _x, _y, width, height = (float(v) for v in drawing.get("viewBox").split())
        unit = self._user_units_per_mm()
        page = self.svg.get_page_bbox()
        left = page.center_x - width * unit / 2
        top = page.center_y - height * unit / 2
        group = inkex.Group()
        group.label = self._prompt()[:80]
        group.set(DIGEST, hashlib.sha256(svg).hexdigest())
        group.transform = inkex.Transform(f"translate({left},{top}) scale({unit})")
        for path in drawing:
            if not isinstance(path.tag, str):
                continue
            element = inkex.PathElement()
            for name, value in path.attrib.items():
                if name != "id":
                    element.set(name, value)
            group.append(element)
        self.svg.get_current_layer().append(group)


if __name__ == "__main__":
    DrawFromPrompt().run()
