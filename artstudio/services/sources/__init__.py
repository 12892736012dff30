"""The stored source of a variant: found, put, and read again."""
