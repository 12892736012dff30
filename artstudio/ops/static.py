"""Static files under names that hold a digest of what is in them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
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

    def __init__(self, *args: Any, **options: Any) -> None:
        """Know no address yet."""
        super().__init__(*args, **options)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002 - as Django has it
        """Return a file's address, worked out once: every page names two dozen of them."""
        if settings.DEBUG or force:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]
