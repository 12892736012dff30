"""The offline provider: parametric ornament of our own, drawn without account or network.

The geometry is exact; as a picture it is rendered to two tones and written as
a PNG of stored blocks, because what zlib compresses to depends on its version
and the same seed must give the same bytes on every machine.
"""

from __future__ import annotations

import dataclasses
import io
import re
import struct
import zlib
from collections.abc import Mapping
from typing import Any, Unpack

from PIL import Image

from artstudio.ai.base import ImageOptions, ImageRequest, ImageResponse, image_request
from artstudio.ai.model_table import STUB_MODEL, parse_size
from artstudio.geometry.drawing import Drawing
from artstudio.patterns import PatternConstraints, compose
from artstudio.svg.render import render_png

LONGER_SIDE_PX = 1024
DEFAULT_SIDE_MM = 100.0
_NO_NEGATIVE = "negative_prompt is not used: the pattern engine draws only what is asked for."
_LONGEST_STORED_BLOCK = 65_535
_SIZE_IN_MM = re.compile(rb'width="[^"]*mm" height="[^"]*mm"')


class StubImageClient:
    """Draws what `artstudio.patterns` composes from the prompt, the hints and the seed."""

    @property
    def name(self) -> str:
        """The provider's name in requests and records."""
        return "stub"

    def generate(
        self, prompt: str | ImageRequest, **options: Unpack[ImageOptions]
    ) -> ImageResponse:
        """Return the pattern as a black-on-white PNG; the same request gives the same bytes.

        Of the options, size and seed count. Raises InvalidRequest for a size that is none.
        """
        request = image_request(prompt, options)
        seed = request.seed or 0
        size_px = parse_size(request.size) if request.size else None
        pattern = compose(
            request.prompt,
            style_hints=request.style_hints,
            constraints=_pattern_constraints(request.constraints, size_px),
            seed=seed,
        )
        png, size = _rendered(pattern.drawing, max(size_px) if size_px else LONGER_SIDE_PX)
        left_out = [_NO_NEGATIVE] if request.negative_prompt else []
        return ImageResponse(
            image_bytes=png,
            model=STUB_MODEL,
            size=size,
            prompt_sent=request.prompt,
            seed_sent=True,
            seed_honoured=True,
            seed=seed,
            metadata={
                "spec": pattern.spec(),
                "warnings": [
                    *({"code": w.code, "message": w.message} for w in pattern.warnings),
                    *left_out,
                ],
                "pattern": {"family": pattern.family, "version": pattern.engine},
                "chosen_by_seed": list(pattern.chosen_by_seed),
            },
        )


def two_tone_png(image: Image.Image) -> bytes:
    """Return `image` as a one-bit PNG, split at middle grey; same pixels, same bytes."""
    bits = image.convert("L").point(lambda grey: 255 * (grey >= 128), mode="1")
    stride = (bits.width + 7) // 8
    packed = bits.tobytes()
    rows = b"".join(b"\0" + packed[at : at + stride] for at in range(0, len(packed), stride))
    header = struct.pack(">IIBBBBB", bits.width, bits.height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", _stored(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _rendered(drawing: Drawing, longer_side_px: int) -> tuple[bytes, str]:
    """Return the PNG and its size in pixels."""
    scale = longer_side_px / max(drawing.width_mm, drawing.height_mm)
    width = max(1, round(drawing.width_mm * scale))
    height = max(1, round(drawing.height_mm * scale))
    # From millimetres resvg rounds the sheet to whole CSS pixels first, which bends
    # the aspect; stating the size in pixels of the picture keeps it.
    stated = f'width="{width}" height="{height}"'.encode()
    svg = _SIZE_IN_MM.sub(stated, drawing.to_svg(), count=1)
    with Image.open(io.BytesIO(render_png(svg, width_px=width))) as image:
        return two_tone_png(image), f"{image.width}x{image.height}"


def _pattern_constraints(
    constraints: Mapping[str, Any], size_px: tuple[int, int] | None
) -> PatternConstraints:
    """Return those that a pattern can keep; a size in pixels gives the sheet its shape."""
    known = {field.name for field in dataclasses.fields(PatternConstraints)}
    kept = {k: v for k, v in constraints.items() if k in known}
    if size_px:
        mm_per_px = DEFAULT_SIDE_MM / max(size_px)
        kept |= {"width_mm": size_px[0] * mm_per_px, "height_mm": size_px[1] * mm_per_px}
    return PatternConstraints(**kept)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _stored(data: bytes) -> bytes:
    """Return `data` as a zlib stream of stored blocks (RFC 1950, RFC 1951 section 3.2.4)."""
    starts = range(0, len(data), _LONGEST_STORED_BLOCK)
    blocks = [data[at : at + _LONGEST_STORED_BLOCK] for at in starts]
    stream = b"".join(
        struct.pack("<BHH", at == starts[-1], len(block), 0xFFFF - len(block)) + block
        for at, block in zip(starts, blocks, strict=True)
    )
    return b"\x78\x01" + stream + struct.pack(">I", zlib.adler32(data))
