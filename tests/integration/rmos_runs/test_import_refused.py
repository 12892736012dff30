"""A bundle that was changed, or is none, is refused by the name of what is wrong."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from django.core.management import CommandError, call_command

from rmos_runs.digests import canonical_json
from rmos_runs.errors import BundleRefused
from rmos_runs.models import RunArtifact, RunAttachment
from rmos_runs.runs.bundle.importer import import_run
from tests.integration.rmos_runs.bundles import (
    members_of,
    write_members,
)

pytestmark = pytest.mark.django_db
Members = dict[str, bytes]


def assert_nothing_is_here() -> None:
    assert not RunArtifact.objects.exists()
    assert not RunAttachment.objects.exists()


def change_byte(name: str) -> Callable[[Members], Members]:
    def change(members: Members) -> Members:
        return members | {name: members[name][:-1] + b"!"}

    return change


def without(name: str) -> Callable[[Members], Members]:
    return lambda members: {n: data for n, data in members.items() if n != name}


def with_extra(name: str) -> Callable[[Members], Members]:
    return lambda members: members | {name: b"extra"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (change_byte("attachments/r.nc"), "attachments/r.nc"),
        (change_byte("run.json"), "run.json"),
        (change_byte("SHA256SUMS"), "SHA256SUMS"),
        (without("attachments/r.nc"), "attachments/r.nc"),
        (without("run.json"), "run.json"),
        (without("SHA256SUMS"), "SHA256SUMS"),
        (with_extra("attachments/x.txt"), "attachments/x.txt"),
        (with_extra("notes.txt"), "notes.txt"),
        (with_extra("attachments/../../x"), "attachments/../../x"),
        (with_extra("/etc/x"), "/etc/x"),
        (with_extra("attachments/a\\b"), "attachments/a"),
        (with_extra("attachments/CON"), "attachments/CON"),
        (with_extra("attachments/"), "attachments/"),
    ],
)
def test_a_changed_bundle_is_refused_by_the_name_of_the_file(
    bundle: Path, change: Callable[[Members], Members], named: str
) -> None:
    write_members(bundle, change(members_of(bundle)))
    with pytest.raises(CommandError) as refusal:
        call_command("import_run", str(bundle))
    assert str(refusal.value).startswith(named)
    assert_nothing_is_here()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"tool_id": "vbit_30"', b'"tool_id": "vbit_60"'),
        (b'"score": 71.5', b'"score": 99.5'),
        (b'"filename": "r.nc"', b'"filename": 5'),
        (b'"kind": "gcode"', b'"kind": "no such kind"'),
        (b'"kind": "geometry_svg"', b'"kind": "elsewhat"'),
        (b'"status": "READY"', b'"status": "DONE"'),
        (b'"links": [', b'"lynx": ['),
        (b'"version": 1', b'"version": 2'),
        (b'"size_bytes": 54', b'"size_bytes": 55'),
        (b'"workflow_session": {', b'"workflow_session": [], "x": {'),
        (b'"request_id": "req_export"', b'"request_id": "\\u0000"'),
    ],
)
def test_a_record_that_was_changed_with_its_digest_is_refused_all_the_same(
    bundle: Path, old: bytes, new: bytes
) -> None:
    members = members_of(bundle)
    assert old in members["run.json"]
    changed = members | {"run.json": members["run.json"].replace(old, new)}
    write_members(bundle, changed, sums=True)
    with pytest.raises(BundleRefused, match=r"run\.json|attachments/r\.nc"):
        import_run(bundle)
    assert_nothing_is_here()


def test_facts_that_cannot_be_kept_are_refused_even_with_every_digest_right(
    bundle: Path,
) -> None:
    members = members_of(bundle)
    document = json.loads(members["run.json"])
    document["facts"]["decision"]["block_reason"] = "an OK run has none"
    document["artifact_sha256"] = hashlib.sha256(canonical_json(document["facts"])).hexdigest()
    write_members(bundle, members | {"run.json": json.dumps(document).encode()}, sums=True)
    with pytest.raises(BundleRefused, match=r"run\.json: a value in it cannot be true"):
        import_run(bundle)
    assert_nothing_is_here()


def test_bytes_that_are_described_twice_are_refused(bundle: Path) -> None:
    members = members_of(bundle)
    document = json.loads(members["run.json"])
    # The first description would file the member under a digest that it has not.
    forged = document["attachments"][0] | {"sha256": "d" * 64}
    for descriptions in (
        [forged, *document["attachments"]],
        [*document["attachments"], forged],
        [*document["attachments"], document["attachments"][0]],
    ):
        text = json.dumps(document | {"attachments": descriptions}).encode()
        write_members(bundle, members | {"run.json": text}, sums=True)
        with pytest.raises(BundleRefused, match=r"says other bytes|the same bytes twice"):
            import_run(bundle)
        assert_nothing_is_here()


@pytest.mark.parametrize(
    ("part", "column", "value"),
    [
        ("attachments", "request_id", "\x00"),
        ("attachments", "request_id", {"a": 1}),
        ("attachments", "kind", 7),
        ("attachments", "filename", ["a"]),
        ("attachments", "metadata", [1]),
        ("attachments", "mime", "x"),
        ("attachments", "ext", 7),
        ("attachments", "path", ["a"]),
        ("attachments", "size_bytes", "54"),
        ("attachments", "created_at_utc", "2026-01-01T00:00:00"),
        ("links", "created_at_utc", None),
        ("links", "request_id", "x" * 65),
        ("links", "request_id", 5),
        ("links", "kind", True),
        ("links", "filename", {}),
        ("links", "sha256", ["a"]),
        ("advisory_inputs", "advisory_id", "\x00"),
        ("advisory_inputs", "advisory_id", 7),
        ("advisory_inputs", "kind", True),
        ("advisory_inputs", "engine_id", ["a"]),
        ("advisory_inputs", "request_id", {"a": 1}),
        ("advisory_inputs", "engine_version", 1.5),
        ("advisory_inputs", "engine_version", "x" * 100),
    ],
)
def test_a_value_that_no_export_has_is_refused(
    bundle: Path, part: str, column: str, value: object
) -> None:
    members = members_of(bundle)
    document = json.loads(members["run.json"])
    document[part][0][column] = value
    write_members(bundle, members | {"run.json": json.dumps(document).encode()}, sums=True)
    with pytest.raises(BundleRefused):
        import_run(bundle)
    assert_nothing_is_here()


@pytest.mark.parametrize("part", ["provenance", "links", "advisory_inputs", "attachments"])
@pytest.mark.parametrize(
    "odd", [[{}], [[]], [None], [5], [True], ["x"], ["\x00"], ["\ud800"], [1, "a" * 64], [{}, None]]
)
def test_a_list_of_something_else_is_refused(bundle: Path, part: str, odd: list[object]) -> None:
    members = members_of(bundle)
    document = json.loads(members["run.json"])
    document[part] = [*document[part], *odd]
    write_members(bundle, members | {"run.json": json.dumps(document).encode()}, sums=True)
    with pytest.raises(BundleRefused):
        import_run(bundle)
    assert_nothing_is_here()


@pytest.mark.parametrize(
    ("part", "odd"),
    [
        ("explanation", {}),
        ("explanation", {"status": [], "summary": "x"}),
        ("explanation", {"status": "NONE", "summary": {"\x00": 1}}),
        ("explanation", {"status": "NONE", "summary": ["x"]}),
        ("explanation", {"status": "READY", "summary": 5}),
        ("explanation", {"status": "MAYBE", "summary": ""}),
        ("workflow_session", {"session_id": ["x"], "created_at_utc": 5}),
        ("workflow_session", {"session_id": 5, "created_at_utc": "2026-01-01T00:00:00Z"}),
        ("workflow_session", {"session_id": "ws_1", "created_at_utc": "2026-01-01T00:00+16:00"}),
        ("facts", {}),
        ("artifact_sha256", "\ud800"),
    ],
)
def test_a_part_of_another_form_is_refused(bundle: Path, part: str, odd: object) -> None:
    members = members_of(bundle)
    document = json.loads(members["run.json"])
    document[part] = odd
    write_members(bundle, members | {"run.json": json.dumps(document).encode()}, sums=True)
    with pytest.raises(BundleRefused):
        import_run(bundle)
    assert_nothing_is_here()


def test_a_reference_to_bytes_that_do_not_come_along_is_refused(bundle: Path) -> None:
    members = members_of(bundle)
    document = json.loads(members["run.json"])
    document["links"][0]["sha256"] = "c" * 64
    write_members(bundle, members | {"run.json": json.dumps(document).encode()}, sums=True)
    with pytest.raises(BundleRefused, match="c" * 64):
        import_run(bundle)
    assert_nothing_is_here()


def test_a_member_that_is_there_twice_is_refused(bundle: Path) -> None:
    with (
        ZipFile(bundle, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr(ZipInfo("run.json"), b"{}")
    with pytest.raises(BundleRefused, match=r"run\.json: it is there twice"):
        import_run(bundle)


def test_a_compressed_member_is_refused_before_it_unfolds(bundle: Path) -> None:
    with ZipFile(bundle, "a", ZIP_DEFLATED) as archive:
        archive.writestr("attachments/bomb.txt", b"0" * 50_000_000)
    with pytest.raises(BundleRefused, match=r"attachments/bomb\.txt: .* neither compressed"):
        import_run(bundle)


def test_members_that_share_their_bytes_are_refused(bundle: Path) -> None:
    write_members(bundle, members_of(bundle) | {"attachments/z.bin": b"0" * 100_000})
    data = bytearray(bundle.read_bytes())
    # Each entry of the central directory gets the size of the largest member.
    size = struct.pack("<I", 100_000)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 20 : at + 24] = data[at + 24 : at + 28] = size
        at = data.find(b"PK\x01\x02", at + 4)
    bundle.write_bytes(data)
    with pytest.raises(BundleRefused, match="more bytes than the file has"):
        import_run(bundle)


@pytest.mark.parametrize("cut", [0, 10, 700, -1, -30])
def test_a_part_of_a_bundle_is_refused(bundle: Path, cut: int) -> None:
    bundle.write_bytes(bundle.read_bytes()[:cut])
    with pytest.raises(BundleRefused, match=r"run\.zip is not a zip|Nothing was imported"):
        import_run(bundle)
    assert_nothing_is_here()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.zip cannot be read: No such file"):
        call_command("import_run", str(tmp_path / "none.zip"))
