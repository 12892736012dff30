"""What `manage.py check` says about the store before anyone needs it."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from rmos_runs.blob_storage import attachment_storage
from rmos_runs.errors import StoreUnavailable


@register
def store_is_writable(**_: Any) -> list[CheckMessage]:
    """Report a store whose root cannot be made or written."""
    try:
        attachment_storage().check_writable()
    except StoreUnavailable as error:
        hint = "Point RMOS_RUN_ATTACHMENTS_DIR to a folder that this account may write."
        return [Error(error.message, hint=hint, id="rmos_runs.E001")]
    return []
