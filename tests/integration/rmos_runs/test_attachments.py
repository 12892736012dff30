from __future__ import annotations

from pathlib import Path

import pytest

from rmos_runs.attachments import get_attachment_path, put_bytes_attachment

pytestmark = pytest.mark.django_db


def test_put():
    a, p = put_bytes_attachment(b"abc", "svg", "image/svg+xml", "x.svg", ".svg")
    assert Path(p).read_bytes() == b"abc"
    b, q = put_bytes_attachment(b"abc", "text", "text/plain", "x.txt", ".txt")
    assert a == b and p == q == get_attachment_path(a.sha256)
