"""What a file is: by its content, whatever it is called, and what is told where the name says otherwise."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy.orm import Session

from essp.attachments.kinds import DOCX, ODT, PDF, PPTX, XLSX
from essp.attachments.models import StoredFile
from essp.attachments.naming import fitting_name
from essp.attachments.storing import store
from essp.attachments.taking import take_in
from essp.people.models import Person
from essp.spaces.models import Space
from tests.attachments.pictures import SCRIPT, SVG, picture

UNKNOWN = "application/octet-stream"


def packed(*names: str, first: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x" * 100)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (picture("BMP"), "image/bmp"),
        (picture("TIFF"), "image/tiff"),
        (picture("PNG", (90, 90))[:-60], UNKNOWN),
        (b"\x89PNG\r\n\x1a\n" + SCRIPT, UNKNOWN),
        (b"GIF89a" + SCRIPT, UNKNOWN),
        (SVG, "image/svg+xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a plan -->\n" + SVG, "image/svg+xml"),
        (SCRIPT, "text/html"),
        (b"<!DOCTYPE html>\n<html><body>", "text/html"),
        (b"%PDF-1.7\n", PDF),
        (b"junk\n%PDF-1.4\n", PDF),
        (packed("[Content_Types].xml", "word/document.xml"), DOCX),
        (packed("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), PPTX),
        (packed("content.xml", first=ODT.encode()), ODT),
        (packed("a.txt"), "application/zip"),
        ("Reële tekst; één regel\n".encode(), "text/plain"),
        ("één".encode("utf-16"), "text/plain"),
        (b"one;two\n1;2\n", "text/plain"),
        (b"\0\1\2\3", UNKNOWN),
        (bytes(range(256)) * 20, UNKNOWN),
    ],
)
def test_a_file_is_what_its_content_is_whatever_it_is_called(
    content: bytes, media_type: str, space: Space, femke: Person, session: Session
) -> None:
    for name in ("a.png", "b.svg", "c.html", "d"):
        stored = store(femke, space, name, content)
        assert session.get_one(StoredFile, stored.sha256).media_type == media_type


@pytest.mark.parametrize(
    ("name", "media_type", "fitting"),
    [
        ("plan.png", "image/jpeg", "plan.jpg"),
        ("plan.JPEG", "image/jpeg", "plan.JPEG"),
        ("report", PDF, "report.pdf"),
        ("report.v2", PDF, "report.v2"),
        ("report.docx", PDF, "report.pdf"),
        ("macro.docm", DOCX, "macro.docm"),
        ("notes.png", "text/plain", "notes.png"),
        ("n" * 146 + ".png", "image/webp", "n" * 145 + ".webp"),
    ],
)
def test_an_ending_that_promises_something_else_is_put_right(
    name: str, media_type: str, fitting: str
) -> None:
    assert fitting_name(name, media_type) == fitting


def test_whoever_sends_a_file_is_told_what_is_not_as_its_name_says(
    space: Space, femke: Person
) -> None:
    renamed = take_in("plan.png", picture("JPEG"))
    assert renamed.name == "plan.jpg" and "is called plan.jpg" in str(renamed.notes[0])
    told = take_in("plan.png", b"no picture at all")
    assert told.name == "plan.png" and "not what the ending" in str(told.notes[0])
    broken = take_in("plan.png", picture()[:-30])
    assert len(broken.notes) == 1 and "broken" in str(broken.notes[0])
    assert take_in("plan.png", picture()).notes == ()
    assert take_in("notes.md", b"# Notes").notes == ()
