"""The studio's form: it turns text into values, and leaves judging them to the service.

Ranges and contradictions are the service's to know, so that the pages and the
API refuse the same things in the same words; its answers come back to the
fields they are about.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from artstudio.models import MAX_COUNT, MAX_PROMPT_LENGTH
from rmos_runs.errors import DomainError

STYLES = (
    "rosette",
    "celtic knot",
    "vine",
    "purfling",
    "tessellation",
    "medallion",
    "mandala",
)
ROUTES = {
    "": "Automatic",
    "pattern": "Exact geometry",
    "raster": "Picture, then trace",
    "native": "SVG from the provider",
    "direct": "SVG written by a language model",
}
INKS = {"": "Automatic", "false": "The dark parts", "true": "The light parts"}
METHODS = {
    "": "Outlines (potrace)",
    "centerline": "Single lines, for engraving",
    "vtracer": "Colour areas (vtracer)",
    "inkscape": "Inkscape, where it is installed",
}
DETAILS = {"": "Automatic", "fine": "Fine", "normal": "Normal", "smooth": "Smooth, fewer nodes"}
CHOICES = {"invert": INKS, "method": METHODS, "detail": DETAILS}
MAX_EXTRA_STYLES = 16
MM_PER_UNIT = {"mm": 1, "cm": 10, "in": 25.4, "inch": 25.4, '"': 25.4, "″": 25.4}
_LENGTH = re.compile(r'(?P<number>[-+.,\d]+)\s*(?P<unit>mm|cm|inch|in|"|″)', re.IGNORECASE)
LONGEST_NUMBER = 32
NO_PROMPT = "Say in a few words what you want to cut."

SIZE_FIELDS = ("width_mm", "height_mm")
PATTERN_FIELDS = ("inner_diameter_mm", "outer_diameter_mm", "symmetry", "rings")
TRACE_FIELDS = (
    "threshold",
    "min_speck_mm",
    "corner_smoothness",
    "curve_tolerance_mm",
    "invert",
    "method",
    "detail",
    "tones",
)
SOURCE_FIELDS = ("route", "model", "fresh")
CONSTRAINT_FIELDS = SIZE_FIELDS + PATTERN_FIELDS + TRACE_FIELDS


def _box(**attributes: str) -> forms.TextInput:
    """Return a text box: a number box loses what it cannot read before anyone sees it."""
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off", **attributes})


class NumberField(forms.CharField):
    """A number, with a decimal point or comma."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=_box(inputmode="decimal"), **options)

    def to_python(self, value: Any) -> Any:
        """Return an int or a float, the text where it is neither, or "" for nothing typed."""
        text = (super().to_python(value) or "").replace(",", ".")
        for kind in (int, float) if len(text) <= LONGEST_NUMBER else ():
            with contextlib.suppress(ValueError):
                return kind(text)
        return text


class LengthField(NumberField):
    """A length in millimetres, or in another unit that is named: `4 in`, `4"`, `10 cm`."""

    def to_python(self, value: Any) -> Any:
        """Return millimetres, the text where it is no length, or "" for nothing typed."""
        text = forms.CharField.to_python(self, value) or ""
        found = _LENGTH.fullmatch(text.strip()) if len(text) <= LONGEST_NUMBER else None
        if found is None:
            return super().to_python(value)
        number = super().to_python(found["number"])
        factor = MM_PER_UNIT[found["unit"].lower()]
        return number if isinstance(number, str) else round(number * factor, 3)


class PromptField(forms.CharField):
    """The prompt as it was typed."""

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends: browsers send others than they show."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class StudioForm(forms.Form):
    """Everything one can ask for; any part of it can come from the address."""

    prompt = PromptField(
        label="What should it be?",
        required=False,
        widget=forms.Textarea(
            attrs={
                "class": "input",
                "rows": 4,
                "dir": "auto",
                "data-limit": MAX_PROMPT_LENGTH,
                "aria-describedby": "prompt-foot id_prompt_error",
                "placeholder": "A rosette of oak leaves with a rope border",
            }
        ),
    )
    style_hints = forms.MultipleChoiceField(
        label="Style", required=False, widget=forms.CheckboxSelectMultiple
    )
    count = forms.TypedChoiceField(
        label="How many",
        coerce=int,
        choices=[(n, str(n)) for n in range(1, MAX_COUNT + 1)],
        initial=1,
        widget=forms.RadioSelect,
    )
    width_mm = LengthField(label="Width")
    height_mm = LengthField(label="Height")
    variant_seed = forms.CharField(
        label="Seed",
        required=False,
        widget=_box(placeholder="new", dir="auto"),
        help_text="Without a size it is 100 mm; 4 in or 10 cm is understood too. "
        "The same words and seed give the same bytes.",
    )
    provider = forms.CharField(label="Who draws", error_messages={"required": "Choose who draws."})
    route = forms.ChoiceField(
        label="How it is drawn",
        required=False,
        choices=list(ROUTES.items()),
        widget=forms.Select(attrs={"class": "input"}),
    )
    model = forms.CharField(
        label="Model",
        required=False,
        widget=_box(list="models", placeholder="the provider's own choice"),
    )
    fresh = forms.BooleanField(label="Ask again, even if the answer is stored", required=False)
    inner_diameter_mm = LengthField(label="Inner diameter")
    outer_diameter_mm = LengthField(label="Outer diameter")
    symmetry = NumberField(label="Symmetry", help_text="How often it repeats, 2 to 64.")
    rings = NumberField(label="Rings", help_text="1 to 24.")
    threshold = NumberField(label="Threshold", help_text="Darker than this grey, 0 to 255, is ink.")
    min_speck_mm = NumberField(label="Smallest speck", help_text="Specks below it are dropped.")
    corner_smoothness = NumberField(
        label="Corner smoothness", help_text="0 keeps every corner, 1.334 rounds them all."
    )
    curve_tolerance_mm = NumberField(
        label="Curve tolerance", help_text="A larger one gives fewer nodes."
    )
    invert = forms.ChoiceField(
        label="What is ink",
        required=False,
        choices=list(INKS.items()),
        widget=forms.Select(attrs={"class": "input"}),
    )

    method = forms.ChoiceField(
        label="Method",
        required=False,
        choices=list(METHODS.items()),
        widget=forms.Select(attrs={"class": "input"}),
    )
    detail = forms.ChoiceField(
        label="Detail",
        required=False,
        choices=list(DETAILS.items()),
        widget=forms.Select(attrs={"class": "input"}),
    )
    tones = NumberField(label="Tones", help_text="2 to 8 makes a layer of each tone, for stacking.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer_styles()

    def _offer_styles(self) -> None:
        """Offer the presets, and whatever else is chosen already."""
        chosen: Iterable[Any] = self["style_hints"].value() or ()
        extra = [hint for hint in map(str, chosen) if hint and hint not in STYLES]
        offered = dict.fromkeys([*STYLES, *extra[:MAX_EXTRA_STYLES]])
        field = self.fields["style_hints"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(style, style.capitalize()) for style in offered]

    def arguments(self) -> dict[str, Any]:
        """Return the checked values as arguments of `generate_svg_variants`."""
        data = self.cleaned_data
        constraints = {
            name: data[name] for name in CONSTRAINT_FIELDS if data[name] not in {None, ""}
        }
        if "invert" in constraints:
            constraints["invert"] = data["invert"] == "true"
        return {
            "prompt": data["prompt"],
            "count": data["count"],
            "variant_seed": data["variant_seed"] or None,
            "constraints": constraints,
            "style_hints": data["style_hints"],
            "provider": data["provider"],
            "route": data["route"] or None,
            "model": data["model"] or None,
            "fresh": data["fresh"],
        }

    def refuse(self, error: DomainError) -> None:
        """Show a refusal of the service: at the fields it names, else above the form."""
        for path, messages in (error.fields or {}).items():
            name = path.removeprefix("constraints.").partition(".")[0]
            self.add_error(name if name in self.fields else None, self._in_words(name, messages))
        if not error.fields:
            self.add_error(None, error.message)

    def _in_words(self, name: str, messages: list[str]) -> list[str]:
        """Return messages for a person: an empty prompt is no matter of counting characters."""
        return [NO_PROMPT] if name == "prompt" and not self.cleaned_data["prompt"] else messages


def state_of(query: QueryDict) -> dict[str, Any]:
    """Return the form's state as an address gives it; what the form has no field for is ignored."""
    state: dict[str, Any] = {name: query[name] for name in StudioForm.base_fields if name in query}
    if "style_hints" in state:
        state["style_hints"] = query.getlist("style_hints")
    return state
