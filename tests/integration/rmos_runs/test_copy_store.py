"""`copy_store`: every content comes over, proven; what broke off goes on; nothing is removed."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from pytest_django import Settings

from rmos_runs.blobs.attachments import open_attachment, put_text_attachment
from rmos_runs.blobs.copy import copy_store
from rmos_runs.blobs.local import ContentAddressedStorage
from rmos_runs.blobs.names import blob_name
from rmos_runs.digests import sha256_hex
from rmos_runs.integrity import verify_store
from tests.stores import LocalStore, S3Server, S3Store, use_bucket, use_store

# Several threads take the locks of digests.
pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = [f"note {number}" for number in range(12)]


@pytest.fixture
def folder(attachments_dir: Path) -> LocalStore:
    """The store in use, with some notes in it."""
    for text in TEXTS:
        put_text_attachment(text, "note")
    return LocalStore(attachments_dir)


@pytest.fixture
def other(folder: LocalStore, settings: Settings, s3_server: S3Server) -> S3Store:
    """An empty bucket that the settings know and do not use."""
    local = settings.RMOS_STORES["local"]
    bucket = use_bucket(settings, s3_server)
    use_store(settings, "local", local)
    return bucket


def name_of(text: str) -> str:
    return blob_name(sha256_hex(text.encode()), ".txt")


def objects(other: S3Store, settings: Settings) -> dict[str, bytes]:
    """Return what is in the bucket, by name."""
    client = storage_of(settings, "s3").client
    listed = client.list_objects_v2(Bucket=other.bucket).get("Contents", [])
    names = [entry["Key"].removeprefix("deep/store/") for entry in listed]
    return {name: read(client, other.bucket, name) for name in names if name != ".writable"}


def read(client: Any, bucket: str, name: str) -> bytes:
    data: bytes = client.get_object(Bucket=bucket, Key=f"deep/store/{name}")["Body"].read()
    return data


def storage_of(settings: Settings, kind: str) -> Any:
    return storages.create_storage(settings.RMOS_STORES[kind])


def copy(source: str, target: str, *more: str) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    try:
        call_command(
            "copy_store", f"--from={source}", f"--to={target}", "--json", *more, stdout=out
        )
    except SystemExit as stop:
        return int(str(stop.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_every_content_comes_over_and_back(
    folder: LocalStore, other: S3Store, settings: Settings, tmp_path: Path
) -> None:
    contents = {name: folder.read(name) for name in folder.names()}
    size = sum(map(len, contents.values()))
    whole = {"ok": True, "copied": 12, "present": 0, "bytes_copied": size, "misnamed": 0}
    assert copy("local", "s3") == (0, whole | {"faults": []})
    assert objects(other, settings) == contents
    assert {name: folder.read(name) for name in folder.names()} == contents

    use_store(settings, "s3", settings.RMOS_STORES["s3"])
    assert verify_store().findings == []
    with open_attachment(sha256_hex(TEXTS[0].encode())) as file:
        assert file.read() == TEXTS[0].encode()

    elsewhere = settings.RMOS_STORES["local"] | {"OPTIONS": {"location": tmp_path / "elsewhere"}}
    settings.RMOS_STORES = settings.RMOS_STORES | {"local": elsewhere}
    assert copy("s3", "local") == (0, whole | {"faults": []})
    back = LocalStore(tmp_path / "elsewhere")
    assert {name: back.read(name) for name in back.names()} == contents


def test_what_is_there_and_right_is_skipped(folder: LocalStore, other: S3Store) -> None:
    copy("local", "s3")
    put_text_attachment("one more", "note")
    _, report = copy("local", "s3", "--threads", "1")
    assert (report["copied"], report["present"]) == (1, 12)


def test_what_is_there_and_wrong_is_replaced(
    folder: LocalStore, other: S3Store, settings: Settings
) -> None:
    copy("local", "s3")
    key = f"deep/store/{name_of(TEXTS[3])}"
    client = storage_of(settings, "s3").client
    client.put_object(Bucket=other.bucket, Key=key, Body=b"nite 3")
    _, report = copy("local", "s3")
    assert (report["ok"], report["copied"], report["present"]) == (True, 1, 11)
    assert objects(other, settings)[name_of(TEXTS[3])] == b"note 3"


def test_damage_is_named_and_stays_behind_while_the_rest_comes_over(
    folder: LocalStore, other: S3Store, settings: Settings
) -> None:
    damaged = name_of(TEXTS[5])
    folder.write(damaged, b"note 6")
    code, report = copy("local", "s3")
    assert (code, report["copied"]) == (1, 11)
    assert [(f["outcome"], f["name"]) for f in report["faults"]] == [("damaged", damaged)]
    assert damaged not in objects(other, settings)
    assert folder.read(damaged) == b"note 6"


def test_people_read_what_is_damaged(folder: LocalStore, other: S3Store) -> None:
    folder.write(name_of(TEXTS[5]), b"")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("copy_store", "--from=local", "--to=s3", stdout=out)
    assert f"damaged: {name_of(TEXTS[5])}: Its bytes are not those of its name." in out.getvalue()
    assert "11 copied" in out.getvalue()
    assert "1 are not there." in out.getvalue()


def test_a_damaged_file_with_a_sound_copy_beside_it_is_no_loss(
    folder: LocalStore, other: S3Store, settings: Settings
) -> None:
    name = name_of(TEXTS[0])
    folder.write(name, b"damage")
    folder.write(f"{name.removesuffix('.txt')}.zip", TEXTS[0].encode())
    assert copy("local", "s3")[0] == 0
    stored = objects(other, settings)
    assert len(stored) == 12
    assert TEXTS[0].encode() in stored.values()


def test_files_that_no_put_could_have_named_stay_and_are_counted(
    folder: LocalStore, other: S3Store, settings: Settings
) -> None:
    folder.write(f"{name_of(TEXTS[0])}.gz", b"odd")
    folder.write(f"quarantine/{'a' * 64}.svg", b"evidence")
    code, report = copy("local", "s3")
    assert (code, report["misnamed"], len(objects(other, settings))) == (0, 1, 12)


def test_a_copy_that_broke_off_goes_on(
    folder: LocalStore, other: S3Store, settings: Settings
) -> None:
    seen: list[int] = []

    def stop_after_four() -> None:
        seen.append(1)
        if len(seen) == 4:
            raise KeyboardInterrupt

    source, target = storage_of(settings, "local"), storage_of(settings, "s3")
    with pytest.raises(KeyboardInterrupt):
        copy_store(source, target, threads=1, on_file=stop_after_four)
    there = len(objects(other, settings))
    assert 4 <= there < 12
    done = copy_store(source, target, threads=2)
    assert (done.ok, done.present, done.copied) == (True, there, 12 - there)


def test_large_contents_come_over_too(
    folder: LocalStore, other: S3Store, settings: Settings
) -> None:
    data = bytes(range(256)) * 36_000
    name = storage_of(settings, "local").save("a.bin", ContentFile(data))
    assert copy("local", "s3")[0] == 0
    assert objects(other, settings)[name] == data


def test_a_target_that_cannot_be_written_says_so_before_anything(
    folder: LocalStore, other: S3Store, settings: Settings, s3_server: S3Server
) -> None:
    entry = s3_server.entry(bucket="no-such-bucket")
    settings.RMOS_STORES = settings.RMOS_STORES | {"s3": entry}
    with pytest.raises(CommandError, match=r"ARTSTUDIO_S3_BUCKET.*Run it again"):
        copy("local", "s3")


def test_one_store_or_an_unnamed_bucket_is_refused(settings: Settings, s3_server: S3Server) -> None:
    with pytest.raises(CommandError, match="two different"):
        copy("local", "local")
    settings.RMOS_STORES = settings.RMOS_STORES | {"s3": s3_server.entry(bucket="")}
    with pytest.raises(CommandError, match="Set ARTSTUDIO_S3_BUCKET"):
        copy("local", "s3")


class FaultyDisk(ContentAddressedStorage):
    """A store that gives back other bytes of one content than it was given."""

    def open(self, name: str, mode: str = "rb") -> Any:
        if name == name_of(TEXTS[3]):
            Path(self.path(name)).write_bytes(b"rubbish")
        return super().open(name, mode)


def test_what_the_target_gives_back_is_compared(
    folder: LocalStore, settings: Settings, tmp_path: Path
) -> None:
    done = copy_store(storage_of(settings, "local"), FaultyDisk(location=tmp_path / "disk"))
    assert (done.ok, done.copied) == (False, len(TEXTS) - 1)
    (fault,) = done.faults
    assert (fault.outcome, fault.name) == ("damaged", name_of(TEXTS[3]))
    assert "other bytes" in fault.detail
