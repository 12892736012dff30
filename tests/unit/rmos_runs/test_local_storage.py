"""What only a store in a local folder has: modes, links, full disks, dead writers."""

from __future__ import annotations

import os
import resource
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from rmos_runs.blobs.durable_files import TEMP_PREFIX, TEMP_SUFFIX
from rmos_runs.blobs.local import ContentAddressedStorage
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import InvalidDigest, StoreUnavailable

DATA = b"<svg/>" * 30_000
SHA = sha256_hex(DATA)
NAME = f"{SHA[:2]}/{SHA[2:4]}/{SHA}.svg"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "store"


@pytest.fixture
def storage(root: Path) -> ContentAddressedStorage:
    return ContentAddressedStorage(root)


def put(storage: ContentAddressedStorage, data: bytes = DATA, ext: str = ".svg") -> str:
    return storage.save(f"any{ext}", ContentFile(data))


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir())


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Make writes past `size` bytes fail the way a full disk does: in the middle."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def test_a_web_server_of_another_account_can_read_the_store(
    storage: ContentAddressedStorage, root: Path
) -> None:
    with umask(0o077):
        put(storage)
    path = root / NAME
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (path, *path.parents[:4])]
    assert modes == [0o644, 0o755, 0o755, 0o755, 0o755]


def test_putting_again_renews_the_time_and_nothing_else(
    storage: ContentAddressedStorage, root: Path
) -> None:
    put(storage)
    os.utime(root / NAME, (1, 1))
    inode = (root / NAME).stat().st_ino
    put(storage, ext=".txt")
    assert (root / NAME).stat().st_ino == inode
    assert time.time() - storage.get_modified_time(NAME).timestamp() < 60


def test_a_reader_keeps_its_bytes_while_the_file_is_healed(
    storage: ContentAddressedStorage, root: Path
) -> None:
    put(storage)
    (root / NAME).write_bytes(DATA[:100])
    with storage.open(NAME) as file:
        put(storage)
        assert file.read() == DATA[:100]


def test_what_killed_writers_left_disturbs_nothing(
    storage: ContentAddressedStorage, root: Path
) -> None:
    folder = (root / NAME).parent
    folder.mkdir(parents=True)
    left = folder / f"{TEMP_PREFIX}abc{TEMP_SUFFIX}"
    left.write_bytes(DATA[:10])
    assert storage.find(SHA) is None
    assert put(storage) == NAME
    assert storage.listdir(f"{SHA[:2]}/{SHA[2:4]}") == ([], [f"{SHA}.svg"])
    assert left.exists()


def test_a_full_disk_leaves_nothing_half_written(
    storage: ContentAddressedStorage, root: Path
) -> None:
    with file_size_limit(len(DATA) // 2), pytest.raises(StoreUnavailable) as refusal:
        put(storage)
    assert files(root) == []
    assert str(root) not in refusal.value.message
    assert put(storage) == NAME


def test_a_full_disk_leaves_the_damaged_file_as_it_was(
    storage: ContentAddressedStorage, root: Path
) -> None:
    put(storage)
    (root / NAME).write_bytes(b"damaged")
    with file_size_limit(len(DATA) // 2), pytest.raises(StoreUnavailable):
        put(storage)
    assert files(root) == [NAME]
    assert (root / NAME).read_bytes() == b"damaged"


def test_a_root_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    storage = ContentAddressedStorage(tmp_path / "file" / "store")
    with pytest.raises(StoreUnavailable):
        put(storage)
    with pytest.raises(StoreUnavailable):
        storage.check_writable()
    assert storage.find(SHA) is None


def test_a_folder_where_the_file_should_be_is_no_file(
    storage: ContentAddressedStorage, root: Path
) -> None:
    (root / NAME).mkdir(parents=True)
    assert not storage.exists(NAME)
    with pytest.raises(StoreUnavailable):
        put(storage)
    assert files(root) == []


def test_no_link_leads_out_of_the_root(
    storage: ContentAddressedStorage, root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside" / SHA[2:4]
    outside.mkdir(parents=True)
    (outside / f"{SHA}.svg").write_bytes(DATA)
    root.mkdir(parents=True)
    (root / SHA[:2]).symlink_to(outside.parent)
    assert storage.find(SHA) is None
    assert not storage.exists(NAME)
    with pytest.raises(FileNotFoundError):
        storage.open(NAME)
    with pytest.raises(StoreUnavailable):
        put(storage)
    with pytest.raises(FileNotFoundError):
        storage.listdir(SHA[:2])
    storage.delete(NAME)
    assert files(outside) == [f"{SHA}.svg"]


def test_a_linked_file_is_no_blob_and_is_replaced_by_one(
    storage: ContentAddressedStorage, root: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (root / NAME).parent.mkdir(parents=True)
    (root / NAME).symlink_to(secret)
    assert storage.find(SHA) is None
    put(storage)
    assert secret.read_bytes() == b"secret"
    assert not (root / NAME).is_symlink()


def test_the_root_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk")
    storage = ContentAddressedStorage(tmp_path / "link")
    assert put(storage) == NAME
    assert files(tmp_path / "disk") == [NAME]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a.svg", f"{NAME}\0", ""])
def test_only_a_digest_becomes_a_path(storage: ContentAddressedStorage, name: str) -> None:
    assert not storage.exists(name)
    with pytest.raises(InvalidDigest):
        storage.path(name)


def test_it_can_be_named_in_a_migration(storage: ContentAddressedStorage, root: Path) -> None:
    path, args, kwargs = storage.deconstruct()  # type: ignore[attr-defined]  # the decorator's
    assert path == "rmos_runs.blobs.local.ContentAddressedStorage"
    assert ContentAddressedStorage(*args, **kwargs).location == str(root)
