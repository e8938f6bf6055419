"""What a file is called: one clean line whose ending says what the content is."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from essp.attachments.kinds import ENDINGS, PROMISING
from essp.core.ids import clean_line

LONGEST_NAME = 150
LONGEST_ENDING = 20
ADDRESS = re.compile(r"/files/([0-9a-z]{10})\b")


def named_in(html: str) -> set[str]:
    """The uids of the files that a text refers to: shows, or links to."""
    return set(ADDRESS.findall(html))


def clean_name(name: str) -> str:
    """The last part of a path as one line of at most 150 characters that keeps its ending.

    Characters that cannot be seen go, those that turn the direction of writing too: they make
    `exe.png` of `gnp.exe`.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(c for c in last if unicodedata.category(c) != "Cf")
    kept = clean_line(visible).lstrip(". ")
    return _cut(kept) or "file"


def fitting_name(name: str, media_type: str) -> str:
    """The name with the ending its content has: `plan.png` that holds a JPEG becomes `plan.jpg`.

    Only endings that promise a picture or an office document are put right; a name without one gets
    the usual one where the content is such.
    """
    ending = PurePath(name).suffix.lower()
    usual = ENDINGS.get(media_type, ())
    if not usual or ending in usual or (ending and ending not in PROMISING):
        return name
    return _cut(name.removesuffix(PurePath(name).suffix) + usual[0])


def broken_promise(name: str, media_type: str) -> bool:
    """Whether the name's ending promises a picture or document that the content is not."""
    ending = PurePath(name).suffix.lower()
    return ending in PROMISING and ending not in ENDINGS.get(media_type, ())


def _cut(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    ending = PurePath(name).suffix[:LONGEST_ENDING]
    return name[: LONGEST_NAME - len(ending)] + ending
