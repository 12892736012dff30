"""Files that a page's form sends: written to a temporary file, up to the limit of uploads."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class LimitedUpload(TemporaryFileUploadHandler):
    """Takes no more than RMOS_MAX_UPLOAD_BYTES; a larger file is as if none had been sent."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part of the file. Raises StopUpload over the limit."""
        if start + len(raw_data) > settings.RMOS_MAX_UPLOAD_BYTES:
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)
