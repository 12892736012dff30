"""What keeps a program from getting its answer, in one line that says what to do."""

from __future__ import annotations


class ClientError(Exception):
    """A command cannot go on."""

    def __init__(self, message: str, *, code: str = "") -> None:
        """Keep the message, and the studio's own code for it where it has one."""
        super().__init__(message)
        self.message = message
        self.code = code
