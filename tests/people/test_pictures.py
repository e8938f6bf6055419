"""Pictures: made anew, small, without what the camera noted; what is no image is refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from essp.core.decision import Invalid, NotFound, Refused
from essp.people import pictures
from tests.people.conftest import send


def image(kind: str = "PNG", size: tuple[int, int] = (640, 400), **options) -> bytes:
    """An image as a person would upload it."""
    written = io.BytesIO()
    mode = "P" if kind == "GIF" else "RGB"
    Image.new(mode, size, 3 if mode == "P" else (200, 90, 20)).save(written, kind, **options)
    return written.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be this large."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_made_small_and_square(femke, tmp_path, kind: str) -> None:
    name = pictures.set_picture(femke, femke, image(kind), tmp_path)
    kept = Image.open(pictures.find_picture(femke, name, tmp_path))
    assert (kept.format, kept.size) == ("WEBP", (256, 256))


def test_what_the_camera_noted_is_removed(femke, tmp_path) -> None:
    notes = Image.Exif()
    notes[0x010F] = "CANARY camera"
    notes[0x0112] = 6
    name = pictures.set_picture(
        femke, femke, image("JPEG", exif=notes, comment=b"CANARY"), tmp_path
    )
    kept = pictures.find_picture(femke, name, tmp_path)
    assert b"CANARY" not in kept.read_bytes()
    assert not Image.open(kept).getexif()


def test_the_same_image_is_kept_once(femke, ruben, tmp_path) -> None:
    names = {pictures.set_picture(who, who, image(), tmp_path) for who in (femke, ruben)}
    assert len(names) == len(list(pictures.folder(tmp_path).iterdir())) == 1


@pytest.mark.parametrize(
    "uploaded",
    [
        b"",
        b"not an image",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"%PDF-1.4",
        image()[:100],
        bomb(100_000, 100_000),
        bomb(9_000, 9_000),
        bomb(2**31 - 1, 2**31 - 1),
        b"\0" * (pictures.MOST_BYTES + 1),
        image("TIFF"),
    ],
    ids=["empty", "text", "svg", "pdf", "cut", "bomb", "large", "huge", "heavy", "other format"],
)
def test_what_is_no_usable_image_is_refused(femke, tmp_path, uploaded: bytes) -> None:
    with pytest.raises(Invalid) as wrong:
        pictures.set_picture(femke, femke, uploaded, tmp_path)
    assert "picture" in wrong.value.errors
    assert femke.picture is None


def test_nobody_sets_anothers_picture(femke, ruben, tmp_path) -> None:
    with pytest.raises(Refused):
        pictures.set_picture(femke, ruben, image(), tmp_path)


def test_a_picture_is_served_inert_and_kept_by_the_browser(
    browser_of, femke, ruben, client
) -> None:
    browser = browser_of(femke)
    upload = {"picture": (io.BytesIO(image()), '../../x".png')}
    sent = send(browser, "/account/picture", upload, page="/account")
    assert sent.status_code == 303
    shown = browser_of(ruben).get(femke.picture_url)
    assert shown.mimetype == "image/webp"
    assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(femke.picture_url).status_code == 303
    assert browser.get("/people/ruben-haak/picture/" + femke.picture).status_code == 404


def test_a_refused_image_is_explained_on_the_form(browser_of, femke) -> None:
    upload = {"picture": (io.BytesIO(b"no image"), "x.png")}
    sent = send(browser_of(femke), "/account/picture", upload, page="/account")
    assert sent.status_code == 422
    assert "This file is no image" in sent.text
    assert send(browser_of(femke), "/account/picture", {}, page="/account").status_code == 422


def test_a_removed_picture_gives_way_to_the_monogram(browser_of, femke, session) -> None:
    browser = browser_of(femke)
    send(browser, "/account/picture", {"picture": (io.BytesIO(image()), "x.png")}, page="/account")
    send(browser, "/account/picture/remove", {}, page="/account")
    assert femke.picture is None


@pytest.mark.parametrize("name", ["../../secret_key", "x", "%2e%2e", ".hidden"])
def test_only_the_present_picture_has_an_address(femke, tmp_path, name: str) -> None:
    pictures.set_picture(femke, femke, image(), tmp_path)
    with pytest.raises(NotFound):
        pictures.find_picture(femke, name, tmp_path)
