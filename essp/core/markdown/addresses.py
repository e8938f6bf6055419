"""Which addresses a page may point at, and what kind each is.

Links: http, https, mailto and relative ones. Images: files of this site (`/files/...`) and paths
relative to the page; an image from anywhere else would tell its host who reads what, so it is
shown as a link.
"""

from __future__ import annotations

import re

SCHEME = re.compile(r"[^/?#:]*:")
ALLOWED = frozenset({"http:", "https:", "mailto:"})
INVISIBLE = re.compile(
    r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]|%[01][0-9a-f]",
    re.IGNORECASE,
)
OUTSIDE = re.compile(r"(?:https?:)?[/\\]{2}|https?:", re.IGNORECASE)
LONGEST = 4000


def may_link(url: str) -> bool:
    """Whether a link may lead there; `url` is already decoded once and percent-encoded."""
    bare = INVISIBLE.sub("", url[:LONGEST])
    scheme = SCHEME.match(bare)
    return len(url) <= LONGEST and (scheme is None or scheme[0].lower() in ALLOWED)


def leads_outside(url: str) -> bool:
    """Whether the address names a host: `https://...` or `//...`."""
    return OUTSIDE.match(url) is not None


def is_own_image(url: str) -> bool:
    """Whether an image may be shown in place: `/files/...` or a path relative to the page."""
    if SCHEME.match(url) or leads_outside(url) or "\\" in url:
        return False
    if url.startswith("/"):
        return url.startswith("/files/") and ".." not in url and "%2e" not in url.lower()
    return bool(url) and not url.startswith(("#", "?"))
