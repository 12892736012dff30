"""The settings of the tests: the product's, with cheap passwords and no hashed static files."""

from artstudio.settings import *  # noqa: F403, TID251  # a settings module extends another this way
from artstudio.settings import STORAGES as _STORAGES  # noqa: TID251  # as above

STORAGES = _STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files come from where they are written; nothing is collected.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
