"""What every store does: names, healing, renewal, and what it refuses."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.files.base import ContentFile

from rmos_runs.digests import sha256_hex
from rmos_runs.errors import InvalidDigest
from tests.stores import Store

pytestmark = pytest.mark.django_db
DATA = b"<svg/>" * 30_000
SHA = sha256_hex(DATA)
NAME = f"{SHA[:2]}/{SHA[2:4]}/{SHA}.svg"
YEAR_S = 365 * 86_400.0


def put(store: Store, data: bytes = DATA, ext: str = ".svg") -> str:
    name: str = store.storage.save(f"any{ext}", ContentFile(data))
    return name


def age_s(store: Store, name: str = NAME) -> float:
    return time.time() - float(store.storage.get_modified_time(name).timestamp())


def test_bytes_are_saved_under_their_digest(store: Store) -> None:
    assert put(store) == NAME
    assert store.names() == [NAME]
    assert store.read(NAME) == DATA
    assert store.storage.size(NAME) == len(DATA)
    assert store.storage.exists(NAME)


def test_bytes_are_read_whole_in_parts_and_from_anywhere(store: Store) -> None:
    put(store)
    with store.storage.open(NAME) as file:
        assert file.size == len(DATA)
        assert file.read(7) == DATA[:7]
        assert file.read() == DATA[7:]
        assert file.read() == b""
        file.seek(-10, 2)
        assert file.read() == DATA[-10:]
        file.seek(100_000)
        assert (file.tell(), file.read(5)) == (100_000, DATA[100_000:100_005])
        assert b"".join(file.chunks()) == DATA
        assert b"".join(file.chunks(1_000)) == DATA
    assert file.closed


def test_a_digest_is_found_and_opened_under_any_extension(store: Store) -> None:
    put(store)
    for ext in (".svg", ".txt", ""):
        assert store.storage.find(SHA, ext) == NAME
        file = store.storage.open_digest(SHA, ext)
        with file:
            assert file.read() == DATA
    other = sha256_hex(b"other")
    assert store.storage.find(other) is None
    assert store.storage.open_digest(other) is None


def test_what_begins_with_the_digest_and_is_no_name_is_not_found(store: Store) -> None:
    for tail in (".tar.gz", ".SVG", "-copy.svg", ".toolongforanend"):
        store.write(NAME.removesuffix(".svg") + tail, DATA)
    assert store.storage.find(SHA, ".svg") is None
    assert put(store) == NAME


def test_no_bytes_at_all_are_bytes_too(store: Store) -> None:
    name = put(store, b"", "")
    assert store.storage.size(name) == 0
    with store.storage.open(name) as file:
        assert file.read() == b""
    assert put(store, b"", "") == name


def test_the_same_bytes_are_one_file_whatever_their_extension(store: Store) -> None:
    assert {put(store, ext=ext) for ext in (".svg", ".txt", "", ".svg")} == {NAME}
    assert store.names() == [NAME]


def test_putting_again_renews_the_time(store: Store) -> None:
    put(store)
    store.grow_old(NAME, YEAR_S)
    assert age_s(store) > YEAR_S - 60
    put(store, ext=".txt")
    assert age_s(store) < 60
    assert store.read(NAME) == DATA


@pytest.mark.parametrize("damage", [b"", DATA[:-1], DATA + b"x", b"x" + DATA[1:], DATA[:-1] + b"x"])
def test_putting_the_right_bytes_heals_a_damaged_file(store: Store, damage: bytes) -> None:
    put(store)
    store.write(NAME, damage)
    assert put(store, ext=".txt") == NAME
    assert store.read(NAME) == DATA
    assert store.names() == [NAME]


def test_right_bytes_that_came_by_another_way_are_kept(store: Store) -> None:
    store.write(NAME, DATA)
    store.grow_old(NAME, YEAR_S)
    assert put(store) == NAME
    assert store.read(NAME) == DATA
    assert age_s(store) < 60


def test_a_file_that_vanishes_while_it_is_put_again_is_written_again(store: Store) -> None:
    put(store)
    with store.storage.stage(SHA, ContentFile(DATA), ".svg") as staged:
        store.remove(NAME)
        staged.publish()
    assert store.read(NAME) == DATA


def test_a_file_that_is_damaged_while_it_is_put_again_is_healed(store: Store) -> None:
    put(store)
    with store.storage.stage(SHA, ContentFile(DATA), ".svg") as staged:
        store.write(NAME, b"cut")
        staged.publish()
    assert store.read(NAME) == DATA


def test_nothing_has_a_name_before_it_is_published(store: Store) -> None:
    with store.storage.stage(SHA, ContentFile(DATA), ".svg"):
        assert store.storage.find(SHA) is None
    assert store.names() == []


def test_a_body_that_can_be_read_only_forwards_is_put_whole(store: Store) -> None:
    class Forwards(ContentFile):  # type: ignore[type-arg]  # not generic at run time
        def seekable(self) -> bool:
            return False

        def chunks(self, chunk_size: int | None = None) -> Any:
            return iter([DATA[:100_000], DATA[100_000:]])

    with store.storage.stage(SHA, Forwards(DATA), ".svg") as staged:
        assert staged.publish() == NAME
    assert store.read(NAME) == DATA


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a.svg", f"{NAME}\0", ""])
def test_only_a_digest_names_anything(store: Store, name: str) -> None:
    assert not store.storage.exists(name)
    store.storage.delete(name)
    for read in (store.storage.open, store.storage.size, store.storage.get_modified_time):
        with pytest.raises((FileNotFoundError, InvalidDigest)):
            read(name)
    with pytest.raises(InvalidDigest):
        store.storage.find("not a digest")


@pytest.mark.parametrize("path", ["..", "/etc", "ab/..", "ab/cd/..", "AB", "ab/", "\0"])
def test_only_folders_of_digests_are_listed(store: Store, path: str) -> None:
    put(store)
    assert store.storage.listdir("") == ([SHA[:2]], [])
    assert store.storage.listdir(SHA[:2]) == ([SHA[2:4]], [])
    assert store.storage.listdir(f"{SHA[:2]}/{SHA[2:4]}") == ([], [f"{SHA}.svg"])
    with pytest.raises(FileNotFoundError):
        store.storage.listdir(path)


def test_stored_bytes_are_opened_for_reading_only(store: Store) -> None:
    put(store)
    with pytest.raises(ValueError, match="never change"):
        store.storage.open(NAME, "wb")


def test_what_is_not_there_cannot_be_opened(store: Store) -> None:
    for read in (store.storage.open, store.storage.size, store.storage.get_modified_time):
        with pytest.raises(FileNotFoundError):
            read(NAME)


def test_deleting_twice_is_harmless(store: Store) -> None:
    put(store)
    store.storage.delete(NAME)
    store.storage.delete(NAME)
    assert store.names() == []


def test_trying_a_write_leaves_nothing_that_counts(store: Store) -> None:
    store.storage.check_writable()
    store.storage.check_writable()
    assert store.names() == []
    assert list(store.storage.listdir("")) == [[], []]
