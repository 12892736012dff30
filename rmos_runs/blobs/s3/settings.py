"""What the settings say about a bucket, as options of its storage. Pure."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

DEFAULT_REGION = "us-east-1"


def s3_store(
    *,
    bucket: str,
    prefix: str = "",
    endpoint_url: str = "",
    region: str = DEFAULT_REGION,
    access_key: str = "",
    secret_key: str = "",
    redirect: bool = False,
) -> dict[str, Any]:
    """Return the entry of Django's STORAGES; without keys boto3 looks for them in its places."""
    return {
        "BACKEND": "rmos_runs.blobs.s3.storage.S3ContentStorage",
        "OPTIONS": {
            "bucket_name": bucket,
            "location": prefix.strip("/"),
            "endpoint_url": endpoint_url or None,
            "region_name": region,
            "access_key": access_key or None,
            "secret_key": secret_key or None,
            # Other stores seldom have a name for each bucket in DNS.
            "addressing_style": "path" if endpoint_url else "virtual",
            "redirect": redirect,
        },
    }


def signed_origin(*, bucket: str, endpoint_url: str = "", region: str = DEFAULT_REGION) -> str:
    """Return the origin of signed addresses, for the Content-Security-Policy of our pages."""
    if endpoint_url:
        parts = urlsplit(endpoint_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    place = "s3" if region == DEFAULT_REGION else f"s3.{region}"
    return f"https://{bucket}.{place}.amazonaws.com"
