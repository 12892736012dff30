"""What can go wrong between a picture's bytes and its curves."""

from __future__ import annotations

from typing import ClassVar

from rmos_runs.errors import DomainError, Kind


class ImageUnreadable(DomainError):
    """The picture cannot be decoded. Save it again as PNG and send that."""

    code = "image_unreadable"


class ImageTruncated(ImageUnreadable):
    """The picture ends too early: a part of the file is missing. Send the whole file again."""

    code = "image_truncated"


class ImageFormatUnsupported(DomainError):
    """Only PNG, JPEG, WebP, AVIF, HEIC, TIFF, GIF and BMP pictures can be traced."""

    code = "image_format_unsupported"


class ImageTooLarge(DomainError):
    """The picture is too large to trace. Scale it down and send it again."""

    kind: ClassVar[Kind] = Kind.TOO_LARGE
    code = "image_too_large"


class ImageTooComplex(DomainError):
    """The picture has too many edges to trace. Use cleaner art, or smooth and scale it down."""

    code = "image_too_complex"


class TracerUnavailable(DomainError):
    """No tracer works on this machine. Install libpotrace or the potracer package."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code = "tracer_unavailable"


class TraceFailed(DomainError):
    """The tracer gave up on this picture. Scale it down and try again."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code = "trace_failed"


class TraceTimedOut(TraceFailed):
    """The tracer timed out, perhaps because this machine is busy. Try again in a moment."""

    code = "trace_timed_out"
    retry_after = 5.0
