"""Identifiers that people see: unguessable ids and readable addresses."""

from __future__ import annotations

import re
import secrets
import unicodedata

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LONGEST_SLUG = 80


def new_uid() -> str:
    """Ten characters of Crockford's base32: 50 bits, so that nobody can count or guess pages."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def slugify(text: str, fallback: str = "page") -> str:
    """A readable address part: lower-case ASCII words joined by hyphens, at most 80 characters."""
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ı", "i"))
    plain = folded.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug[:LONGEST_SLUG].rstrip("-") or fallback


def key_of(text: str) -> str:
    """What two texts share when people would call them the same name: case, width, blanks folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    visible = "".join(
        c for c in folded if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\t\n "
    )
    return " ".join(visible.split())


def clean_line(text: str) -> str:
    """One line of text as people meant it: NFC, no control characters, blanks joined."""
    normal = unicodedata.normalize("NFC", text)
    kept = (
        " " if c.isspace() else c
        for c in normal
        if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"}
    )
    return " ".join("".join(kept).split())
