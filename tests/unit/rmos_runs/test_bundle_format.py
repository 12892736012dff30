"""Names inside a bundle can be unpacked anywhere; the list of digests has one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmos_runs.runs.bundle.format import (
    checksums,
    is_member_name,
    member_names,
    parse_checksums,
)


def named(*filenames: str) -> list[str]:
    pairs = [(str(number), filename) for number, filename in enumerate(filenames)]
    return list(member_names("attachments", pairs).values())


@pytest.mark.parametrize(
    ("filename", "safe"),
    [
        ("a.svg", "a.svg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.svg", "a.svg"),
        ("..", "attachment"),
        ("", "attachment"),
        ("a\nb\x00.svg", "ab.svg"),
        ('what? "this": <it>|*.svg', "what_ _this__ _it___.svg"),
        ("CON", "_CON"),
        ("lpt1.txt", "_lpt1.txt"),
        ("name. ", "name"),
        ("é" * 200 + ".svg", "é" * 88 + ".svg"),
        ("e\u0301.svg", "é.svg"),
    ],
)
def test_a_filename_becomes_one_that_every_system_takes(filename: str, safe: str) -> None:
    assert named(filename) == [f"attachments/{safe}"]


def test_names_that_clash_anywhere_are_numbered() -> None:
    assert named("a.svg", "A.svg", "a.svg", "a-2.svg", "b", "b") == [
        "attachments/a.svg",
        "attachments/A-2.svg",
        "attachments/a-3.svg",
        "attachments/a-2-2.svg",
        "attachments/b",
        "attachments/b-2",
    ]


@given(st.lists(st.text(max_size=300), max_size=20))
def test_whatever_things_are_called_their_names_are_good_and_differ(filenames: list[str]) -> None:
    names = named(*filenames)
    assert len({name.casefold() for name in names}) == len(filenames)
    for name in names:
        assert is_member_name(name)
        assert len(name.partition("/")[2].encode()) <= 255


@pytest.mark.parametrize(
    "name",
    ["", "x", "/run.json", "./run.json", "attachments/", "attachments/a/b", "attachments/..",
     "attachments/a\\b", "other/a", "attachments/a\n", "attachments/nul.txt"],
)  # fmt: skip
def test_other_names_are_no_members(name: str) -> None:
    assert not is_member_name(name)


def test_digests_are_listed_as_sha256sum_reads_them() -> None:
    text = checksums({"run.json": "b" * 64, "attachments/é x.svg": "a" * 64})
    assert text == f"{'a' * 64}  attachments/é x.svg\n{'b' * 64}  run.json\n".encode()
    assert parse_checksums(text) == {"run.json": "b" * 64, "attachments/é x.svg": "a" * 64}


@pytest.mark.parametrize(
    "text",
    [
        f"{'a' * 64} run.json\n",
        f"{'a' * 64}  run.json",
        f"{'A' * 64}  run.json\n",
        f"{'a' * 64}  run.json\n{'b' * 64}  run.json\n",
        f"{'a' * 64}  run.json\r\n",
        f"{'b' * 64}  b\n{'a' * 64}  a\n",
        "\n",
        "\udcff",
    ],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever kind
        parse_checksums(text.encode(errors="surrogateescape"))


@pytest.mark.parametrize("ending", ["", ".svg", f".{'x' * 40}"])
def test_a_number_does_not_make_the_longest_name_too_long(ending: str) -> None:
    names = named(*[f"{'é' * 200}{ending}"] * 3)
    assert len(set(names)) == 3
    assert all(is_member_name(name) for name in names)
