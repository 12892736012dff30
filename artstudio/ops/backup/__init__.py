"""A whole studio in a folder, and back: the database's dump, the stored files, and a manifest.

    FOLDER/manifest.json              what there is, with counts and SHA-256; written last
    FOLDER/database-<time>.dump       what pg_dump wrote, in its custom format
    FOLDER/files-<time>.sha256        the stored files, for `sha256sum -c`
    FOLDER/attachments/ab/cd/<sha>    the stored files
    FOLDER/secret_key                 Django's secret key, where it is kept in the data folder

The manifest is what makes a backup: it is renamed into place when all that it names is
written and was read back. A folder without one was not finished. The files never change,
so a later backup into the same folder adds what is new, and until its manifest is there
the one before is whole.
"""

from artstudio.ops.backup.creation import CreatedBackup, create_backup
from artstudio.ops.backup.restoration import RestoredBackup, restore_backup

__all__ = ["CreatedBackup", "RestoredBackup", "create_backup", "restore_backup"]
