"""The lower app: bytes by their digest, runs and sessions. It never imports `artstudio`."""
