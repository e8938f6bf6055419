"""Pictures that a thread cleans ahead are the pictures cleaned when they come in."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from essp.attachments import pictures
from essp.importers.pictures_ahead import PicturesAhead


def drawn(colour: str) -> bytes:
    """A small picture with a note of who made it."""
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Somebody"
    Image.new("RGB", (20, 10), colour).save(written, "PNG", exif=exif)
    return written.getvalue()


@pytest.fixture
def cleaned(tmp_path):
    """What a way of cleaning makes of these bytes."""

    def clean(how, content: bytes) -> bytes:
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(content)
        how(source, "image/png", target)
        return target.read_bytes()

    return clean


def test_what_was_prepared_is_taken(cleaned, monkeypatch):
    red, blue = drawn("red"), drawn("blue")
    wanted = [cleaned(pictures.clean, each) for each in (red, blue)]
    with PicturesAhead(iter([red, blue, b"no picture"])) as ahead:
        ahead.go_on()
        for future in ahead._coming.values():
            future.result()
        monkeypatch.setattr(pictures, "clean", None)
        assert [cleaned(ahead.clean, each) for each in (red, blue)] == wanted


def test_what_was_not_prepared_is_cleaned_here(cleaned):
    red = drawn("red")
    with PicturesAhead(iter([])) as ahead:
        ahead.go_on()
        assert cleaned(ahead.clean, red) == cleaned(pictures.clean, red)


def test_a_broken_picture_is_refused_when_it_is_asked_for(cleaned):
    broken = drawn("red")[:60]
    with PicturesAhead(iter([broken])) as ahead:
        ahead.go_on()
        with pytest.raises(pictures.NoPictureError):
            cleaned(ahead.clean, broken)


def test_few_pictures_wait_at_a_time():
    given: list[int] = []

    def contents():
        for number in range(50):
            given.append(number)
            yield drawn(f"#{number:06x}")

    with PicturesAhead(contents()) as ahead, pictures._one_at_a_time:
        ahead.go_on()
        assert len(given) == 4
