"""Attachments and advisory inputs of a run over HTTP: linked, uploaded, listed, proven."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.files import temp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from rmos_runs.models import AdvisoryInput, RunAttachment, RunAttachmentLink
from tests.integration.rmos_runs.run_bodies import (
    DIGEST,
    RUNS,
    UNKNOWN_RUN,
    new_blob,
    new_run,
    post,
)

pytestmark = pytest.mark.django_db
UPLOADS = "/api/rmos/attachments"
GCODE = b"G21\nG0 X0 Y0\n" * 1000


@pytest.fixture
def temp_dir(settings: Settings, tmp_path: Path) -> Path:
    """Where received files wait; empty again when a request is over."""
    folder = tmp_path / "received"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    return folder


def links_of(run_id: str) -> str:
    return f"{RUNS}/{run_id}/attachments"


def upload(
    client: Client, path: str, data: bytes = GCODE, name: str = "a.nc", **fields: Any
) -> Any:
    return client.post(path, {"file": SimpleUploadedFile(name, data, "text/x-gcode"), **fields})


def stored_files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


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


class TestLinks:
    """POST and GET of a run's attachments."""

    def test_stored_bytes_are_linked_under_a_name_of_the_run(self, client: Client) -> None:
        run, first, second = new_run(), new_blob(b"1", "a.svg"), new_blob(b"2", "b.svg")
        body = {
            "attachments": [
                {"sha256": first},
                {"sha256": second, "kind": "preview", "filename": "p.svg"},
            ]
        }
        answer = post(client, links_of(run.pk), body)
        assert answer.status_code == 201
        assert answer.json()["created_count"] == 2
        listed = client.get(links_of(run.pk)).json()["results"]
        assert listed == answer.json()["attachments"]
        assert [(row["sha256"], row["kind"], row["filename"]) for row in listed] == [
            (first, "geometry_svg", "a.svg"),
            (second, "preview", "p.svg"),
        ]
        assert listed[0]["request_id"] == answer["X-Request-ID"]

    def test_the_same_link_twice_is_one_row_and_200(self, client: Client) -> None:
        run, sha256 = new_run(), new_blob()
        body = {"attachments": [{"sha256": sha256, "filename": "first.svg"}] * 2}
        assert post(client, links_of(run.pk), body).json()["created_count"] == 1
        again = post(
            client,
            links_of(run.pk),
            {"attachments": [{"sha256": sha256, "filename": "second.svg"}]},
        )
        assert (again.status_code, again.json()["created_count"]) == (200, 0)
        assert again.json()["attachments"][0]["filename"] == "first.svg"
        assert RunAttachmentLink.objects.count() == 1

    def test_what_is_given_when_a_run_is_recorded_is_listed(self, client: Client) -> None:
        shas = [new_blob(bytes([n])) for n in range(3)]
        run = new_run(attachments=[*shas, shas[0]])
        assert client.get(f"{RUNS}/{run.pk}").json()["attachments"] == shas
        listed = client.get(links_of(run.pk)).json()["results"]
        assert [row["sha256"] for row in listed] == shas

    def test_all_or_none(self, client: Client) -> None:
        run = new_run()
        body = {"attachments": [{"sha256": new_blob()}, {"sha256": DIGEST}]}
        answer = post(client, links_of(run.pk), body)
        assert (answer.status_code, answer.json()["code"]) == (409, "attachment_missing")
        assert DIGEST in answer.json()["detail"]
        assert not RunAttachmentLink.objects.exists()

    def test_an_upload_is_stored_and_linked(self, client: Client) -> None:
        run = new_run()
        sha256 = hashlib.sha256(GCODE).hexdigest()
        answer = upload(client, links_of(run.pk), kind="gcode", sha256=sha256)
        assert answer.status_code == 201
        (link,) = client.get(links_of(run.pk)).json()["results"]
        assert (link["sha256"], link["kind"], link["filename"]) == (sha256, "gcode", "a.nc")
        again = upload(client, links_of(run.pk), kind="gcode")
        assert (again.status_code, again.json()["created_count"]) == (200, 0)

    def test_a_broken_promise_links_and_keeps_nothing(
        self, client: Client, attachments_dir: Path
    ) -> None:
        run = new_run()
        answer = upload(client, links_of(run.pk), sha256=DIGEST)
        assert (answer.status_code, answer.json()["code"]) == (400, "digest_mismatch")
        assert not RunAttachment.objects.exists()
        assert stored_files(attachments_dir) == []

    def test_an_upload_to_an_unknown_run_keeps_nothing(
        self, client: Client, attachments_dir: Path
    ) -> None:
        answer = upload(client, links_of(UNKNOWN_RUN))
        assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
        assert stored_files(attachments_dir) == []

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "attachments"),
            ({"attachments": {}}, "attachments"),
            ({"attachments": ["x"]}, "attachments.0"),
            ({"attachments": [{}]}, "attachments.0.sha256"),
            ({"attachments": [{"sha256": DIGEST, "name": "x"}]}, "attachments.0.name"),
            ({"attachments": [{"sha256": DIGEST, "kind": "a b"}]}, "attachments.0.kind"),
            ({"attachments": [{"sha256": DIGEST, "filename": "\0"}]}, "attachments.0.filename"),
            ({"attachments": [], "run_id": "x"}, "run_id"),
            ([], "body"),
        ],
    )
    def test_a_faulty_field_is_named(self, client: Client, body: Any, field: str) -> None:
        answer = post(client, links_of(new_run().pk), body)
        assert answer.status_code == 400
        assert field in answer.json()["fields"]

    def test_a_run_that_is_not_there(self, client: Client) -> None:
        for answer in (
            client.get(links_of(UNKNOWN_RUN)),
            post(client, links_of(UNKNOWN_RUN), {"attachments": []}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")

    def test_the_list_has_pages_in_order_and_a_constant_number_of_queries(
        self,
        client: Client,
        django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    ) -> None:
        for count in (1, 20):
            run = new_run(attachments=[new_blob(f"{count} {n}".encode()) for n in range(count)])
            with django_assert_num_queries(2):
                assert len(client.get(links_of(run.pk)).json()["results"]) == count
        seen: list[str] = []
        url = f"{links_of(run.pk)}?page_size=7"
        while url:
            page = client.get(url).json()
            seen += [row["sha256"] for row in page["results"]]
            url = page["next"]
        assert seen == client.get(f"{RUNS}/{run.pk}").json()["attachments"]
        assert client.get(f"{links_of(run.pk)}?cursor=cD1hYmM=").status_code == 404


class TestBytesUnderARun:
    """Bytes and proof, only of what the run links."""

    def test_linked_and_advised_bytes_are_served(self, client: Client) -> None:
        linked, advised = new_blob(b"<svg>1</svg>"), new_blob(b"<svg>2</svg>")
        run = new_run(attachments=[linked])
        post(client, f"{RUNS}/{run.pk}/advisory-inputs", {"sha256": advised})
        for sha256 in (linked, advised):
            answer = client.get(f"{links_of(run.pk)}/{sha256}")
            data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
            assert hashlib.sha256(data).hexdigest() == sha256
            assert answer["ETag"] == f'"{sha256}"'
            verify = client.get(f"{links_of(run.pk)}/{sha256}/verify")
            assert verify.json()["ok"] is True
        assert client.head(f"{links_of(run.pk)}/{linked}").status_code == 200
        assert client.post(f"{links_of(run.pk)}/{linked}").status_code == 405

    def test_bytes_of_other_runs_are_not(self, client: Client) -> None:
        run, other = new_run(), new_run(attachments=[new_blob()])
        (sha256,) = client.get(f"{RUNS}/{other.pk}").json()["attachments"]
        for name in (sha256, DIGEST, "x", "%00", "..%2f..%2fetc%2fpasswd"):
            for tail in ("", "/verify"):
                answer = client.get(f"{links_of(run.pk)}/{name}{tail}")
                assert answer.status_code == 404
                assert answer.json()["code"] in ("attachment_not_linked", "not_found")
        answer = client.get(f"{links_of(UNKNOWN_RUN)}/{sha256}")
        assert answer.json()["code"] == "run_not_found"


class TestAdvisoryInputs:
    """Append only, in order."""

    def test_what_advised_a_run_is_listed_in_order(self, client: Client) -> None:
        run, shas = new_run(), [new_blob(bytes([n])) for n in range(5)]
        path = f"{RUNS}/{run.pk}/advisory-inputs"
        kinds = ["geometry_svg", "explanation", "advisory", "note", "unknown"]
        for sha256, kind in zip(shas, kinds, strict=True):
            body = {"sha256": sha256, "kind": kind, "engine_id": "e", "engine_version": "1.2"}
            answer = post(client, path, body)
            assert answer.status_code == 201
            assert answer.json()["request_id"] == answer["X-Request-ID"]
        listed = client.get(path).json()["results"]
        assert [(row["sha256"], row["kind"]) for row in listed] == list(
            zip(shas, kinds, strict=True)
        )
        assert {(row["engine_id"], row["engine_version"]) for row in listed} == {("e", "1.2")}
        assert [row["advisory_id"] for row in listed] == shas

    def test_the_same_bytes_again_are_one_row_and_200(self, client: Client) -> None:
        path, sha256 = f"{RUNS}/{new_run().pk}/advisory-inputs", new_blob()
        first = post(client, path, {"sha256": sha256, "advisory_id": "adv-1", "kind": "note"})
        again = post(client, path, {"sha256": sha256, "kind": "advisory"})
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json()
        assert first.json()["advisory_id"] == "adv-1"
        assert AdvisoryInput.objects.count() == 1

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "sha256"),
            ({"sha256": "x"}, "sha256"),
            ({"sha256": DIGEST, "kind": "drawing"}, "kind"),
            ({"sha256": DIGEST, "engine_version": "x" * 65}, "engine_version"),
            ({"sha256": DIGEST, "advisory_id": "x" * 129}, "advisory_id"),
            ({"sha256": DIGEST, "engine": "x"}, "engine"),
        ],
    )
    def test_a_faulty_field_is_named(
        self, client: Client, body: dict[str, Any], field: str
    ) -> None:
        answer = post(client, f"{RUNS}/{new_run().pk}/advisory-inputs", body)
        assert answer.status_code == 400
        assert set(answer.json()["fields"]) == {field}

    def test_what_is_not_there(self, client: Client) -> None:
        missing = post(client, f"{RUNS}/{new_run().pk}/advisory-inputs", {"sha256": DIGEST})
        assert (missing.status_code, missing.json()["code"]) == (409, "attachment_missing")
        for answer in (
            post(client, f"{RUNS}/{UNKNOWN_RUN}/advisory-inputs", {"sha256": DIGEST}),
            client.get(f"{RUNS}/{UNKNOWN_RUN}/advisory-inputs"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")

    def test_nothing_is_changed_or_deleted(self, client: Client) -> None:
        path = f"{RUNS}/{new_run().pk}/advisory-inputs"
        for method in (client.put, client.patch, client.delete):
            assert method(path, "{}", "application/json").status_code == 405

    def test_as_many_queries_for_twenty_as_for_one(
        self,
        client: Client,
        django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    ) -> None:
        for count in (1, 20):
            path = f"{RUNS}/{new_run().pk}/advisory-inputs"
            for n in range(count):
                post(client, path, {"sha256": new_blob(f"{count} {n}".encode())})
            with django_assert_num_queries(2):
                assert len(client.get(path).json()["results"]) == count


class TestExplanation:
    """NONE to PENDING to READY or ERROR, and no other way."""

    @pytest.mark.parametrize("end", ["READY", "ERROR"])
    def test_it_moves_along_its_arrows(self, client: Client, end: str) -> None:
        run = new_run()
        for status in ("PENDING", end):
            answer = post(
                client,
                f"{RUNS}/{run.pk}/explanation",
                {"status": status, "summary": f"is {status}"},
            )
            assert answer.status_code == 200
            assert answer.json()["explanation_status"] == status
        read = client.get(f"{RUNS}/{run.pk}").json()
        assert read["explanation_summary"] == f"is {end}"
        assert read["artifact_sha256"] == run.artifact_sha256

    @pytest.mark.parametrize(
        ("start", "to"),
        [
            ("NONE", "NONE"),
            ("NONE", "READY"),
            ("NONE", "ERROR"),
            ("PENDING", "NONE"),
            ("PENDING", "PENDING"),
            ("READY", "PENDING"),
            ("READY", "ERROR"),
            ("READY", "READY"),
            ("ERROR", "PENDING"),
            ("ERROR", "READY"),
        ],
    )
    def test_every_other_move_is_409(self, client: Client, start: str, to: str) -> None:
        run = new_run(explanation_status=start, explanation_summary="because")
        body = {"status": to, "summary": "changed"}
        answer = post(client, f"{RUNS}/{run.pk}/explanation", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
        assert client.get(f"{RUNS}/{run.pk}").json()["explanation_summary"] == "because"

    @pytest.mark.parametrize(
        "body", [{}, {"status": "DONE"}, {"status": "READY"}, {"status": "PENDING", "text": "x"}]
    )
    def test_a_bad_body_is_400(self, client: Client, body: dict[str, str]) -> None:
        run = new_run(explanation_status="PENDING")
        assert post(client, f"{RUNS}/{run.pk}/explanation", body).status_code == 400

    def test_an_unknown_run_is_404(self, client: Client) -> None:
        answer = post(client, f"{RUNS}/{UNKNOWN_RUN}/explanation", {"status": "PENDING"})
        assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
