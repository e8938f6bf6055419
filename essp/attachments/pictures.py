"""Pictures: looked at before they are drawn, kept without what the camera noted, made small for lists.

Only one picture is drawn at a time: drawing the largest takes 160 MB.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from essp.attachments import folder

Clean = Callable[[Path, str, Path], None]
"""From where, of which media type, to where; as `clean` below."""

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
MOST_PIXELS = 40_000_000
MOST_MOVING_PIXELS = 200_000_000  # of all frames of an animation
WIDTHS = (96, 320, 640, 1280)
TALLEST = 4  # times the width of a small picture
ORIENTATION = 0x0112
KEPT_NOTES = ("transparency", "icc_profile", "loop", "duration", "background", "disposal", "blend")

_one_at_a_time = threading.Lock()


class TooManyPixelsError(ValueError):
    """A picture is larger than will ever be drawn."""


class NoPictureError(ValueError):
    """The file begins like a picture and is none that can be drawn."""


def clean(path: Path, media_type: str, target: Path) -> None:
    """Draw a picture anew, upright and without notes of place, time and camera.

    Raises TooManyPixelsError before anything is drawn, and NoPictureError.
    """
    with _opened(path, media_type) as image:
        _look(image)
        _drawn(image, path, target)


def make_small(path: Path, media_type: str, width: int, target: Path) -> None:
    """Draw the first frame at most `width` wide, as WebP. Raises as `clean` does."""
    with _opened(path, media_type) as image:
        _look(image)
        image.draft("RGB", (width * 2, width * 2 * TALLEST))
        small = ImageOps.exif_transpose(image)
        small.thumbnail((width, width * TALLEST))
        mode = "RGBA" if small.has_transparency_data else "RGB"
        small.convert(mode).save(target, "WEBP", quality=80, method=4)


def small_path(digest: str, media_type: str, width: int) -> Path:
    """The small picture of kept bytes, drawn when it is first asked for."""
    made = folder.small_path_of(digest, width)
    if not made.is_file():
        with folder.beside(made) as unfinished:
            make_small(folder.path_of(digest), media_type, width, unfinished)
    return made


@contextmanager
def _opened(path: Path, media_type: str) -> Iterator[Image.Image]:
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=[FORMATS[media_type]]) as image:
                yield image
        except Image.DecompressionBombError:
            raise TooManyPixelsError from None
        except (TooManyPixelsError, NoPictureError):
            raise
        except (
            OSError,
            ValueError,
            SyntaxError,
            EOFError,
            MemoryError,
            KeyError,
            TypeError,
        ) as fault:
            raise NoPictureError(str(fault)) from fault


def _look(image: Image.Image) -> None:
    pixels = image.width * image.height
    frames = int(getattr(image, "n_frames", 1)) if pixels <= MOST_PIXELS else 1
    if pixels > MOST_PIXELS or pixels * frames > max(MOST_MOVING_PIXELS, MOST_PIXELS):
        raise TooManyPixelsError


def _drawn(image: Image.Image, path: Path, target: Path) -> None:
    kind = str(image.format)
    options = _options(image, path)
    turned = image.getexif().get(ORIENTATION, 1) != 1
    if getattr(image, "n_frames", 1) > 1:
        _without_notes(image)
        image.save(target, kind, save_all=True, **options)
        return
    image.load()
    upright = ImageOps.exif_transpose(image) if turned else image
    _without_notes(upright)
    if kind == "JPEG" and not turned:
        with suppress(ValueError):
            # The tables of the original: what is drawn again loses nothing that can be seen.
            upright.save(target, kind, quality="keep", **options)
            return
    upright.save(target, kind, **(options | ({"quality": 92} if kind == "JPEG" else {})))


def _options(image: Image.Image, path: Path) -> dict[str, Any]:
    options: dict[str, Any] = {"exif": b""}
    if profile := image.info.get("icc_profile"):
        options["icc_profile"] = profile
    if image.format == "WEBP":
        with path.open("rb") as file:
            options["lossless"] = b"VP8L" in file.read(64)
        options["quality"] = 90
    if image.format == "GIF":
        options = {"comment": b""}
    return options


def _without_notes(image: Image.Image) -> None:
    image.info = {name: image.info[name] for name in KEPT_NOTES if name in image.info}
