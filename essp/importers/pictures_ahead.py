"""Cleaning the pictures of a source in a thread, before the pages that show them are read.

Drawing a picture anew leaves the other core to this process, and an import would otherwise wait for
it. What was prepared is taken only for just these bytes; anything else is drawn when it comes in.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from essp.attachments import pictures
from essp.attachments.kinds import SHOWN, media_type_of
from essp.importers.scratch import Scratch

AT_ONCE = 4
MOST_KEPT = 200_000_000
"""Bytes on the disk of what was prepared, wanted by a page or not."""


class PicturesAhead:
    """Pictures cleaned one after the other, in the order in which the source gives them.

    Use as a context manager. `contents` are the bytes of pictures that pages may show.
    """

    def __init__(self, contents: Iterator[bytes]) -> None:
        self._contents = contents
        self._coming: dict[str, Future[None]] = {}
        self._kept = 0

    def __enter__(self) -> PicturesAhead:
        self._folder = Scratch()
        self._thread = ThreadPoolExecutor(1)
        return self

    def __exit__(self, *error: object) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._folder.remove()

    def go_on(self) -> None:
        """Begin with the next ones, as long as few are waiting."""
        waiting = sum(not future.done() for future in self._coming.values())
        while waiting < AT_ONCE and self._kept < MOST_KEPT:
            content = next(self._contents, None)
            if content is None:
                return
            waiting += self._begun(content)

    def clean(self, path: Path, media_type: str, target: Path) -> None:
        """What `pictures.clean` does, from what was prepared where there is such. Raises as it does."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        future = self._coming.get(digest)
        # What still waits in the line is drawn here: that is no slower than waiting for it.
        if future is None or future.cancel():
            pictures.clean(path, media_type, target)
        else:
            future.result()
            shutil.copyfile(self._cleaned(digest), target)

    def _begun(self, content: bytes) -> bool:
        """Whether the picture was put into the line."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._folder.path / digest
        path.write_bytes(content)
        media_type = media_type_of(path)
        if digest in self._coming or media_type not in SHOWN:
            return False
        self._kept += 2 * len(content)
        self._coming[digest] = self._thread.submit(
            pictures.clean, path, media_type, self._cleaned(digest)
        )
        return True

    def _cleaned(self, digest: str) -> Path:
        return self._folder.path / f"{digest}-clean"
