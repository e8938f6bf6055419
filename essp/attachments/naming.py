"""What a file is called and what it is: a clean name, and a type by its content alone."""

from __future__ import annotations

import re
import unicodedata
import warnings
from pathlib import Path

from PIL import Image

from essp.core.ids import clean_line

LONGEST_NAME = 150
LONGEST_ENDING = 20
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
ANYTHING = "application/octet-stream"


def clean_name(name: str) -> str:
    """The last part of a path as one line of at most 150 characters that keeps its ending.

    Characters that cannot be seen go, those that turn the direction of writing too: they make
    `exe.png` of `gnp.exe`.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(c for c in last if unicodedata.category(c) != "Cf")
    kept = clean_line(visible).lstrip(". ")
    if len(kept) > LONGEST_NAME:
        ending = Path(kept).suffix[:LONGEST_ENDING]
        kept = kept[: LONGEST_NAME - len(ending)] + ending
    return kept or "file"


def media_type(path: Path) -> str:
    """PNG, JPEG, GIF or WebP where the content is one; otherwise bytes to download.

    SVG and HTML can carry script, so they are bytes to download like everything else.
    """
    try:
        with warnings.catch_warnings():
            # A picture of absurd measures is not shown but can still be fetched.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=list(IMAGES)) as image:
                kind = IMAGES[image.format or ""]
                image.verify()
                return kind
    except Exception:
        # Pillow raises many kinds of error for broken pictures; whatever it is, it is not one to show.
        return ANYTHING
