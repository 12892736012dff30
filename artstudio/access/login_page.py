"""Where people say who they are."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView


class LoginForm(AuthenticationForm):
    """Name and password, looking like the studio's other fields."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class LoginPage(LoginView):
    """GET: the form; POST: the way in, back to a page of ours and no other."""

    authentication_form = LoginForm
    template_name = "login.html"
