"""The admin: generations, variants, assets, attempts and tokens, to read and never to change.

Django imports this package; its modules register themselves. Nothing else imports it.
"""

from artstudio.access import admin_tokens
from artstudio.admin import assets, attempts, generations

__all__ = ["admin_tokens", "assets", "attempts", "generations"]
