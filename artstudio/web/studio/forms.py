"""The studio's form: it turns text into values, and leaves judging them to the service.

Ranges and contradictions are the service's to know, so that the pages and the
API refuse the same things in the same words; its answers come back to the
fields they are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from artstudio.models import MAX_COUNT, MAX_PROMPT_LENGTH
from artstudio.services.requests.style_pictures import STYLES
from artstudio.web.studio.form_fields import (
    INCH,
    MM,
    MM_PER_UNIT,
    UNITS,
    LengthField,
    NumberField,
    PromptField,
    SizeField,
    text_box,
)
from rmos_runs.errors import DomainError

ROUTES = {
    "": "Automatic",
    "pattern": "Exact geometry",
    "raster": "Picture, then trace",
    "direct": "SVG written by a language model",
    "native": "SVG from the image model",
}
INKS = {"": "Automatic", "false": "The dark parts", "true": "The light parts"}
METHODS = {
    "": "Outlines (potrace)",
    "centerline": "Single lines, for engraving",
    "vtracer": "Colour areas (vtracer)",
    "inkscape": "Inkscape, where it is installed",
}
DETAILS = {"": "Automatic", "fine": "Fine", "normal": "Normal", "smooth": "Smooth, fewer nodes"}
GEOMETRIES = {
    "": "Automatic",
    "auto": "Lines, circles and arcs",
    "strict": "Strict: fewer, simpler pieces",
    "off": "Off: as traced",
}
RELATIONS = {
    "circles": "Concentric and equal circles",
    "lines": "Parallel, square and level lines",
    "spacing": "Equal spacing",
    "rotation": "Rotational symmetry",
    "mirror": "Mirror symmetry",
}
SIZE_BYS = {"": "The whole picture", "ink": "What is drawn"}
CROP_HINT = (
    "auto for what is drawn, or left, top, right and bottom as parts of the picture: 0 0 0.5 1."
)
CORNERS_HINT = (
    "Of a sheet photographed at a slant: x and y of the upper left, upper right, lower right and "
    "lower left corner, as parts of the picture. Width and height are then those of the sheet."
)
CHOICES = {"invert": INKS, "method": METHODS, "detail": DETAILS, "geometry": GEOMETRIES}
MAX_EXTRA_STYLES = 16
NO_PROMPT = "Say in a few words what you want to cut."
IN_MILLIMETRES = "That is in millimetres; an inch has 25.4."
_RANGE = re.compile(r"Give a number from (?P<low>[\d.]+) to (?P<high>[\d.]+)\.")

#: Lengths in the unit one chooses, by the constraint they become, which is in millimetres.
SIZES = {
    "width_mm": "width",
    "height_mm": "height",
    "inner_diameter_mm": "inner_diameter",
    "outer_diameter_mm": "outer_diameter",
}
PATTERN_FIELDS = ("inner_diameter", "outer_diameter", "symmetry", "rings")
TRACE_FIELDS = (
    "method",
    "detail",
    "geometry",
    "threshold",
    "invert",
    "min_speck_mm",
    "curve_tolerance_mm",
    "corner_smoothness",
    "tones",
)
CUT_FIELDS = ("min_feature_mm", "min_gap_mm", "tool_diameter_mm", "feed_mm_min")
CONSTRAINT_FIELDS = (*SIZES, "symmetry", "rings", *TRACE_FIELDS, *CUT_FIELDS)


def _choice(choices: Mapping[str, str], **options: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(
        required=False, choices=list(choices.items()), widget=widget, **options
    )


class StudioForm(forms.Form):
    """Everything one can ask for; any part of it can come from the address."""

    prompt = PromptField(
        label="What should it be?",
        required=False,
        widget=forms.Textarea(
            attrs={
                "class": "prompt-input",
                "rows": 1,
                "dir": "auto",
                "data-limit": MAX_PROMPT_LENGTH,
                "aria-describedby": "prompt-foot id_prompt_error",
                "placeholder": "Rosette 102 mm, hole 84, rope outside, 12-fold",
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
    width = SizeField(label="Width")
    height = SizeField(label="Height")
    unit = forms.ChoiceField(
        label="Unit",
        required=False,
        choices=list(UNITS.items()),
        initial=MM,
        widget=forms.RadioSelect,
    )
    variant_seed = forms.CharField(
        label="Seed",
        required=False,
        widget=text_box(placeholder="new each time", dir="auto"),
        help_text="The same words and seed give the same bytes.",
    )
    provider = forms.CharField(label="Engine", error_messages={"required": "Choose an engine."})
    route = forms.ChoiceField(
        label="How it is drawn",
        required=False,
        choices=list(ROUTES.items()),
        widget=forms.RadioSelect,
    )
    model = forms.CharField(
        label="Model",
        required=False,
        widget=text_box(list="models", placeholder="the provider's own choice"),
    )
    fresh = forms.BooleanField(label="Ask again, even if the answer is stored", required=False)
    inner_diameter = SizeField(
        label="Inner diameter", help_text="The hole of a round ornament, as of a sound hole."
    )
    outer_diameter = SizeField(label="Outer diameter", help_text="Kept exactly.")
    symmetry = NumberField(label="Symmetry", help_text="How often it repeats in one turn, 2 to 72.")
    rings = NumberField(label="Rings", help_text="Bands of ornament, 1 to 12.")
    method = _choice(
        METHODS,
        label="Method",
        help_text="Outlines are cut around; single lines follow the middle of a stroke.",
    )
    detail = _choice(
        DETAILS,
        label="Detail",
        help_text="Fine keeps small shapes. Smooth runs faster on the machine.",
    )
    geometry = _choice(
        GEOMETRIES,
        label="Geometry",
        help_text="Makes straight edges lines and round ones circles. Off keeps the traced curves.",
    )
    threshold = NumberField(
        label="Threshold",
        help_text="The lightest grey that still is ink, 0 to 255. Higher makes lines bolder. "
        "Left empty, each picture gets its own.",
    )
    invert = _choice(
        INKS, label="What is ink", help_text="Choose the light parts for white on black."
    )
    min_speck_mm = LengthField(
        label="Smallest speck",
        help_text="Spots smaller than this are dropped: dust, and bits that would fall out.",
    )
    curve_tolerance_mm = LengthField(
        label="Curve tolerance",
        help_text="How far a curve may stray from the picture. More means fewer nodes.",
    )
    corner_smoothness = NumberField(
        label="Corner smoothness",
        help_text="0 keeps every corner sharp, 1.334 rounds them all; 1 is usual.",
    )
    tones = NumberField(
        label="Tones", help_text="2 to 8 makes a layer of each tone, for stacking veneers."
    )
    min_feature_mm = LengthField(
        label="Thinnest part",
        help_text="What your wood still holds; thinner places get a warning. Else 0.3 mm.",
    )
    min_gap_mm = LengthField(
        label="Narrowest gap",
        help_text="What your tool still cuts; narrower gaps get a warning. Else 0.3 mm.",
    )
    tool_diameter_mm = LengthField(
        label="Tool diameter", help_text="Inner corners that it cannot reach get a warning."
    )
    feed_mm_min = NumberField(
        label="Feed", suffix="mm/min", help_text="How fast it cuts, to tell how long that takes."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer_styles()
        for field in self.fields.values():
            if isinstance(field, SizeField):
                field.unit = self.chosen_unit

    @property
    def chosen_unit(self) -> str:
        """The unit of sizes that are typed without one."""
        return INCH if self["unit"].value() == INCH else MM

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
        typed = {name: data[SIZES.get(name, name)] for name in CONSTRAINT_FIELDS}
        constraints = {name: value for name, value in typed.items() if value not in {None, ""}}
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
            name = SIZES.get(name, name)
            self.add_error(name if name in self.fields else None, self._in_words(name, messages))
        if not error.fields:
            self.add_error(None, error.message)

    def _in_words(self, name: str, messages: list[str]) -> list[str]:
        """Return messages for a person: an empty prompt is no matter of counting characters."""
        if name == "prompt" and not self.cleaned_data["prompt"]:
            return [NO_PROMPT]
        if name in SIZES.values() and self.chosen_unit == INCH:
            return [_in_inches(message) for message in messages]
        return messages


def _in_inches(message: str) -> str:
    """Return a message about millimetres for somebody who types inches."""
    if (found := _RANGE.fullmatch(message)) is None:
        return f"{message} {IN_MILLIMETRES}"
    low, high = (float(found[name]) / MM_PER_UNIT[INCH] for name in ("low", "high"))
    return f"Give a length from {low:.2f} to {high:.0f} inches."
