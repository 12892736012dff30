"""Files sent to the store over HTTP, and what of them is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files import temp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from rmos_runs.models import RunAttachment
from tests.integration.rmos_runs.run_bodies import (
    DIGEST,
    post,
)
from tests.integration.rmos_runs.run_files import GCODE, UPLOADS, stored_files, upload

pytestmark = pytest.mark.django_db


class TestUpload:
    """POST /api/rmos/attachments."""

    def test_bytes_are_stored_under_their_digest(self, client: Client) -> None:
        answer = upload(client, UPLOADS, kind="gcode")
        assert answer.status_code == 201
        facts = answer.json()
        assert facts["sha256"] == hashlib.sha256(GCODE).hexdigest()
        assert (facts["kind"], facts["filename"], facts["mime"]) == (
            "gcode",
            "a.nc",
            "text/x-gcode",
        )
        assert (facts["size_bytes"], facts["ext"]) == (len(GCODE), ".nc")
        assert facts["request_id"] == answer["X-Request-ID"]
        got = client.get(f"{UPLOADS}/{facts['sha256']}")
        assert b"".join(got.streaming_content) == GCODE  # type: ignore[attr-defined]
        assert client.get(f"{UPLOADS}/{facts['sha256']}/verify").json()["ok"] is True

    def test_known_bytes_answer_200_with_the_facts_of_their_first_writer(
        self, client: Client
    ) -> None:
        first = upload(client, UPLOADS, kind="gcode").json()
        again = upload(client, UPLOADS, name="b.txt", kind="other")
        assert again.status_code == 200
        assert again.json() == first
        assert RunAttachment.objects.count() == 1

    @pytest.mark.parametrize("data", [b"", b"x", b"\0" * 3_000_000])
    def test_any_number_of_bytes_is_right(self, client: Client, data: bytes) -> None:
        if not data:
            # Django's test client sends an empty file like any other.
            assert upload(client, UPLOADS, data).json()["size_bytes"] == 0
        answer = upload(client, UPLOADS, data, sha256=hashlib.sha256(data).hexdigest())
        assert answer.json()["size_bytes"] == len(data)

    def test_a_promise_that_is_not_kept_keeps_nothing(
        self, client: Client, attachments_dir: Path, temp_dir: Path
    ) -> None:
        answer = upload(client, UPLOADS, sha256=DIGEST)
        assert (answer.status_code, answer.json()["code"]) == (400, "digest_mismatch")
        assert hashlib.sha256(GCODE).hexdigest() in answer.json()["fields"]["sha256"][0]
        assert not RunAttachment.objects.exists()
        assert stored_files(attachments_dir) == stored_files(temp_dir) == []

    def test_an_upload_waits_in_a_file_and_not_in_memory(
        self, client: Client, temp_dir: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[int] = []
        make = temp.NamedTemporaryFile

        def watched(*args: Any, **kwargs: Any) -> Any:
            file: Any = make(*args, **kwargs)
            write = file.write

            def counted(data: bytes) -> int:
                seen.append(len(data))
                return int(write(data))

            file.write = counted
            return file

        monkeypatch.setattr(temp, "NamedTemporaryFile", watched)
        upload(client, UPLOADS, b"x" * 1_000_000)
        assert sum(seen) == 1_000_000
        assert max(seen) <= 64 * 1024
        assert stored_files(temp_dir) == []

    def test_above_the_limit_is_413_and_nothing_is_kept(
        self, client: Client, settings: Settings, attachments_dir: Path, temp_dir: Path
    ) -> None:
        settings.RMOS_MAX_UPLOAD_BYTES = 1000
        assert upload(client, UPLOADS, b"x" * 1000).status_code == 201
        for size in (1001, 200_000):
            answer = upload(client, UPLOADS, b"y" * size)
            assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
            assert "1,000" in answer.json()["detail"]
        assert RunAttachment.objects.count() == len(stored_files(attachments_dir)) == 1
        assert stored_files(temp_dir) == []

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"kind": "two words"}, "kind"),
            ({"sha256": "abc"}, "sha256"),
            ({"sha256": DIGEST.upper()}, "sha256"),
            ({"filename": "x" * 256}, "filename"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_a_faulty_field_is_named(
        self, client: Client, attachments_dir: Path, fields: dict[str, Any], field: str
    ) -> None:
        answer = upload(client, UPLOADS, GCODE, **fields)
        assert answer.status_code == 400
        assert field in answer.json()["fields"]
        assert stored_files(attachments_dir) == []

    def test_exactly_one_file_is_taken(self, client: Client, temp_dir: Path) -> None:
        two = [SimpleUploadedFile("a", b"1"), SimpleUploadedFile("b", b"2")]
        bodies: list[dict[str, Any]] = [
            {},
            {"file": "text"},
            {"file": two},
            {"other": two[0]},
            {"file": two[0], "second": two[1]},
        ]
        for body in bodies:
            answer = client.post(UPLOADS, body)
            assert answer.status_code == 400
            assert set(answer.json()["fields"]) & {"file", "other", "second"}
        assert stored_files(temp_dir) == []
        assert not RunAttachment.objects.exists()

    def test_other_bodies_are_refused(self, client: Client) -> None:
        assert post(client, UPLOADS, {"file": "x"}).status_code == 415
        assert client.post(UPLOADS, b"x", "multipart/form-data").status_code == 400
        cut = b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nx'
        assert client.post(UPLOADS, cut, "multipart/form-data; boundary=b").status_code == 400

    def test_a_type_that_is_none_becomes_octet_stream(self, client: Client) -> None:
        file = SimpleUploadedFile("a.bin", b"x", "not a type")
        assert client.post(UPLOADS, {"file": file}).json()["mime"] == "application/octet-stream"
