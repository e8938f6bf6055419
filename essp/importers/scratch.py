"""The folder in which an import works. What an import left that was killed goes with the next one."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

PREFIX = "essp-import-"
LOCK = "in-use"
SETTLED = 60.0  # seconds after which a folder is locked by whoever made it, or by nobody any more


class Scratch:
    """A folder of this process alone, held by a lock that ends with the process."""

    def __init__(self) -> None:
        remove_left()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = (self.path / LOCK).open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def remove_left() -> None:
    """Remove the folders of imports that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _left(folder: Path) -> bool:
    try:
        seen = folder.lstat()
        if seen.st_uid != os.getuid() or time.time() - seen.st_ctime < SETTLED:
            return False
        with (folder / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # gone meanwhile, somebody else's, or in use
        return False
    return True
