"""Running Postgres as someone other than root, which it refuses to be.

An ordinary user runs it plainly. Root runs it in a user namespace of its own,
where root is called by another name: files then still belong to root. Where
namespaces are forbidden (many containers) an unprivileged account runs it and
owns the files, with the one capability that lets it pass folders that only
root may enter.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from artstudio.embedded.errors import StartupError


@dataclass(frozen=True, kw_only=True)
class Account:
    """How to start a program of Postgres: the words before it, and who must own its files."""

    prefix: list[str] = field(default_factory=list)
    owner: tuple[int, int] | None = None

    def give(self, *folders: Path) -> None:
        """Hand folders, with all that is in them, to the account that will work in them."""
        if self.owner is None:
            return
        for folder in folders:
            os.chown(folder, *self.owner, follow_symlinks=False)
            for parent, folders_in, files in os.walk(folder):
                for name in (*folders_in, *files):
                    os.chown(Path(parent, name), *self.owner, follow_symlinks=False)


def find_account(cluster: Path) -> Account:
    """Return how Postgres can be run by this user; raises CannotRun where root has no way.

    A cluster that root finds in another user's hands stays in them.
    """
    if os.geteuid() != 0:
        return Account()
    if cluster.exists() and (facts := cluster.stat()).st_uid != 0:
        return Account(prefix=_setpriv(facts.st_uid, facts.st_gid))
    # initdb looks its own user up by number: it must be one that exists.
    other = _unprivileged_account()
    namespace = ["unshare", "--user", f"--map-user={other.pw_uid}", f"--map-group={other.pw_gid}"]
    if _works(namespace):
        return Account(prefix=namespace)
    lowered = _setpriv(other.pw_uid, other.pw_gid)
    if _works(lowered):
        return Account(prefix=lowered, owner=(other.pw_uid, other.pw_gid))
    raise StartupError(
        "Postgres does not run as root, and neither unshare nor setpriv works here. "
        "Start the studio as an ordinary user, or set DATABASE_URL."
    )


def _unprivileged_account() -> pwd.struct_passwd:
    accounts = [account for account in pwd.getpwall() if account.pw_uid != 0]
    if not accounts:
        raise StartupError("Postgres does not run as root, and there is no other account here.")
    wanted = {"postgres": 0, "nobody": 1}
    return min(accounts, key=lambda account: wanted.get(account.pw_name, 2))


def _setpriv(user: int, group: int) -> list[str]:
    capabilities = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    who = [f"--reuid={user}", f"--regid={group}", "--clear-groups"]
    return ["setpriv", *who, *capabilities, "--pdeathsig=INT"]


def _works(prefix: list[str]) -> bool:
    program = shutil.which(prefix[0])
    if program is None:
        return False
    test = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603  # fixed words
    return test.returncode == 0
