"""The addresses of the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import path
from django.views.decorators.http import require_safe

from artstudio.web import old_addresses, styleguide
from artstudio.web.drawing import urls as drawing
from artstudio.web.gallery import urls as gallery
from artstudio.web.making import urls as making
from artstudio.web.studio import urls as studio
from artstudio.web.tuning import urls as tuning

app_name = "web"


@require_safe
def favicon(_request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the studio's icon, for browsers that ask for one by themselves."""
    return HttpResponseRedirect(static("img/favicon.svg"))


urlpatterns = [
    *studio.urlpatterns,
    *gallery.urlpatterns,
    *drawing.urlpatterns,
    *tuning.urlpatterns,
    *making.urlpatterns,
    *old_addresses.urlpatterns,
    path("styleguide", styleguide.styleguide, name="styleguide"),
    path("favicon.ico", favicon, name="favicon"),
]
