"""Operation: logs, health, metrics, checks, backup, the worker process, the API document."""
