"""The connection to an S3-compatible store: one per process and account, bounded in time.

What boto3 raises becomes StoreUnavailable here, in words that say what to check and
never carry a key, a signature or an address with a query.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import boto3.session  # type: ignore[import-untyped]  # boto3 has no types
from botocore.config import Config  # type: ignore[import-untyped]  # as boto3
from botocore.exceptions import (  # type: ignore[import-untyped]  # as boto3
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
)

from rmos_runs.errors import StoreFull, StoreUnavailable

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 5
READ_TIMEOUT_S = 20
#: For what a load balancer waits for.
PROBE_TIMEOUT_S = 3
#: Attempts in all, with botocore's backoff between them.
ATTEMPTS = 3
PROBE_ATTEMPTS = 2
_POOL = 32
_CODE = re.compile(r"[A-Za-z0-9]{1,40}", re.ASCII)

_SILENT = (
    "The store does not answer. Check ARTSTUDIO_S3_ENDPOINT_URL, ARTSTUDIO_S3_REGION "
    "and the network, then try again."
)
_REFUSED = (
    "The store refuses access. Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY "
    "and what the bucket's policy allows."
)
_NO_BUCKET = "The store has no such bucket. Check ARTSTUDIO_S3_BUCKET."
_ELSEWHERE = "The bucket is in another region. Check ARTSTUDIO_S3_REGION."
_BUSY = "The store is overloaded. Try again in a moment."
_BY_CODE = {
    "NoSuchBucket": _NO_BUCKET,
    "InvalidBucketName": _NO_BUCKET,
    "PermanentRedirect": _ELSEWHERE,
    "AuthorizationHeaderMalformed": _ELSEWHERE,
    "IllegalLocationConstraintException": _ELSEWHERE,
    "ExpiredToken": _REFUSED,
    "RequestTimeTooSkewed": "The clocks of this machine and of the store differ. Set them.",
}
_BY_STATUS = {
    301: _ELSEWHERE,
    401: _REFUSED,
    403: _REFUSED,
    429: _BUSY,
    500: _BUSY,
    502: _SILENT,
    503: _BUSY,
    504: _SILENT,
}
#: What MinIO, Ceph and SeaweedFS say of a full disk or a used-up quota.
_FULL = frozenset({"XMinioStorageFull", "QuotaExceeded", "InsufficientStorage"})
_building = threading.Lock()


def shared_resource(**account: Any) -> Any:
    """Return the resource of an account; its client may be used by every thread at once.

    Building one takes a tenth of a second, and django-storages would do it in each thread.
    """
    with _building:
        return _resource(**account)


@lru_cache(maxsize=8)
def _resource(
    *,
    endpoint_url: str | None,
    region_name: str | None,
    access_key: str | None,
    secret_key: str | None,
    token: str | None,
    addressing_style: str,
    probe: bool = False,
) -> Any:
    session = boto3.session.Session(
        aws_access_key_id=access_key, aws_secret_access_key=secret_key, aws_session_token=token
    )
    config = Config(
        connect_timeout=PROBE_TIMEOUT_S if probe else CONNECT_TIMEOUT_S,
        read_timeout=PROBE_TIMEOUT_S if probe else READ_TIMEOUT_S,
        retries={
            "mode": "standard",
            "total_max_attempts": PROBE_ATTEMPTS if probe else ATTEMPTS,
        },
        max_pool_connections=_POOL,
        signature_version="s3v4",
        s3={"addressing_style": addressing_style},
        # We send SHA-256 ourselves; botocore's own CRC trailers are refused by older stores.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return session.resource("s3", endpoint_url=endpoint_url, region_name=region_name, config=config)


@contextmanager
def reported(action: str) -> Iterator[None]:
    """Turn what the store or the network did into StoreUnavailable, and log it."""
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        message = _message(error)
        facts = {"action": action, "error": type(error).__name__, "code": error_code(error)}
        logger.warning("store_unavailable", extra=facts)
        # Not chained: a trace-back would carry names and addresses that nobody asked to see.
        raise (StoreFull() if _is_full(error) else StoreUnavailable(message)) from None


def error_code(error: Exception) -> str:
    """Return the code the store gave, such as `PreconditionFailed`, or an empty string."""
    code = str(_answer(error).get("Error", {}).get("Code", ""))
    return code if _CODE.fullmatch(code) else ""


def error_status(error: Exception) -> int:
    """Return the HTTP status of an answer that is an error, or 0 where none came."""
    return int(_answer(error).get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def is_missing(error: ClientError) -> bool:
    """Tell whether the store says that there is no such object, and not: no such bucket."""
    return error_status(error) == 404 and error_code(error) != "NoSuchBucket"


def _is_full(error: Exception) -> bool:
    return error_status(error) == 507 or error_code(error) in _FULL


def _answer(error: Exception) -> dict[str, Any]:
    # Errors of the network have the attribute too, and nothing in it.
    return getattr(error, "response", None) or {}


def _message(error: Exception) -> str:
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return _REFUSED
    if isinstance(error, ConnectionError | HTTPClientError):
        return _SILENT
    code = error_code(error)
    known = _BY_CODE.get(code) or _BY_STATUS.get(error_status(error))
    return known or f"The store answers with an error ({code or type(error).__name__})."
