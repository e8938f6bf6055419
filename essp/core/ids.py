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
    """One line of text as people meant it: NFC, no control characters, blanks joined.

    What turns the direction of writing goes too: it would turn what stands beside a name or a title.
    """
    normal = unicodedata.normalize("NFC", text)
    kept = (
        " " if c.isspace() else c
        for c in normal
        if c.isspace() or not (unicodedata.category(c) in {"Cc", "Cs"} or c in _TURNS)
    )
    return " ".join("".join(kept).split())


def skeleton(text: str) -> str:
    """What two names share when the eye cannot tell them apart: `key_of`, with look-alikes folded.

    Letters of other alphabets become the Latin letter they are mistaken for, accents and marks fall
    away, and what is drawn as nothing is nothing.
    """
    told_apart = _CAPITAL_I_INSIDE.sub("l", unicodedata.normalize("NFKC", text))
    decomposed = unicodedata.normalize("NFKD", told_apart).casefold()
    bare = (c for c in decomposed if not "\u0300" <= c <= "\u036f" and c not in _DRAWN_AS_NOTHING)
    return key_of("".join(bare).translate(_LOOK_ALIKES))


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CAPITAL_I_INSIDE = re.compile(r"(?<=[a-z])I(?=[a-z]|\b)")
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
_MISTAKEN_FOR = {
    "a": "аαɑ",
    "b": "ьƅ",
    "c": "сϲᴄ",
    "d": "ԁɗ",
    "e": "еҽєεɛ",
    "f": "ғϝ",
    "g": "ɡցɢ",
    "h": "һհнʜ",
    "i": "ıіιɩɪӏ",
    "j": "јϳ",
    "k": "кκᴋқ",
    "l": "1|ǀłⅼ",
    "m": "мᴍ",
    "n": "пηոռɴ",
    "o": "0оοօσøᴏ",
    "p": "рρᴘ",
    "q": "ԛգ",
    "r": "гᴦɼ",
    "s": "ѕꜱ",
    "t": "тτᴛ",
    "u": "υцսᴜ",
    "v": "νѵᴠ",
    "w": "ѡԝωᴡա",
    "x": "хχ",
    "y": "уγүʏ",
    "z": "ᴢʐ",
    "-": "‐‑‒–—−",
    "'": "’‘ʼ`´",
}
_LOOK_ALIKES = str.maketrans(
    {other: latin for latin, others in _MISTAKEN_FOR.items() for other in others}
)
