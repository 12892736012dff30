"""The form's kinds of field: they turn text into values and keep text that is none."""

from __future__ import annotations

import contextlib
import math
import re
from typing import Any

from django import forms

#: What a length may be measured in, in millimetres.
MM_PER_UNIT = {"mm": 1, "cm": 10, "in": 25.4, "inch": 25.4, '"': 25.4, "″": 25.4}
MM, INCH = "mm", "in"
UNITS = {MM: "mm", INCH: "in"}
LONGEST_NUMBER = 32
_UNIT = re.compile(r'(?P<number>.*\d\.?)\s*(?P<unit>mm|cm|inch|in|"|″)', re.IGNORECASE | re.ASCII)
# Rulers in inches are read in halves to sixty-fourths: `3 1/2`, `3-1/2`, `7/16`.
_FRACTION = re.compile(r"(?:(?P<whole>\d{1,6})[ -])?(?P<top>\d{1,6})/(?P<below>\d{1,6})", re.ASCII)
#: A thousandth of a millimetre is what lengths are kept to.
_DECIMALS_MM = 3
_SAME_MM = 0.5 * 10**-_DECIMALS_MM
_MOST_DECIMALS = 6


def text_box(**attributes: str) -> forms.TextInput:
    """Return a text box: a number box loses what it cannot read before anyone sees it."""
    return forms.TextInput(attrs={"class": "input", **attributes})


class NumberField(forms.CharField):
    """A number, with a decimal point or comma."""

    def __init__(self, *, suffix: str = "", **options: Any) -> None:
        super().__init__(required=False, widget=text_box(inputmode="decimal"), **options)
        #: What the number counts, shown behind it.
        self.suffix = suffix

    def to_python(self, value: Any) -> Any:
        """Return an int or a float, the text where it is neither, or "" for nothing typed."""
        text = (super().to_python(value) or "").replace(",", ".")
        for kind in (int, float) if len(text) <= LONGEST_NUMBER else ():
            with contextlib.suppress(ValueError):
                return kind(text)
        return text


class LengthField(NumberField):
    """A length in the field's unit, or in another that is named: `4 in`, `3 1/2"`, `10 cm`."""

    #: The unit of a bare number.
    unit = MM

    def __init__(self, **options: Any) -> None:
        super().__init__(suffix=MM, **options)

    def to_python(self, value: Any) -> Any:
        """Return millimetres, the text where it is no length, or "" for nothing typed."""
        text = (forms.CharField.to_python(self, value) or "").strip()
        found = _UNIT.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
        number = self._number(found["number"] if found else text)
        factor = MM_PER_UNIT[found["unit"].lower() if found else self.unit]
        if isinstance(number, str):
            return text
        return number if factor == 1 else round(number * factor, _DECIMALS_MM)

    def _number(self, text: str) -> Any:
        """Return a number, also one that is written as a fraction, or the text."""
        found = _FRACTION.fullmatch(text)
        if found is None or int(found["below"]) == 0:
            return super().to_python(text)
        return int(found["whole"] or 0) + int(found["top"]) / int(found["below"])


class SizeField(LengthField):
    """A length whose unit the form chooses."""

    is_size = True


class PromptField(forms.CharField):
    """The prompt as it was typed."""

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends: browsers send others than they show."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


def length_text(millimetres: str, unit: str) -> str:
    """Return a length as one would type it in `unit`: the shortest text that means the same.

    Text that is no number is returned as it is.
    """
    factor = MM_PER_UNIT[unit]
    try:
        wanted = float(millimetres)
    except ValueError:
        return millimetres
    if factor == 1 or not math.isfinite(wanted):
        return millimetres
    for decimals in range(_MOST_DECIMALS):
        shown = round(wanted / factor, decimals)
        if abs(shown * factor - wanted) < _SAME_MM:
            return f"{shown:.{decimals}f}"
    return f"{wanted / factor:.{_MOST_DECIMALS}f}"
