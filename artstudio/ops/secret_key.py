"""The secret key of an installation that was not given one: made once, kept in the data folder."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from rmos_runs.blobs.durable_files import keep_owner, make_folder


def read_or_make_secret_key(data_dir: Path) -> str:
    """Return the key in `data_dir/secret_key`, made on first use with mode 0600.

    Where the folder cannot be written, a key for this process alone is
    returned: `up` says what is wrong with the folder, and reading commands work.
    """
    path = data_dir / "secret_key"
    with contextlib.suppress(OSError):
        make_folder(data_dir)
        # Linked into place whole, so that two first starts agree on one key.
        draft = path.with_name(f"secret_key.{os.getpid()}")
        if not path.exists():
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(50))
            # `sudo manage.py check` must not take the key from who runs the studio.
            keep_owner(draft)
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
            draft.unlink()
        return path.read_text().strip()
    return secrets.token_urlsafe(50)
