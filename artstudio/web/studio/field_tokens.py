"""What the fields of the form fix beside the words, as parts that can be taken out."""

from __future__ import annotations

from collections.abc import Iterator

from artstudio.services.requests.prompt_tokens import SIZE_LABELS, Token
from artstudio.web.studio.form_fields import INCH
from artstudio.web.studio.forms import CHOICES, CONSTRAINT_FIELDS, SIZES, StudioForm


def tokens_of_fields(form: StudioForm) -> Iterator[Token]:
    """Yield what the form's fields fix beside the words; the form must be valid."""
    data = form.cleaned_data
    for hint in data["style_hints"]:
        yield Token(label="style", text=str(hint), field="style_hints")
    for name in CONSTRAINT_FIELDS:
        field = SIZES.get(name, name)
        if data[field] in {None, ""}:
            continue
        label = SIZE_LABELS.get(name) or str(form.fields[field].label).lower()
        yield Token(label=label, text=_text_of(form, field), field=field)
    if data["variant_seed"]:
        yield Token(label="seed", text=data["variant_seed"][:24], field="variant_seed")


def _text_of(form: StudioForm, field: str) -> str:
    typed = str(form.data.get(field, ""))
    if field in CHOICES:
        return CHOICES[field].get(typed, typed)
    if field in SIZES.values():
        return (
            f"{typed} {'in' if form.chosen_unit == INCH else 'mm'}"
            if typed[-1:].isdigit()
            else typed
        )
    return typed
