"""What `manage.py check` says about the store before anyone needs it."""

from __future__ import annotations

import sys
from typing import Any, cast

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004  # Django's
from django.db import DatabaseError

from rmos_runs.blobs.free_space import Volume, volumes
from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.connection_pooling import broken_by_pooling
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


@register
def bucket_can_do_what_is_needed(**_: Any) -> list[CheckMessage]:
    """Try a bucket where `check` was asked for: W002 for each thing that it cannot do."""
    if sys.argv[1:2] != ["check"] or settings.RMOS_STORE != "s3" or _faults():
        return []
    try:
        missing: list[str] = cast("Any", attachment_storage()).missing_abilities()
    except StoreUnavailable:
        # E001 says why.
        return []
    return [Warning(told, hint=_HINTS["s3"], id="rmos_runs.W002") for told in missing]


@register
def sessions_hold(**_: Any) -> list[CheckMessage]:
    """Try what a pool of connections may break, where `check` was asked for: E005."""
    if sys.argv[1:2] != ["check"]:
        return []
    try:
        broken = broken_by_pooling()
    except DatabaseError:
        # That it does not answer is said elsewhere.
        return []
    hint = "Connect directly, or through a pool in session mode (pgbouncer: pool_mode = session)."
    return [Error(told, hint=hint, id="rmos_runs.E005") for told in broken]


@register
def there_is_room(**_: Any) -> list[CheckMessage]:
    """Warn of a disk of database or store that is low (W001) or as good as full (E004)."""
    return [_of_volume(volume) for volume in volumes() if volume.state != "ok"]


def _of_volume(volume: Volume) -> CheckMessage:
    told = f"The disk of the {volume.part} has {volume.free_bytes:,} bytes left."
    if volume.state == "full":
        return Error(f"{told} New work is refused.", hint="Free space on it.", id="rmos_runs.E004")
    hint = "Free space on it, or set RMOS_LOW_SPACE_BYTES lower."
    return Warning(told, hint=hint, id="rmos_runs.W001")


def _faults() -> list[CheckMessage]:
    if settings.RMOS_STORE not in settings.RMOS_STORES:
        known = " or ".join(sorted(settings.RMOS_STORES))
        return [Error(f"ARTSTUDIO_STORE is {known}.", id="rmos_runs.E002")]
    if settings.RMOS_STORE == "s3" and not settings.RMOS_STORES["s3"]["OPTIONS"]["bucket_name"]:
        message = "ARTSTUDIO_STORE is s3, and ARTSTUDIO_S3_BUCKET is not set."
        return [Error(message, hint="Set it to the bucket's name.", id="rmos_runs.E003")]
    return []
