"""The HTTP API under /api/art. It calls services, never the pages; `artstudio.urls` mounts it."""
