"""The admin of attachments, runs, references and sessions: to read, never to change.

Django imports this package; its modules register themselves.
"""

from rmos_runs.admin import attachments, references, runs, sessions

__all__ = ["attachments", "references", "runs", "sessions"]
