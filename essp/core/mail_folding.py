"""Large mails, folded before they are parsed: what is long stays where it lies in the bytes.

The parser of the standard library keeps every line of a mail as an object and needs ten times the
size of a mail. Here each long body is replaced by a mark, a mail of a few lines is parsed, and a body
is read from the bytes when it is asked for.
"""

from __future__ import annotations

import binascii
import quopri
import re
import secrets
import string
from collections.abc import Iterator
from email.message import Message
from typing import Any

SMALL = 1_000_000  # bytes of a mail that is parsed as it is
LONG = 100_000  # bytes of a body that is folded
MOST_BOUNDARIES = 200
BOUNDARY = re.compile(rb'boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
NEVER = re.compile(rb"(?!)")
LETTERS = f"{string.ascii_letters}{string.digits}+/".encode()
NO_LETTERS = bytes(code for code in range(256) if code not in LETTERS)
PLAIN = frozenset({"", "7bit", "8bit", "binary"})


class Folded:
    """A mail, and the short one that is parsed in its place."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._word = f"folded{secrets.token_hex(8)}x"
        self._mark = re.compile(rf"{self._word}(\d+)\b".encode())
        self._bodies: list[tuple[int, int]] = []
        self.short = raw if len(raw) <= SMALL else b"".join(self._pieces())

    def content(self, part: Message[Any, Any]) -> bytes:
        """The bytes of a part that holds no others, decoded as it says."""
        said = part.get_payload()
        if not isinstance(said, str) or self._word not in said:
            found = part.get_payload(decode=True)
            return found if isinstance(found, bytes) else b""
        written = self.unfolded(said.encode("utf-8", "surrogateescape"))
        how = str(part.get("content-transfer-encoding", "")).strip().lower()
        if how == "base64":
            return _of_base64(written)
        if how == "quoted-printable":
            return quopri.decodestring(written)
        return written if how in PLAIN else _as_parsed(how, written)

    def unfolded(self, written: bytes) -> bytes:
        """Bytes of the parsed mail as they were sent."""
        alone = self._mark.fullmatch(written.strip())
        return self._body(alone) if alone else self._mark.sub(self._body, written)

    def _body(self, mark: re.Match[bytes]) -> bytes:
        start, end = self._bodies[int(mark[1])]
        return self._raw[start:end]

    def _pieces(self) -> Iterator[bytes]:
        """The mail with a mark for each long body; what a part begins with is its head."""
        begins = 0
        for ends in (*self._delimiters(), len(self._raw)):
            head = END_OF_HEAD.search(self._raw, begins, ends)
            body = head.end() if head else ends
            if ends - body <= LONG:
                yield self._raw[begins:ends]
            else:
                yield self._raw[begins:body] + f"{self._word}{len(self._bodies)}".encode()
                self._bodies.append((body, ends))
            begins = ends

    def _delimiters(self) -> Iterator[int]:
        """Where the lines between parts begin, with the line end before them, which is theirs."""
        delimiter, at = self._delimiter(), self._raw.find(b"\n--")
        while at >= 0:
            if delimiter.match(self._raw, at + 1):
                yield at - 1 if self._raw[at - 1 : at] == b"\r" else at
            at = self._raw.find(b"\n--", at + 1)

    def _delimiter(self) -> re.Pattern[bytes]:
        named: dict[bytes, None] = {}
        for said in BOUNDARY.finditer(self._raw):
            named[said[1] or said[2]] = None
            if len(named) == MOST_BOUNDARIES:
                break
        words = b"|".join(re.escape(each) for each in named)
        return re.compile(rb"--(?:" + words + rb")(?:--)?[ \t]*(?:\r?\n|$)") if named else NEVER


def _of_base64(written: bytes) -> bytes:
    """What stands in base64, as far as it is there: a mail may be cut anywhere."""
    try:
        return binascii.a2b_base64(written)
    except binascii.Error:
        letters = written.translate(None, NO_LETTERS)
        return binascii.a2b_base64(memoryview(letters)[: len(letters) // 4 * 4])


def _as_parsed(how: str, written: bytes) -> bytes:
    part: Message[str, str] = Message()
    part["Content-Transfer-Encoding"] = how
    part.set_payload(written.decode("ascii", "surrogateescape"))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
