"""What `manage.py check` says about the store before anyone needs it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from rmos_runs.blob_storage import attachment_storage
from rmos_runs.errors import StoreUnavailable

_HINTS = {
    "local": "Point RMOS_RUN_ATTACHMENTS_DIR to a folder that this account may write.",
    "s3": "README, `The store on S3`, lists what the bucket must allow.",
}


@register
def store_is_writable(**_: Any) -> list[CheckMessage]:
    """Report settings that name no store (E002, E003), and one that cannot be written (E001)."""
    faults = _faults()
    if faults:
        return faults
    try:
        attachment_storage().check_writable()
    except StoreUnavailable as error:
        return [Error(error.message, hint=_HINTS[settings.RMOS_STORE], id="rmos_runs.E001")]
    return []


def _faults() -> list[CheckMessage]:
    if settings.RMOS_STORE not in settings.RMOS_STORES:
        known = " or ".join(sorted(settings.RMOS_STORES))
        return [Error(f"ARTSTUDIO_STORE is {known}.", id="rmos_runs.E002")]
    if settings.RMOS_STORE == "s3" and not settings.RMOS_STORES["s3"]["OPTIONS"]["bucket_name"]:
        message = "ARTSTUDIO_STORE is s3, and ARTSTUDIO_S3_BUCKET is not set."
        return [Error(message, hint="Set it to the bucket's name.", id="rmos_runs.E003")]
    return []
