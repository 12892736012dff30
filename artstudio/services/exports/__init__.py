"""Drawings as files: formats, zip archives, bundles with checksums, content credentials."""
