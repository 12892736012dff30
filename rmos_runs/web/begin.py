"""Sessions and runs that are begun in the browser, with a title and a note."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rmos_runs.runs import begin as runs
from rmos_runs.runs.sessions import create_session, get_session
from rmos_runs.runs.titles import LONGEST_NOTE, LONGEST_TITLE
from rmos_runs.web.htmx import PageRequest


def _line(label: str, longest: int, *, required: bool = False, hint: str = "") -> forms.CharField:
    attrs = {"class": "input", "autocomplete": "off", "placeholder": hint}
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": f"Give it a {label.lower()}."},
    )


def _note() -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "input", "rows": 2})
    return forms.CharField(label="Note", max_length=LONGEST_NOTE, required=False, widget=widget)


class SessionForm(forms.Form):
    """A session: what is made, of what, on which machine."""

    title = _line("Title", LONGEST_TITLE, required=True, hint="OM guitar no. 47")
    material_id = _line("Material", 128, hint="walnut, 3 mm")
    machine_id = _line("Machine", 128, hint="CO2 laser")
    tool_id = _line("Tool", 128, hint="0.8 mm bit")
    note = _note()


class RunForm(forms.Form):
    """A run of a session that is begun by hand."""

    title = _line("Title", LONGEST_TITLE, required=True, hint="Rosette, test piece")
    tool_id = _line("Tool", 128, hint="0.8 mm bit")
    note = _note()


@require_POST
def begin_session(request: PageRequest) -> HttpResponse:
    """Begin a session and show it; what is wrong is said at its field."""
    form = SessionForm(request.POST, auto_id="session-%s")
    if not form.is_valid():
        return render(request, "rmos/begin_session.html", {"form": form}, status=400)
    data = form.cleaned_data
    said = {name: data.pop(name) for name in ("title", "note")}
    fields = {name: value for name, value in data.items() if value}
    context = {name: text for name, text in said.items() if text}
    session = create_session(**fields, context_json=context)
    return redirect("rmos_web:session", session.session_id)


@require_POST
def begin_run(request: PageRequest, session_id: str) -> HttpResponse:
    """Begin a run of a session and show it. Nobody has judged it: its risk is unknown."""
    session = get_session(session_id)
    form = RunForm(request.POST, auto_id="run-%s")
    if not form.is_valid():
        context = {"form": form, "session": session}
        return render(request, "rmos/begin_run.html", context, status=400)
    run = runs.begin_run(session.session_id, **form.cleaned_data)
    return redirect(reverse("rmos_web:run", args=[run.run_id]))
