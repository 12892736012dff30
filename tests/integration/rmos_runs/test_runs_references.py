"""Attachments of a run over HTTP: linked, uploaded, listed, proven."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rmos_runs.models import RunAttachment, RunAttachmentLink
from tests.integration.rmos_runs.run_bodies import (
    DIGEST,
    RUNS,
    UNKNOWN_RUN,
    new_blob,
    new_run,
    post,
)
from tests.integration.rmos_runs.run_files import GCODE, links_of, stored_files, upload

pytestmark = pytest.mark.django_db


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
        answer = client.get(f"{links_of(run.pk)}?cursor=cD1hYmM=")
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["cursor"])


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
