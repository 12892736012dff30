"""Where the numbers of a variant come from. Pure."""

from __future__ import annotations

import hashlib
import secrets

MAX_SEED = 2**32 - 1


def new_variant_seed() -> str:
    """Return a fresh variant seed, 16 hexadecimal digits."""
    return secrets.token_hex(8)


def seed_of_variant(variant_seed: str, index: int) -> int:
    """Return the seed of variant `index`: the first 32 bits of sha256("variant_seed:index")."""
    digest = hashlib.sha256(f"{variant_seed}:{index}".encode()).hexdigest()
    return int(digest[:8], 16)
