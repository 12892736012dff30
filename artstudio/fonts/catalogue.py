"""Which fonts there are, what each is for, and which answers a CSS font family."""

from __future__ import annotations

import functools
import types
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FILES = Path(__file__).with_name("files")


@dataclass(frozen=True, kw_only=True)
class Font:
    """One font: several files, each with the letters of one script.

    name: how parameters name it; family: its own name; is_stencil: drawn so that nothing
    inside a letter falls out; joins: its letters touch, as in handwriting. thinnest,
    narrowest: the least width of ink and of a gap inside a letter, in heights of a capital.
    """

    name: str
    family: str
    folder: str
    weight: int
    scripts: tuple[str, ...]
    thinnest: float
    narrowest: float
    is_stencil: bool = False
    joins: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """The font files, in the order in which letters are looked for."""
        folder = _FILES / self.folder
        return tuple(
            folder / f"{self.folder}-{script}-{self.weight}-normal.woff" for script in self.scripts
        )

    @property
    def licence(self) -> Path:
        """The text of the font's licence."""
        return _FILES / self.folder / "OFL.txt"


_LATIN = ("latin", "latin-ext")
FONTS: Mapping[str, Font] = types.MappingProxyType(
    {
        font.name: font
        for font in (
            Font(
                name="serif", family="EB Garamond", folder="eb-garamond", weight=500,
                scripts=(*_LATIN, "greek", "cyrillic"), thinnest=0.031, narrowest=0.0107,
            ),
            Font(
                name="capitals", family="Cinzel", folder="cinzel", weight=600,
                scripts=_LATIN, thinnest=0.0128, narrowest=0.041,
            ),
            Font(
                name="sans", family="Rubik", folder="rubik", weight=500,
                scripts=(*_LATIN, "cyrillic", "hebrew", "arabic"), thinnest=0.068, narrowest=0.052,
            ),
            Font(
                name="script", family="Great Vibes", folder="great-vibes", weight=400,
                scripts=_LATIN, thinnest=0.0156, narrowest=0.0004, joins=True,
            ),
            Font(
                name="uncial", family="Uncial Antiqua", folder="uncial-antiqua", weight=400,
                scripts=_LATIN, thinnest=0.0152, narrowest=0.0125,
            ),
            Font(
                name="blackletter", family="UnifrakturMaguntia", folder="unifrakturmaguntia",
                weight=400, scripts=("latin",), thinnest=0.0189, narrowest=0.0168,
            ),
            Font(
                name="stencil", family="Saira Stencil One", folder="saira-stencil-one", weight=400,
                scripts=_LATIN, thinnest=0.104, narrowest=0.058, is_stencil=True,
            ),
            Font(
                name="stencil_serif", family="Stardos Stencil", folder="stardos-stencil",
                weight=700, scripts=("latin",), thinnest=0.047, narrowest=0.034, is_stencil=True,
            ),
        )
    }
)  # fmt: skip

_GENERIC = {
    "serif": "serif", "sans-serif": "sans", "system-ui": "sans", "ui-sans-serif": "sans",
    "ui-serif": "serif", "monospace": "sans", "cursive": "script", "fantasy": "uncial",
}  # fmt: skip
#: Parts of names by which a family that is not here is told to be like one that is.
_HINTS = (
    ("stencil", "stencil"), ("fraktur", "blackletter"), ("blackletter", "blackletter"),
    ("old english", "blackletter"), ("uncial", "uncial"), ("script", "script"),
    ("hand", "script"), ("vibes", "script"), ("chancery", "script"), ("cinzel", "capitals"),
    ("trajan", "capitals"), ("sans", "sans"), ("arial", "sans"), ("helvetica", "sans"),
    ("verdana", "sans"), ("garamond", "serif"), ("times", "serif"), ("georgia", "serif"),
    ("roman", "serif"), ("serif", "serif"),
)  # fmt: skip


@functools.lru_cache(maxsize=256)
def font_for_css(families: str) -> tuple[Font, bool]:
    """Return the font for a CSS `font-family` list, and whether it is the one that was named.

    The first family of the list that is here wins; else the first that is like one of
    them; else the sans font.
    """
    names = [name.strip().strip("'\"").casefold() for name in families.split(",")]
    by_family = {font.family.casefold(): font for font in FONTS.values()}
    for name in names:
        if name in by_family:
            return by_family[name], True
    for name in names:
        if name in _GENERIC:
            return FONTS[_GENERIC[name]], False
        for part, font in _HINTS:
            if part in name:
                return FONTS[font], False
    return FONTS["sans"], False
