"""Pictures: upright, without what the camera noted, never drawn when too large, small ones for lists."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from essp.attachments import folder, pictures
from essp.attachments.taking import take_in
from essp.core.decision import Invalid
from essp.people.models import Person
from tests.attachments.pictures import picture

pytestmark = pytest.mark.usefixtures("app")


def noted(kind: str = "JPEG", orientation: int = 1, size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture with the notes of a camera: where, with what, and which way up."""
    image, made = Image.new("RGB", size, (200, 30, 30)), io.BytesIO()
    image.putpixel((0, 0), (0, 0, 255))
    exif = image.getexif()
    exif[0x010F], exif[0x0112] = "SECRETCAMERA", orientation
    exif.get_ifd(0x8825)[1] = "N"
    image.save(made, kind, exif=exif)
    return made.getvalue()


def kept(content: bytes, name: str = "a") -> bytes:
    return folder.path_of(take_in(name, content).sha256).read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_noted_is_gone(kind: str) -> None:
    assert b"SECRETCAMERA" in noted(kind)
    found = kept(noted(kind))
    assert b"SECRETCAMERA" not in found
    with Image.open(io.BytesIO(found)) as image:
        assert image.format == kind and not image.getexif() and image.size == (40, 20)


def test_text_in_a_png_and_a_comment_in_a_gif_are_gone() -> None:
    told = io.BytesIO()
    chunk = b"tEXtComment\0SECRETPLACE"
    plain = picture("PNG")
    made = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    assert b"SECRETPLACE" not in kept(plain[:33] + made + plain[33:])
    Image.new("P", (4, 4)).save(told, "GIF", comment=b"SECRETPLACE")
    assert b"SECRETPLACE" in told.getvalue() and b"SECRETPLACE" not in kept(told.getvalue())


def test_a_picture_lying_on_its_side_is_put_upright() -> None:
    with Image.open(io.BytesIO(kept(noted(orientation=6)))) as image:
        assert image.size == (20, 40) and not image.getexif()


def test_an_animation_keeps_its_frames() -> None:
    made = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (n * 60, 0, 0)) for n in range(4)]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0)
    with Image.open(io.BytesIO(kept(made.getvalue()))) as image:
        assert image.n_frames == 4 and image.info["duration"] == 80


def test_the_same_picture_is_cleaned_and_kept_once() -> None:
    first, second = take_in("a.jpg", noted()), take_in("b.jpg", noted())
    assert first.sha256 == second.sha256 and first.came_as == second.came_as != first.sha256


def huge_png(width: int, height: int) -> bytes:
    """A picture of these measures in a few bytes, of which only the head is ever read."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("measures", [(10_000, 10_000), (65_000, 65_000), (40_000_001, 1)])
def test_a_picture_of_a_hundred_megapixels_is_refused_before_it_is_drawn(
    measures: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda *_a, **_k: pytest.fail("it was drawn"))
    with pytest.raises(Invalid, match="more than 40 million pixels"):
        take_in("huge.png", huge_png(*measures))
    assert not list(folder.folder().glob("incoming-*"))


def test_an_animation_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_MOVING_PIXELS", 100)
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    made = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (n * 60, 0, 0)) for n in range(4)]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(Invalid, match="million pixels"):
        take_in("long.gif", made.getvalue())


def test_a_small_picture_is_drawn_once_and_kept(femke: Person) -> None:
    taken = take_in("plan.jpg", noted(size=(900, 600)))
    small = pictures.small_path(taken.sha256, taken.media_type, 320)
    with Image.open(small) as image:
        assert image.format == "WEBP" and image.size == (320, 213)
    before = small.stat().st_mtime_ns
    assert pictures.small_path(taken.sha256, taken.media_type, 320) == small
    assert small.stat().st_mtime_ns == before
