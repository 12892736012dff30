"""The page that shows the API: Swagger UI from its package, nothing from another host."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView

# Swagger UI draws its icons as data: pictures and sets styles on its elements.
_RELAXED = {"img-src": [SELF, "data:"], "style-src": [SELF, UNSAFE_INLINE]}


@method_decorator(csp_update(_RELAXED), name="dispatch")
class ApiDocs(SpectacularSwaggerSplitView):
    """GET: the schema as a page, with every call to try."""

    #: A page, which takes whatever an address holds.
    query_names = None
    url_name = "api-schema"
    template_name = "api_docs.html"
    title = "Art Studio API"
