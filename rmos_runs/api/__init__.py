"""The HTTP API of attachments, runs and sessions."""
