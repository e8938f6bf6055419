"""What the reading process writes: one line of JSON for each page, and one at the end."""

from __future__ import annotations

import json
from typing import TextIO

MOST_CHARACTERS = 2_000_000  # of one file; a book of 600 pages has fewer


class EnoughError(Exception):
    """More text than is kept of one file."""


class UnreadableError(Exception):
    """The file cannot be read on; `args[0]` is the code of the reason."""


class Teller:
    """Writes pages, slides or sheets, numbered from 1, as they are read."""

    def __init__(self, to: TextIO) -> None:
        self._to = to
        self._left = MOST_CHARACTERS
        self.skipped = ""  # the code of why some of it could not be read

    def part(self, text: str) -> None:
        """Write the text of the next page. Raises EnoughError when nothing more is kept."""
        text = text.encode("utf-8", "replace").decode().replace("\0", "")[: self._left]
        self._left -= len(text)
        self._line({"part": text})
        if self._left <= 0:
            raise EnoughError

    def end(self, unit: str, reason: str = "") -> None:
        """Write that the file ends here, or why it is not read further."""
        self._line({"unit": unit, "reason": reason})

    def _line(self, told: dict[str, str]) -> None:
        self._to.write(json.dumps(told) + "\n")
        self._to.flush()
