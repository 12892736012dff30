"""Pictures of one's own, and sending them to be traced."""

from __future__ import annotations

import io
import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageDraw

from rmos_runs.blobs.attachments import open_attachment

ORIENTATION, ARTIST, GPS = 0x0112, 0x013B, 0x8825


def flag() -> Image.Image:
    """Return a picture that is wider than high, with its ink at the left."""
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).rectangle((20, 50, 119, 149), fill="#8a1c1c")
    return image


def encoded(image: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


PNG = encoded(flag())


def send(client: Client, data: bytes = PNG, name: str = "my rose.png", **fields: Any) -> Any:
    file = SimpleUploadedFile(name, data, "image/png")
    return client.post("/api/art/trace", {"file": file, **fields})


def constraints(**given: Any) -> str:
    return json.dumps(given)


def stored(digest: str) -> bytes:
    with open_attachment(digest) as file:
        return bytes(file.read())
