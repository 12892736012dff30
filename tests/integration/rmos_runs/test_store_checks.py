"""What `manage.py check` says about the store's settings, and how the environment sets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.core.checks import CheckMessage
from pytest_django import Settings

from tests.stores import S3Server, use_bucket, use_store

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
_PRINT = """
import json
from artstudio import settings
csp = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"]
entry = settings.STORAGES["attachments"]
print(json.dumps([settings.RMOS_STORE, entry["BACKEND"], entry["OPTIONS"], csp], default=str))
"""


def said() -> list[CheckMessage]:
    return [message for message in checks.run_checks() if "rmos_runs" in str(message.id)]


def settings_with(**environment: str) -> list[Any]:
    found = subprocess.run(
        [sys.executable, "-c", _PRINT],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    told: list[Any] = json.loads(found.stdout)
    return told


def test_a_bucket_that_can_be_written_passes(settings: Settings, s3_server: S3Server) -> None:
    use_bucket(settings, s3_server)
    assert said() == []


def test_s3_without_a_bucket_names_the_variable(settings: Settings, s3_server: S3Server) -> None:
    use_store(settings, "s3", s3_server.entry(bucket=""))
    (message,) = said()
    assert message.id == "rmos_runs.E003"
    assert "ARTSTUDIO_S3_BUCKET is not set" in message.msg


def test_a_bucket_that_is_not_there_is_an_error(settings: Settings, s3_server: S3Server) -> None:
    use_store(settings, "s3", s3_server.entry(bucket="no-such-bucket"))
    (message,) = said()
    assert message.id == "rmos_runs.E001"
    assert "ARTSTUDIO_S3_BUCKET" in message.msg


def test_a_store_of_another_kind_is_an_error(settings: Settings) -> None:
    settings.RMOS_STORE = "ftp"
    (message,) = said()
    assert (message.id, message.msg) == ("rmos_runs.E002", "ARTSTUDIO_STORE is local or s3.")


def test_a_folder_is_the_default() -> None:
    kind, backend, _, csp = settings_with()
    assert (kind, backend) == ("local", "rmos_runs.blobs.local.ContentAddressedStorage")
    assert csp == ["'self'"]


def test_the_environment_names_the_bucket() -> None:
    kind, backend, options, csp = settings_with(
        ARTSTUDIO_STORE="s3",
        ARTSTUDIO_S3_BUCKET="studio",
        ARTSTUDIO_S3_PREFIX="/art/",
        ARTSTUDIO_S3_ENDPOINT_URL="https://minio.example:9000",
        ARTSTUDIO_S3_REGION="eu-central-1",
        ARTSTUDIO_S3_REDIRECT="1",
        AWS_ACCESS_KEY_ID="key",
        AWS_SECRET_ACCESS_KEY="secret",
    )
    assert (kind, backend) == ("s3", "rmos_runs.blobs.s3.storage.S3ContentStorage")
    assert options == {
        "bucket_name": "studio",
        "location": "art",
        "endpoint_url": "https://minio.example:9000",
        "region_name": "eu-central-1",
        "access_key": "key",
        "secret_key": "secret",
        "addressing_style": "path",
        "redirect": True,
    }
    assert csp == ["'self'", "https://minio.example:9000"]
