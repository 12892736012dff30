from __future__ import annotations

import pytest

from artstudio.ai.redact import LONGEST_TEXT, Redactor

KEY = "sk-proj-abc/def+012"


@pytest.fixture
def scrubber() -> Redactor:
    return Redactor(key=KEY, base_url="http://user:p4ssw0rd@host/v1")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"Incorrect key: {KEY}.", "Incorrect key: [key]."),
        ("in a query: sk-proj-abc%2Fdef%2B012", "in a query: [key]"),
        ("half of it: sk-pr********3AbC", "half of it: [key]"),
        ("another's: sk-live-0123456789", "another's: [key]"),
        ("Authorization: Bearer eyJhbGciOi.x", "Authorization: [key]"),
        ("login p4ssw0rd failed", "login [key] failed"),
        ("no file /opt/models/a.bin here", "no file [path] here"),
        ("file:///srv/x/y.png", "[path]"),
        (r"open C:\Users\me\x.bin failed", "open [path] failed"),
        (
            "see https://platform.openai.com/docs/guides",
            "see https://platform.openai.com/docs/guides",
        ),
        ("a ratio of 3/4 and/or 5/8", "a ratio of 3/4 and/or 5/8"),
        ("a task-sk-ew is no key", "a task-sk-ew is no key"),
        ("two\nlines\x1b[31m", "two lines [31m"),
    ],
)
def test_secrets_and_paths_go_and_the_rest_stays(scrubber: Redactor, said: str, kept: str) -> None:
    assert scrubber.text(said) == kept


def test_a_long_text_is_cut(scrubber: Redactor) -> None:
    cut = scrubber.sentence("word " * 1000)

    assert len(cut) <= LONGEST_TEXT
    assert cut.endswith("…")


def test_a_secret_on_the_cut_does_not_stay_in_half(scrubber: Redactor) -> None:
    assert "sk-" not in scrubber.sentence("x" * (LONGEST_TEXT - 6) + f" {KEY}")


@pytest.mark.parametrize("odd", [None, 7, ["text"], {"a": "b"}])
def test_what_is_no_text_is_no_sentence(scrubber: Redactor, odd: object) -> None:
    assert scrubber.sentence(odd) == ""


def test_json_values_are_cleaned_to_the_bottom_and_numbers_left_alone(scrubber: Redactor) -> None:
    value = {"a": [{"b": f"x {KEY}"}, 1, None, True], KEY: 1.5}

    assert scrubber.value(value) == {"a": [{"b": "x [key]"}, 1, None, True], "[key]": 1.5}


@pytest.mark.parametrize(
    ("odd", "clean"),
    [
        ("a\x00b", "ab"),
        ("half a smile \ud83d", "half a smile ?"),
        ("a whole smile 😀", "a whole smile 😀"),
        ({"a\x00\ud83d": [float("nan"), float("-inf"), 10**400, 7]}, {"a?": [None, None, None, 7]}),
    ],
)
def test_what_no_database_holds_is_taken_out(
    scrubber: Redactor, odd: object, clean: object
) -> None:
    assert scrubber.value(odd) == clean


def test_what_lies_too_deep_is_cut_off(scrubber: Redactor) -> None:
    deep: object = 1
    for _ in range(5000):
        deep = [deep]

    shown = str(scrubber.value({"a": deep, "b": 1}))
    assert len(shown) < 100
    assert "'b': 1" in shown


def test_half_characters_do_not_get_into_a_sentence(scrubber: Redactor) -> None:
    assert scrubber.sentence("no \ud83d\x00 luck") == "no ? luck"


def test_the_placeholder_keys_of_local_gateways_do_not_spoil_every_text() -> None:
    assert Redactor(key="x").text("the box is next") == "the box is next"
    assert Redactor(key="").text("the box is next") == "the box is next"
    assert Redactor(key="x").body(b"xxxx") == b"xxxx"


def test_bytes_lose_nothing_but_the_secret(scrubber: Redactor) -> None:
    assert scrubber.body(b"\x00\xff" + KEY.encode() + b"\x01") == b"\x00\xff[key]\x01"


def test_it_does_not_show_what_it_knows(scrubber: Redactor) -> None:
    assert KEY not in repr(scrubber)
