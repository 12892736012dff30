"""A run with everything it names as one zip: written, read, imported."""
