"""Static files under names that hold a digest of what is in them."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = r"""(?m)^(?P<matched>import (?P<names>\{[^}]*\}) from "(?P<url>\./[^"]+)";)"""


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Names what our modules import by its digest too: under two names a module runs twice.

    Django can do it for every file, and then trips over packages that ship modules
    whose imports only a build step resolves.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((_IMPORT, 'import %(names)s from "%(url)s";'),)),
    )
