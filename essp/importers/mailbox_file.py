"""A mailbox file, read line by line: where each mail begins and ends, and what its head says.

Only the index is kept in memory or in a file of our own; a mail is read again when its turn comes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from essp.core.i18n import _
from essp.importers.records import UnreadableError

BEGINS = re.compile(rb"From .*\b\d{1,2}:\d\d(?::\d\d)?\b.*\b\d{4}\b")
FIELD = re.compile(rb"(?:[!-9;-~]+[ \t]*:|>?From )")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
LINE = 1_000_000
LARGEST_HEAD = 256_000
LARGEST_MAIL = 64_000_000
HEAD_OF_THE_REST = 2_000_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Span:
    """A mail in the file: where its text begins, how long it is, its `From ` line, its head, hashes of
    all of it and of what comes after the head."""

    start: int
    length: int
    begins: bytes
    head: bytes
    whole: str
    body: str


class Mailbox:
    """A file of mails, one after the other, each after a line that begins with `From `."""

    def __init__(self, path: Path) -> None:
        """Raises UnreadableError for what is no mailbox."""
        self._path = path
        if path.is_dir():
            raise UnreadableError(
                _(
                    "%(path)s is a folder. Name one file of it; a mailbox is a single file.",
                    path=path,
                )
            )
        try:
            with path.open("rb") as file:
                first = file.read(300).lstrip(b"\r\n\xef\xbb\xbf")
        except OSError as broken:
            raise UnreadableError(
                _("%(path)s cannot be read: %(why)s.", path=path, why=broken.strerror or broken)
            ) from None
        if not first:
            raise UnreadableError(_("%(path)s is empty.", path=path))
        if first.startswith((b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ")):
            raise UnreadableError(_("%(path)s is packed. Unpack it first.", path=path))
        if not BEGINS.match(first.partition(b"\n")[0]):
            raise UnreadableError(
                _(
                    "%(path)s is not a mailbox: it does not begin with a line such as"
                    " “From name@example.org Mon Jan  2 15:04:05 2006”.",
                    path=path,
                )
            )

    def spans(self, progress: Progress | None = None) -> Iterator[Span]:
        """Every mail, in the order of the file."""
        total = self._path.stat().st_size
        with self._path.open("rb") as file:
            current: _Reading | None = None
            blank, waiting = True, b""
            while line := waiting or file.readline(LINE):
                waiting = b""
                if blank and BEGINS.match(line):
                    waiting = file.readline(LINE)
                    if FIELD.match(waiting):
                        if current is not None:
                            yield current.span()
                        current = _Reading(line, file.tell() - len(waiting))
                        blank = False
                        if progress is not None:
                            progress(file.tell(), total)
                        continue
                if current is not None:
                    current.add(line)
                blank = not line.strip(b"\r\n")
            if current is not None:
                yield current.span()
        if progress is not None:
            progress(total, total)

    def read(self, start: int, length: int) -> bytes:
        """The bytes of a mail, `>From ` unescaped; of one beyond all size only the beginning."""
        with self._path.open("rb") as file:
            file.seek(start)
            return ESCAPED.sub(
                rb"\1", file.read(length if length <= LARGEST_MAIL else HEAD_OF_THE_REST)
            )


class _Reading:
    """A mail while its lines go by."""

    def __init__(self, begins: bytes, start: int) -> None:
        self._begins, self._start = begins, start
        self._length = 0
        self._head = bytearray()
        self._in_head = True
        self._whole, self._body = sha256(), sha256()

    def add(self, line: bytes) -> None:
        self._length += len(line)
        self._whole.update(line)
        if self._in_head:
            self._in_head = bool(line.strip(b"\r\n")) and len(self._head) < LARGEST_HEAD
            self._head += line
        else:
            self._body.update(line.rstrip(b"\r\n") + b"\n")

    def span(self) -> Span:
        return Span(
            self._start, self._length, self._begins.strip(), bytes(self._head),
            self._whole.hexdigest(), self._body.hexdigest(),
        )  # fmt: skip
