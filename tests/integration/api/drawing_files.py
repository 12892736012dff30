"""Drawings of one's own in several formats, and sending them to be imported."""

from __future__ import annotations

import io
import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from ezdxf import filemanagement

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="40mm" viewBox="0 0 60 40">'
    b'<path d="M5 5H35V25H5Z"/></svg>\n'
)
#: One page of 144 x 72 points with a square of 36 points in its lower left corner.
EPS = (
    b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 144 72\n%%EndComments\n"
    b"newpath 0 0 moveto 36 0 lineto 36 36 lineto 0 36 lineto closepath fill\nshowpage\n%%EOF\n"
)


def dxf(version: str = "R2010", *, units: int = 4, binary: bool = False) -> bytes:
    """Return a DXF file: a 40 x 20 rectangle of loose lines and a hole of 10."""
    document = filemanagement.new(version, units=units)
    space = document.modelspace()
    corners = [(0, 0), (40, 0), (40, 20), (0, 20), (0, 0)]
    for start, end in itertools.pairwise(corners):
        space.add_line(start, end)
    hole = document.blocks.new("HOLE")
    hole.add_circle((0, 0), 5)
    space.add_blockref("HOLE", (20, 10))
    if binary:
        out = io.BytesIO()
        document.write(out, fmt="bin")
        return out.getvalue()
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode()


def pdf(pages: int = 1) -> bytes:
    """Return a PDF whose pages have 144 x 72 points and a square of 36 points, page by page."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(pages))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {pages}>>")
    for i in range(pages):
        drawing = f"{36 * i} 0 36 36 re f"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 144 72]/Contents {4 + 2 * i} 0 R>>")
        objects.append(f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream")
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R>>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def send(client: Client, data: bytes = SVG, name: str = "my rose.svg", **fields: Any) -> Any:
    file = SimpleUploadedFile(name, data, "application/octet-stream")
    return client.post("/api/art/import", {"file": file, **fields})
