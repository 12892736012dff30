"""Disks that are low or full, as far as this can be told without filling one."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.core import checks
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from artstudio.models import Attempt, Generation
from rmos_runs.blobs.attachments import put_text_attachment
from rmos_runs.blobs.free_space import (
    RESERVE_BYTES,
    check_database_space,
    is_database_full,
    volumes,
)
from rmos_runs.errors import DatabaseFull, StoreFull
from rmos_runs.http.problem_table import problem_of
from rmos_runs.models import RunAttachment
from tests.stores import S3Store

pytestmark = pytest.mark.django_db
SetFree = Callable[[int], None]
DRAW = "/api/art/prompt-to-svg"


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> SetFree:
    """Let every disk have so many bytes left."""

    def use(count: int, names: int = 9) -> None:
        facts = SimpleNamespace(
            f_bavail=count, f_frsize=1, f_blocks=1 << 40, f_favail=names, f_files=10
        )
        monkeypatch.setattr(os, "statvfs", lambda _folder: facts)

    return use


def states() -> dict[str, str]:
    return {volume.part: volume.state for volume in volumes()}


@pytest.mark.parametrize(
    ("count", "state"),
    [
        (1 << 30, "ok"),
        ((1 << 30) - 1, "low"),
        (16 << 20, "low"),
        ((16 << 20) - 1, "full"),
        (0, "full"),
    ],
)
def test_state_of_a_disk_follows_its_free_bytes(free: SetFree, count: int, state: str) -> None:
    free(count)
    assert states() == {"database": state, "store": state}


def test_warning_begins_where_the_setting_says(free: SetFree, settings: Settings) -> None:
    free(64 << 20)
    assert states()["store"] == "low"
    settings.RMOS_LOW_SPACE_BYTES = 64 << 20
    assert states()["store"] == "ok"


def test_disk_without_names_for_more_files_is_full(
    free: Callable[..., None],
) -> None:
    free(1 << 40, names=0)
    assert states() == {"database": "full", "store": "full"}


@pytest.mark.usefixtures("bucket")
def test_bucket_is_on_no_disk_of_ours(bucket: S3Store) -> None:
    assert set(states()) == {"database"}


def test_full_disk_refuses_new_work_and_leaves_nothing(client: Client, free: SetFree) -> None:
    free(RESERVE_BYTES - 1)
    drawn = client.post(DRAW, {"prompt": "vine"}, content_type="application/json")
    upload = {"file": SimpleUploadedFile("a.txt", b"a"), "kind": "note"}
    uploaded = client.post("/api/rmos/attachments", upload)
    for response in (drawn, uploaded):
        assert (response.status_code, response.json()["code"]) == (503, "database_full")
    assert not Generation.objects.exists()
    assert not RunAttachment.objects.exists()
    assert client.get("/api/art/assets").status_code == 200
    assert client.get("/readyz").json()["code"] == "database_full"


def test_low_disk_is_a_warning_and_no_refusal(client: Client, free: SetFree) -> None:
    free(100 << 20)
    response = client.get("/readyz")
    assert (response.status_code, len(response.json()["warnings"])) == (200, 2)
    assert response.json()["free_space"]["store"]["free_bytes"] == 100 << 20
    drawn = client.post(DRAW, {"prompt": "vine"}, content_type="application/json")
    assert drawn.status_code == 200
    found = {message.id: message for message in checks.run_checks()}
    assert "104,857,600 bytes left" in found["rmos_runs.W001"].msg
    free(0)
    assert "rmos_runs.E004" in {message.id for message in checks.run_checks()}


def full_database() -> OperationalError:
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file")
    return error


def test_full_database_has_a_code_of_its_own() -> None:
    assert is_database_full(full_database())
    problem = problem_of(full_database())
    assert problem
    assert (problem.status, problem.code) == (503, "database_full")
    other = problem_of(OperationalError("server closed the connection"))
    assert other
    assert other.code == "database_unavailable"


def test_temporary_file_that_finds_no_room_has_a_code_of_its_own() -> None:
    problem = problem_of(OSError(errno.ENOSPC, "No space left on device"))
    assert problem
    assert (problem.status, problem.code) == (503, "disk_full")
    assert problem_of(OSError(errno.EIO, "Input/output error")) is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_store_without_room_is_named_and_keeps_no_part(
    attachments_dir: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreFull):
        put_text_attachment("too much", "note")
    assert [path for path in attachments_dir.rglob("*") if path.is_file()] == []
    assert not RunAttachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_database_is_asked_for_room_in_truth() -> None:
    """It writes a temporary file: with none allowed, the same question is refused."""
    check_database_space()
    with connection.cursor() as cursor:
        cursor.execute("SET temp_file_limit = '64kB'")
        with pytest.raises(OperationalError, match="temporary file size"):
            check_database_space()
        cursor.execute("RESET temp_file_limit")


def test_drawing_that_cannot_be_recorded_is_a_503(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise full_database()

    monkeypatch.setattr("artstudio.services.queue.leases.write", fail)
    response = client.post(DRAW, {"prompt": "vine"}, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (503, "database_full")


def test_nothing_is_asked_of_a_provider_that_could_not_be_kept(free: SetFree) -> None:
    from artstudio.tasks import draw_variant  # noqa: PLC0415  # the queue is set up by then

    free(0)
    with pytest.raises(DatabaseFull):
        draw_variant("var_any")
    assert not Attempt.objects.exists()
