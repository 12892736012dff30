"""The fonts that lettering is drawn with, and text as outlines.

Lowest floor: it imports nothing of the project but geometry. The files are those of the
Fontsource packages, each with its licence (SIL Open Font License) beside it.
"""

from artstudio.fonts.catalogue import FONTS, Font, font_for_css
from artstudio.fonts.outlines import Glyph, ShapedText, shape_text, text_rings

__all__ = ["FONTS", "Font", "Glyph", "ShapedText", "font_for_css", "shape_text", "text_rings"]
