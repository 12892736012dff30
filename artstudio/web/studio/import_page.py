"""A file of one's own from the studio's page: drawings are imported, pictures are traced."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from artstudio.models import Generation
from artstudio.services.imports.intake import CLOSED_LINES, UNITS
from artstudio.services.imports.own_file import take_file
from artstudio.web.studio.form_fields import text_box
from artstudio.web.studio.forms import CORNERS_HINT, CROP_HINT, SIZE_BYS
from artstudio.web.tuning.setting import numbers_of
from rmos_runs.errors import DomainError
from rmos_runs.http.problems import status_of
from rmos_runs.web.htmx import PageRequest

_UNITS = [("", "as the file says"), *((unit, unit) for unit in UNITS)]
_ACCEPTED = (
    ".svg,.svgz,.dxf,.pdf,.eps,.ps,.ai,.png,.jpg,.jpeg,.webp,.avif,.heic,.heif,.tif,.tiff,.gif,.bmp"
)


class ImportForm(forms.Form):
    """A file, and what it may not say itself."""

    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        error_messages={
            "required": "Choose a file that is not too large.",
            "empty": "The file is empty.",
        },
    )
    width_mm = forms.FloatField(
        label="Resize to, in mm",
        required=False,
        help_text="Leave it out, and a drawing keeps the size that the file states.",
        widget=forms.NumberInput(attrs={"class": "input", "step": "any", "min": "2"}),
    )
    unit = forms.ChoiceField(
        label="DXF measured in",
        choices=_UNITS,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    closed_lines = forms.ChoiceField(
        label="Closed lines",
        choices=list(zip(CLOSED_LINES, ("stay lines", "become areas"), strict=True)),
        required=False,
        help_text="Areas have widths that are checked; inlays are made of them.",
        widget=forms.Select(attrs={"class": "input"}),
    )
    size_by = forms.ChoiceField(
        label="Size given is that of",
        choices=list(SIZE_BYS.items()),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    crop = forms.CharField(label="Crop", required=False, help_text=CROP_HINT, widget=text_box())
    corners = forms.CharField(
        label="Corners of the sheet", required=False, help_text=CORNERS_HINT, widget=text_box()
    )

    def part_fields(self) -> list[forms.BoundField]:
        """Return the fields that say which part of a picture is traced, and whose size it is."""
        return [self[name] for name in ("size_by", "crop", "corners")]


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: PageRequest) -> HttpResponse:
    """Show the form; POST makes a drawing of the file and shows it."""
    if request.method != "POST":
        return _page(request, ImportForm(auto_id="import-%s"))
    form = ImportForm(request.POST, request.FILES, auto_id="import-%s")
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        made = _made(form.cleaned_data)
    except DomainError as error:
        _refuse(form, error)
        return _page(request, form, status=status_of(error))
    return redirect("web:generation", made.generation_id)


def _made(given: dict[str, Any]) -> Generation:
    constraints = {
        "width_mm": given["width_mm"],
        "size_by": given["size_by"] or None,
        "crop": numbers_of(given["crop"]) or None,
        "corners": numbers_of(given["corners"]) or None,
    }
    return take_file(
        given["file"],
        constraints={name: value for name, value in constraints.items() if value is not None},
        unit=given["unit"] or None,
        closed_lines=given["closed_lines"] or None,
    )


def _refuse(form: ImportForm, error: DomainError) -> None:
    """Put a refusal beside the field it is about, or above the form."""
    told = error.fields or {}
    fields = {name.removeprefix("constraints."): said for name, said in told.items()}
    known = {name: said for name, said in fields.items() if name in form.fields}
    for name, said in known.items():
        form.add_error(name, said)
    if not known:
        form.add_error(None, error.message)


def _page(request: PageRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    return render(request, "studio/import.html", {"import_form": form}, status=status)
