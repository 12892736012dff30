from __future__ import annotations

import time

import pytest

from artstudio.ai.sniff import sniff_mime
from tests.fake_openai import pictures


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"GIF89a....", "image/gif"),
        (b"GIF87a....", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"II*\x00....", "image/tiff"),
        (b"<svg xmlns='x'/>", "image/svg+xml"),
        (b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- a --><!-- b -->\n<svg>", "image/svg+xml"),
        (b"<!DOCTYPE svg PUBLIC 'a' 'b' [<!ENTITY x 'y'>]>\n<svg>", "image/svg+xml"),
        ("\ufeff<svg width='1'>".encode("utf-16-le"), "image/svg+xml"),
        ("\ufeff<?xml version='1.0'?><svg>".encode("utf-16-be"), "image/svg+xml"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?><svg><title>F\xfcllhorn", "image/svg+xml"),
        (b"<svg>" + b"x" * 4090 + "ü".encode() * 9, "image/svg+xml"),
        (b"", "application/octet-stream"),
        (b"\x89PN", "application/octet-stream"),
        (b"RIFF\x10\x00\x00\x00WAVE", "application/octet-stream"),
        (b"<svgfoo>", "application/octet-stream"),
        (b"<html><svg></svg></html>", "application/octet-stream"),
        (b"Sorry, <svg> I cannot draw", "application/octet-stream"),
    ],
)
def test_the_first_bytes_tell_the_type(head: bytes, mime: str) -> None:
    assert sniff_mime(head) == mime


@pytest.mark.parametrize("part", [b"<!---->", b" ", b"<!DOCTYPE [", b"<?xml?>", b"<!--"])
def test_no_bytes_make_it_slow(part: bytes) -> None:
    started = time.perf_counter()
    sniff_mime(part * 100_000)

    assert time.perf_counter() - started < 0.2


def test_it_agrees_with_what_the_fake_server_draws() -> None:
    assert sniff_mime(pictures.rosette_png("a", 1)) == "image/png"
    assert sniff_mime(pictures.animated_gif()) == "image/gif"
    assert sniff_mime(pictures.svg_document()) == "image/svg+xml"
