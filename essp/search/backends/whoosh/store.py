"""The index on disk: generations in a private folder, one of them live, one writer at a time.

index/            0700: the engine's files are pickles, nobody else may write here
  CURRENT         the name of the live generation, replaced by a rename
  lock            held while writing; the system lets go of it when its holder dies
  rebuilding      held during a rebuild
  changed         keys written to the live index during a rebuild
  reads           how much documents are read, 0 to 1 by key
  generation-2.7/ the files of the engine; the 2 is the shape of its fields
"""

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from essp.search.backends import IndexBroken, IndexBusy, IndexMissing
from essp.search.backends.whoosh.engine import FileIndex, FileStorage
from essp.search.backends.whoosh.schema import make_schema

PATIENCE = 10.0  # seconds to wait for another writer
# What has other fields cannot be asked for them: an index of another shape is as good as none.
_SHAPE = 3
_NAME = f"generation-{_SHAPE}."


class Store:
    """The folder of an index and the rules by which its files are used."""

    def __init__(self, root: Path, schema: Callable[[], Any] = make_schema) -> None:
        self.root = root
        self._schema = schema

    def live(self) -> Path:
        """The folder of the live generation; `IndexMissing` when there is none."""
        try:
            name = (self.root / "CURRENT").read_text("ascii").strip()
        except FileNotFoundError:
            raise IndexMissing("there is no index yet") from None
        except (OSError, ValueError) as error:
            raise IndexBroken("the name of the live index cannot be read") from error
        if not re.fullmatch(r"generation-(\d+\.)?\d+", name):
            raise IndexBroken("the name of the live index is garbled")
        if not name.startswith(_NAME):
            raise IndexMissing("the index was made by another version")
        if not (self.root / name).is_dir():
            raise IndexMissing("the live index is gone")
        return self.root / name

    def mark(self) -> tuple[int, int]:
        """Changes whenever another generation goes live; cheap to ask."""
        return self._mark_of("CURRENT")

    def open(self, folder: Path) -> Any:
        """The engine's index in a folder."""
        return FileIndex(FileStorage(str(folder), supports_mmap=False))

    def create(self) -> Path:
        """An empty generation, newer than every other, not live yet."""
        self._make_root()
        folder = self.root / f"{_NAME}{1 + max(map(_number, self._generations()), default=0)}"
        folder.mkdir(mode=0o700)
        FileIndex.create(FileStorage(str(folder), supports_mmap=False), self._schema())
        return folder

    def make_live(self, folder: Path) -> None:
        """Let a generation be the live one from now on, and remove the others."""
        new = self.root / "CURRENT.new"
        new.write_text(f"{folder.name}\n", "ascii")
        new.replace(self.root / "CURRENT")
        for other in self._generations():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write; `IndexBusy` when another keeps it for too long."""
        with self._held("lock", PATIENCE):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Hold the right to rebuild, and have the keys written meanwhile remembered."""
        with self._held("rebuilding", 0.0):
            with self.writing():
                (self.root / "changed").write_text("", "utf-8")
            try:
                yield
            finally:
                (self.root / "changed").unlink(missing_ok=True)

    def remember(self, keys: Iterable[str]) -> None:
        """Note written keys for a rebuild under way, if there is one."""
        changed = self.root / "changed"
        if changed.exists():
            with changed.open("a", encoding="utf-8") as notes:
                notes.writelines(f"{key}\n" for key in keys)

    def remembered(self) -> set[str]:
        """The keys written since the rebuild began."""
        return set((self.root / "changed").read_text("utf-8").split())

    def keep_reads(self, reads: Mapping[str, float]) -> None:
        """Replace what is kept of how much documents are read."""
        self._make_root()
        new = self.root / "reads.new"
        new.write_text(json.dumps({key: round(share, 3) for key, share in reads.items()}), "ascii")
        new.replace(self.root / "reads")

    def reads(self) -> dict[str, float]:
        """How much documents are read; nothing when that cannot be read itself."""
        try:
            told = json.loads((self.root / "reads").read_text("ascii"))
            return {str(key): float(share) for key, share in told.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def reads_mark(self) -> tuple[int, int]:
        """Changes whenever other reads are kept; cheap to ask."""
        return self._mark_of("reads")

    def _mark_of(self, name: str) -> tuple[int, int]:
        try:
            seen = (self.root / name).stat()
        except OSError:
            return (0, 0)
        return (seen.st_ino, seen.st_mtime_ns)

    def _generations(self) -> list[Path]:
        return [path for path in self.root.glob("generation-*") if path.is_dir()]

    def _make_root(self) -> None:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.root.chmod(0o700)

    @contextmanager
    def _held(self, name: str, patience: float) -> Iterator[None]:
        try:
            self._make_root()
            handle = os.open(self.root / name, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise IndexBroken("the folder of the index cannot be written") from error
        try:
            _take(handle, name, patience)
            yield
        finally:
            os.close(handle)


def _take(handle: int, name: str, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise IndexBusy(f"another process holds {name}") from None
            time.sleep(0.02)


def _number(folder: Path) -> int:
    digits = folder.name.removeprefix(_NAME)
    return int(digits) if digits.isdigit() else 0
