"""Bytes of pictures, and of what only looks like one."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2)) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, (10, 90, 100)).save(made, kind)
    return made.getvalue()
