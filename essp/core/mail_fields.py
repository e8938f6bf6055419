"""Fields of a mail's head that name mails and addresses: written as they are, however long.

The standard library puts a word that is longer than a line into the encoding that is meant for other
letters (RFC 2047), which no mail program undoes in these fields: a mail would have no identity, answer
to nothing and offer no way to stop it.
"""

from __future__ import annotations

from email.policy import SMTP, EmailPolicy
from typing import Any

WHOLE = frozenset(
    {"message-id", "in-reply-to", "references", "reply-to", "list-unsubscribe", "x-loop"}
)
LONGEST = 990  # characters of a line (RFC 5322 allows 998)


class WholeFields(EmailPolicy):
    """How mails are written: those fields a word a line where it must be, all others as usual."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """Keep those fields as they are said, without words that no mail can hold."""
        if name.lower() not in WHOLE or not isinstance(value, str):
            return super().header_store_parse(name, value)
        words = (word for word in value.split() if word.isascii() and word.isprintable())
        return name, " ".join(word for word in words if len(word) <= LONGEST)

    def fold(self, name: str, value: Any) -> str:
        """A field as lines of text."""
        if name.lower() not in WHOLE:
            return str(super().fold(name, value)).replace(*self._begun(name), 1)
        return f"{name}: {self._lines(name, str(value))}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A field as lines of bytes."""
        if name.lower() not in WHOLE:
            empty, begun = (each.encode() for each in self._begun(name))
            return bytes(super().fold_binary(name, value)).replace(empty, begun, 1)
        return self.fold(name, value).encode("ascii")

    def _begun(self, name: str) -> tuple[str, str]:
        """A first line without words, which some programs take for an empty field, and what to write."""
        return f"{name}:{self.linesep} ", f"{name}: "

    def _lines(self, name: str, value: str) -> str:
        short = len(name) + 2 + len(value) <= (self.max_line_length or LONGEST)
        return value if short else f"{self.linesep} ".join(value.split())


WRITTEN = WholeFields(**{name: getattr(SMTP, name) for name in ("linesep", "max_line_length")})
