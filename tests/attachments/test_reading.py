"""The text of files: read apart from everything else, whatever a file was made to do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import LimitReachedError
from sqlalchemy.orm import Session

from essp.attachments import reading
from essp.attachments.extraction import pdf
from essp.attachments.extraction.telling import Teller
from essp.attachments.models import FileText, StoredFile
from essp.attachments.storing import store
from essp.core.db import session as present_session
from essp.core.worker import do_all
from essp.people.models import Person
from essp.spaces.models import Space
from tests.attachments import documents

Read = Callable[..., FileText]


@pytest.fixture
def read(space: Space, femke: Person, session: Session) -> Iterator[Read]:
    """Put a file into a space and have its text read, however long that takes."""

    def put(name: str, content: bytes) -> FileText:
        stored = store(femke, space, name, content)
        session.commit()
        while True:
            reading.read_file.run(stored.id)
            if stored.sha256 not in reading._readings:
                break
        session.expire_all()
        found = present_session().get(FileText, stored.sha256)
        assert found is not None
        return found

    yield put
    for left in reading._readings.values():
        left.process.kill()
        left.process.wait()
        left.output.close()
    reading._readings.clear()


def parts_of(found: FileText) -> list[str]:
    ends = [*found.parts[1:], len(found.text) + 1]
    return [found.text[a : b - 1] for a, b in zip(found.parts, ends, strict=True)]


def test_the_pages_of_a_pdf_are_read_one_by_one(read: Read) -> None:
    found = read("plan.pdf", documents.pdf(["The first page", "Cables are conges-\nted (a lot)."]))
    assert (found.state, found.unit) == ("read", "page")
    assert parts_of(found) == ["The first page", "Cables are congested (a lot)."]


def test_office_files_are_read_by_what_they_are_made_of(read: Read) -> None:
    assert read("a.docx", documents.docx("Eén alinea", "Nog een")).text == "Eén alinea\nNog een"
    slides = read("a.pptx", documents.pptx("First slide", "Second slide"))
    assert (slides.unit, parts_of(slides)) == ("slide", ["First slide", "Second slide"])
    rows = {"Costs": [["Cable", "meters", "12"]], "Income": [["Fee"]]}
    sheets = read("a.xlsx", documents.xlsx(rows))
    assert (sheets.unit, parts_of(sheets)) == ("sheet", ["Costs\nCable\tmeters\t12", "Income\nFee"])


def test_open_documents_are_read_too(read: Read) -> None:
    text = "<text:h>Kop</text:h><text:p>Een <text:span>rood</text:span> woord</text:p>"
    assert read("a.odt", documents.odf("text", text)).text == "Kop\nEen rood woord"
    page = '<draw:page draw:name="Dia"><text:p>Op de dia</text:p></draw:page>'
    slides = read("a.odp", documents.odf("presentation", page))
    assert (slides.unit, slides.text) == ("slide", "Dia\nOp de dia")
    table = '<table:table table:name="Blad"><table:table-row><text:p>Cel</text:p></table:table-row></table:table>'
    sheet = read("a.ods", documents.odf("spreadsheet", table))
    assert (sheet.unit, sheet.text) == ("sheet", "Blad\nCel")


@pytest.mark.parametrize(
    "content",
    ["# Kop\n\nTekst", "één;twee\n", "één".encode("latin-1"), "één".encode("utf-16")],
    ids=["markdown", "csv", "latin", "utf-16"],
)
def test_plain_text_is_read_as_it_is(content: str | bytes, read: Read) -> None:
    data = content.encode() if isinstance(content, str) else content
    found = read("notes.md", data)
    assert found.state == "read" and found.text[:3] in {"# K", "één"}


def test_a_pdf_behind_a_password_says_so_and_one_without_a_real_one_is_read(read: Read) -> None:
    from io import BytesIO

    for password, state, reason in (("secret", "failed", "encrypted"), ("", "read", "")):
        writer, made = PdfWriter(), BytesIO()
        writer.append(PdfReader(BytesIO(documents.pdf(["Hidden"]))))
        writer.encrypt(password, algorithm="RC4-128")
        writer.write(made)
        found = read("a.pdf", made.getvalue())
        assert (found.state, found.reason) == (state, reason)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\nand nothing more"),
        ("a.pdf", documents.pdf(["x"], kids="2 0 R 2 0 R")),
        ("a.docx", documents.docx("x")[:-40]),
        ("a.docx", documents.packed({"word/document.xml": "<w:p>no end"})),
        ("a.docx", documents.docx("&a;", head='<!DOCTYPE x [<!ENTITY a "aaaa">]>')),
        (
            "a.docx",
            documents.docx("&a;", head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        ),
    ],
    ids=["half a pdf", "pages in a circle", "cut", "no end", "entity", "outside entity"],
)
def test_what_is_broken_or_set_as_a_trap_is_given_up_in_words(
    name: str, content: bytes, read: Read
) -> None:
    found = read(name, content)
    assert (found.state, found.reason, found.text) == ("failed", "broken", "")


def test_a_page_with_more_in_it_than_is_allowed_is_not_called_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def endless(page: PageObject) -> str:
        raise LimitReachedError

    monkeypatch.setattr(PageObject, "extract_text", endless)
    path = tmp_path / "endless.pdf"
    path.write_bytes(documents.pdf(["x"]))
    told = StringIO()
    teller = Teller(told)
    pdf.read(path, teller)
    assert teller.skipped == "unpacks"


def test_a_file_that_unpacks_to_very_much_is_given_up_in_time(read: Read) -> None:
    content = documents.bomb()
    assert len(content) < 4_000_000
    found = read("bomb.docx", content)
    assert (found.state, found.reason) == ("failed", "unpacks")


def test_an_archive_in_an_archive_is_never_unpacked(
    space: Space, femke: Person, session: Session
) -> None:
    inner = documents.packed({"a.zip": documents.packed({"b.zip": b"x" * 9_999})})
    stored = store(femke, space, "all.zip", inner)
    session.commit()
    do_all()
    assert session.get(FileText, stored.sha256) is None


@pytest.mark.slow
def test_a_pdf_that_never_ends_is_stopped_and_other_work_goes_on_meanwhile(
    read: Read, space: Space, femke: Person, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CPU_SECONDS", 2)
    monkeypatch.setattr(reading, "PATIENCE", 0.1)
    endless = b"BT /F1 11 Tf\n" + b"(x) Tj 1 0 0 1 5 5 Tm\n" * 3_000_000 + b"ET"
    stored = store(femke, space, "endless.pdf", documents.pdf(["Read this", endless]))
    session.commit()
    begun = time.monotonic()
    reading.read_file.run(stored.id)
    assert time.monotonic() - begun < reading.WALL_SECONDS / 4
    assert present_session().get_one(FileText, stored.sha256).state == "reading"
    found = read("endless.pdf", documents.pdf(["Read this", endless]))
    assert found.reason in {"time", "memory", "unpacks", "broken"}
    assert found.state == "failed" or found.text.startswith("Read this")


def test_a_file_whose_reader_vanishes_every_time_is_given_up(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ATTEMPTS", 0)
    found = read("a.pdf", documents.pdf(["x"]))
    assert (found.state, found.reason) == ("failed", "stopped")


def test_the_same_content_is_read_once(
    read: Read, femke: Person, session: Session, make_space: Callable[..., Space],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first = read("a.pdf", documents.pdf(["Once"]))
    monkeypatch.setattr(reading, "_begun", lambda _kept: pytest.fail("it was read again"))
    stored = store(femke, make_space(femke, "Elsewhere"), "b.pdf", documents.pdf(["Once"]))
    session.commit()
    reading.read_file.run(stored.id)
    assert present_session().get_one(FileText, stored.sha256).text == first.text == "Once"


def test_a_pdf_without_text_is_told_apart_from_a_broken_one(read: Read) -> None:
    assert read("scan.pdf", documents.pdf([b"q Q"])).state == "nothing"


def test_what_came_in_before_types_were_known_is_looked_at_again(
    space: Space, femke: Person, session: Session
) -> None:
    stored = store(femke, space, "notes.md", b"# Heat pumps")
    session.get_one(StoredFile, stored.sha256).media_type = "application/octet-stream"
    session.commit()
    reading.read_file.run(stored.id)
    assert session.get_one(StoredFile, stored.sha256).media_type == "text/plain"
    assert session.get_one(FileText, stored.sha256).text == "# Heat pumps"
