"""The text of office files: documents in one piece, presentations by slide, tables by sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from essp.attachments.extraction.packed import Packed, local, unpacked
from essp.attachments.extraction.telling import Teller

ASIDE = r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml"
PIECE = 20_000  # characters of a document told at once
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "s": " ", "line-break": "\n"}


def docx(path: Path, teller: Teller) -> str:
    """A document of a word processor, with what stands around its text."""
    with unpacked(path) as file:
        _told(_paragraphs(file, "word/document.xml"), teller)
        for name in file.numbered(ASIDE):
            _told(_paragraphs(file, name), teller)
    return ""


def pptx(path: Path, teller: Teller) -> str:
    """A presentation, slide by slide."""
    with unpacked(path) as file:
        for name in file.numbered(r"ppt/slides/slide\d+\.xml"):
            teller.part("\n".join(_paragraphs(file, name)))
    return "slide"


def xlsx(path: Path, teller: Teller) -> str:
    """A workbook, sheet by sheet; cells of a row side by side."""
    with unpacked(path) as file:
        shared = ["".join(_words(each)) for each in file.elements("xl/sharedStrings.xml", "si")]
        sheets = file.numbered(r"xl/worksheets/sheet\d+\.xml")
        titles = [str(each.get("name")) for each in file.elements("xl/workbook.xml", "sheet")]
        named = titles if len(titles) == len(sheets) else [""] * len(sheets)
        for title, name in zip(named, sheets, strict=True):
            rows = (_cells(row, shared) for row in file.elements(name, "row"))
            teller.part("\n".join(filter(None, (title, *rows))))
    return "sheet"


def odf(path: Path, teller: Teller) -> str:
    """A document, presentation or table of the OpenDocument formats."""
    unit, lines = "", list[str]()
    with unpacked(path) as file:
        is_workbook = file.holds("mimetype", b"spreadsheet")
        for element in file.elements("content.xml", "p", "h", "page", "table"):
            kind = local(element)
            if kind in {"p", "h"}:
                lines.append("".join(_words(element)))
            elif kind == "page" or is_workbook:
                unit = "slide" if kind == "page" else "sheet"
                teller.part("\n".join([_title(element), *lines]).strip())
                lines.clear()
    _told(iter(lines), teller)
    return unit


def _title(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}name")), "")


def _paragraphs(file: Packed, name: str) -> Iterator[str]:
    return ("".join(_words(each)) for each in file.elements(name, "p"))


def _words(element: Element) -> Iterator[str]:
    """The running text below an element, in any of the formats."""
    for each in element.iter():
        name = local(each)
        if name in BREAKS:
            yield BREAKS[name]
        if each.text and (name in {"t", "p", "h", "span", "a"}):
            yield each.text
        if each.tail and each is not element and "opendocument" in str(each.tag):
            yield each.tail


def _cells(row: Element, shared: list[str]) -> str:
    found = []
    for cell in row:
        kind = cell.get("t")
        value = next((each.text or "" for each in cell if local(each) == "v"), "")
        if kind == "s":
            value = shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
        elif kind == "inlineStr":
            value = "".join(_words(cell))
        if value:
            found.append(value)
    return "\t".join(found)


def _told(lines: Iterator[str], teller: Teller) -> None:
    """Tell lines in pieces, so that what was read counts even when the rest cannot be."""
    piece: list[str] = []
    size = 0
    for line in lines:
        piece.append(line)
        size += len(line)
        if size > PIECE:
            teller.part("\n".join(piece))
            piece, size = [], 0
    if any(piece):
        teller.part("\n".join(piece))
