"""Digests, canonical JSON, names in the store, and what may be written down about bytes."""

from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmos_runs.attachment_fields import (
    check_kind,
    check_metadata,
    check_mime,
    clean_filename,
    json_bytes,
)
from rmos_runs.blobs.locks import digest_key
from rmos_runs.blobs.names import blob_name, clean_ext, digest_of_name, ext_of
from rmos_runs.digests import canonical_json, is_sha256, parse_sha256, sha256_hex
from rmos_runs.errors import InvalidDigest, InvalidRequest, NotJson
from rmos_runs.request_id import (
    accept_request_id,
    current_request_id,
    request_id_scope,
)

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
NOT_DIGESTS = [
    "",
    "../../etc/passwd",
    ABC.upper(),
    ABC[:63],
    ABC + "0",
    ABC[:63] + "g",
    ABC[:63] + "\u0663",
    ABC[:63] + "\0",
    ABC + "\n",
    " " + ABC[:63],
]


def test_the_digest_is_the_published_one() -> None:
    assert sha256_hex(b"abc") == parse_sha256(ABC) == ABC


@pytest.mark.parametrize("text", NOT_DIGESTS)
def test_what_is_not_64_lower_case_digits_is_no_digest(text: str) -> None:
    assert not is_sha256(text)
    with pytest.raises(InvalidDigest):
        blob_name(text)


def test_the_name_is_the_digest_in_two_folders() -> None:
    assert blob_name(ABC, ".svg") == f"ba/78/{ABC}.svg"
    assert blob_name(ABC) == f"ba/78/{ABC}"


@pytest.mark.parametrize(
    ("given_ext", "clean"),
    [
        (".svg", ".svg"),
        ("svg", ".svg"),
        (".SVG", ".svg"),
        ("", ""),
        (".", ""),
        ("..", ""),
        ("/../x", ""),
        (".svg/..", ""),
        (".s vg", ""),
        (".tar.gz", ""),
        (".12345678901", ""),
        (".\u0663", ""),
        (".svg\n", ""),
        (".svg\0", ""),
    ],
)
def test_an_extension_is_a_dot_and_a_few_letters_or_nothing(given_ext: str, clean: str) -> None:
    assert clean_ext(given_ext) == clean


@given(st.text(max_size=12))
def test_every_name_reads_back_as_its_digest(ext: str) -> None:
    assert digest_of_name(blob_name(ABC, ext)) == ABC


@pytest.mark.parametrize(
    "name",
    [
        ABC,
        f"ba/78/{ABC}.SVG",
        f"ba/78/{ABC}.svg/",
        f"ba/79/{ABC}",
        f"/ba/78/{ABC}",
        f"../ba/78/{ABC}",
        f"ba/78/{ABC}/../{ABC}",
        f"ba/78/.put-{ABC}.tmp",
        "",
    ],
)
def test_no_other_name_has_a_digest(name: str) -> None:
    assert digest_of_name(name) is None


def test_the_extension_is_that_of_the_last_part() -> None:
    assert ext_of("a.b/c.PNG") == ".png"
    assert ext_of("a.b/c") == ""


def test_the_lock_key_is_the_first_64_bits_with_a_sign() -> None:
    assert digest_key("0" * 15 + "1" + "f" * 48) == 1
    assert digest_key("f" * 16 + "0" * 48) == -1
    assert digest_key("8" + "0" * 63) == -(2**63)


def test_json_has_one_spelling() -> None:
    assert canonical_json({"b": [1, 2.5, None], "a": "é"}) == '{"a":"é","b":[1,2.5,null]}'.encode()


class Circle(list[object]):
    """A list that holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.append(self)


@pytest.mark.parametrize(
    "value", [math.nan, [math.inf], {"a": {1, 2}}, {"a": object()}, "\ud800", Circle(), {(1,): 2}]
)
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(NotJson):
        json_bytes(value)


def test_metadata_may_name_but_not_hold_the_null_character() -> None:
    assert check_metadata({"text": "\\u0000"}) == {"text": "\\u0000"}
    assert check_metadata(None) == {}
    for bad in ({"text": "a\0b"}, {"a\0": 1}, {"text": "\\\0"}):
        with pytest.raises(NotJson):
            check_metadata(bad)


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("drawing.svg", "drawing.svg"),
        ("Rosette № 3 — Åse.svg", "Rosette № 3 — Åse.svg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Temp\\a.svg", "a.svg"),
        (".htaccess", "htaccess"),
        ("a\r\nSet-Cookie: x.svg", "aSet-Cookie: x.svg"),
        ("gnp\u202egvs.exe", "gnpgvs.exe"),
        ("", "attachment"),
        ("..", "attachment"),
        ("\0", "attachment"),
    ],
)
def test_a_filename_is_a_plain_last_part(given_name: str, clean: str) -> None:
    assert clean_filename(given_name) == clean


def test_a_long_filename_keeps_its_extension() -> None:
    assert clean_filename("x" * 300 + ".svg") == "x" * 251 + ".svg"
    assert clean_filename("x" * 300) == "x" * 255


@given(st.text(max_size=600))
def test_a_filename_is_always_usable(text: str) -> None:
    clean = clean_filename(text)
    assert 0 < len(clean) <= 255
    assert not set(clean) & set("/\\")
    assert all(unicodedata.category(character)[0] != "C" for character in clean)


@pytest.mark.parametrize("kind", ["svg", "ai_provenance_json", "a.b:c-d", "x" * 64])
def test_a_kind_is_a_short_word(kind: str) -> None:
    assert check_kind(kind) == kind


@pytest.mark.parametrize("kind", ["", "x" * 65, "a b", "_a", "é", "a\n"])
def test_other_kinds_are_refused_by_name(kind: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        check_kind(kind)
    assert set(refusal.value.fields or {}) == {"kind"}


@pytest.mark.parametrize("mime", ["image/svg+xml", "text/plain; charset=utf-8", "a/b"])
def test_a_media_type_has_two_parts(mime: str) -> None:
    assert check_mime(mime) == mime


@pytest.mark.parametrize("mime", ["", "svg", "a/b\r\nX: y", "a/" + "b" * 130, "a/b/c", "é/b"])
def test_other_media_types_are_refused_by_name(mime: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        check_mime(mime)
    assert set(refusal.value.fields or {}) == {"mime"}


def test_a_safe_request_id_is_kept_and_others_are_replaced() -> None:
    assert accept_request_id("a.B-9_") == "a.B-9_"
    for unsafe in (None, "", "x" * 65, "a b", "a\n", "é"):
        assert accept_request_id(unsafe).startswith("req_")


def test_the_request_id_lasts_as_long_as_its_block() -> None:
    with request_id_scope("outer"):
        with request_id_scope("inner"):
            assert current_request_id() == "inner"
        assert current_request_id() == "outer"
    assert current_request_id() == ""
