"""The documented way to the store of bytes; the parts are in `rmos_runs.blobs`."""

from rmos_runs.blobs.attachments import (
    get_attachment,
    get_attachment_path,
    open_attachment,
    put_bytes_attachment,
    put_file_attachment,
    put_json_attachment,
    put_text_attachment,
    verify_attachment,
)

__all__ = [
    "get_attachment",
    "get_attachment_path",
    "open_attachment",
    "put_bytes_attachment",
    "put_file_attachment",
    "put_json_attachment",
    "put_text_attachment",
    "verify_attachment",
]
