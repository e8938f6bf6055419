"""Pictures of people: made small and square, without anything the camera noted, kept by content."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import warnings
from pathlib import Path

from PIL import Image, ImageOps

from essp.core.db import lock
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.people import policy
from essp.people.events import PersonChanged
from essp.people.models import Person

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
SIDE = 256
MOST_PIXELS = 40_000_000
MOST_BYTES = 8 << 20


def folder(data: Path) -> Path:
    """Where pictures lie in the data folder."""
    return data / "files" / "pictures"


def set_picture(actor: Person, person: Person, uploaded: bytes, data: Path) -> str:
    """Make a picture of what was uploaded the person's; its name. Invalid when it is no image."""
    require(policy.edit_profile(actor, person))
    name = _keep(_small(uploaded), folder(data))
    _change(actor, person, name)
    return name


def remove_picture(actor: Person, person: Person) -> None:
    """Show the monogram again."""
    require(policy.edit_profile(actor, person))
    _change(actor, person, None)


def find_picture(person: Person, name: str, data: Path) -> Path:
    """The file of a person's present picture; NotFound for any other name."""
    path = folder(data) / name
    if person.picture is None or name != person.picture or not path.is_file():
        raise NotFound
    return path


def _change(actor: Person, person: Person, name: str | None) -> None:
    fresh = lock(Person, person.id)
    if fresh is None:
        raise NotFound
    fresh.picture = name
    record(PersonChanged(actor_id=actor.id, person_id=person.id, fields=("picture",)))


def _small(uploaded: bytes) -> bytes:
    if len(uploaded) > MOST_BYTES:
        raise Invalid(picture=_("Use an image of at most 8 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _drawn_anew(uploaded)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError):
        raise Invalid(
            picture=_("This file is no image that can be used. Choose a PNG, JPEG, WebP or GIF.")
        ) from None


def _drawn_anew(uploaded: bytes) -> bytes:
    with Image.open(io.BytesIO(uploaded), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Invalid(picture=_("This image is too large. Use at most 40 million pixels."))
        image.draft("RGB", (SIDE * 2, SIDE * 2))
        upright = ImageOps.exif_transpose(image)
        square = ImageOps.fit(upright.convert("RGBA"), (SIDE, SIDE))
    plain = Image.frombytes("RGBA", square.size, square.tobytes())
    written = io.BytesIO()
    plain.save(written, "WEBP", quality=82, method=4)
    return written.getvalue()


def _keep(content: bytes, into: Path) -> str:
    name = f"{hashlib.sha256(content).hexdigest()}.webp"
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (into / name).exists():
        unfinished = into / f".{secrets.token_hex(8)}"
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(into / name)
    return name
