from __future__ import annotations
import pytest
from pathlib import Path
from rmos_runs.attachments import put_bytes_attachment, get_attachment_path

pytestmark = pytest.mark.django_db

def test_put():
    a, p = put_bytes_attachment(b"abc", "svg", "image/svg+xml", "x.svg", ".svg")
    assert Path(p).read_bytes() == b"abc"
    b, q = put_bytes_attachment(b"abc", "text", "text/plain", "x.txt", ".txt")
    assert a == b and p == q == get_attachment_path(a.sha256)
