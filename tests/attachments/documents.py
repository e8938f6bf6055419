"""PDF and office files made by hand: whole ones, and ones made to break whatever reads them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def pdf(pages: Sequence[str | bytes], *, kids: str = "", trailer: str = "") -> bytes:
    """A PDF with the lines of each page; bytes are a page's content as it stands."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    refs = []
    for page in pages:
        content = page if isinstance(page, bytes) else drawn(page)
        packed = zlib.compress(content, 9)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + packed + b"\nendstream")
        refs.append(f"{len(objects) + 1} 0 R")
        objects.append(
            (
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
                f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
            ).encode()
        )
    listed = kids or " ".join(refs)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(pages)} >>".encode()
    return _written(objects, trailer)


def drawn(text: str) -> bytes:
    """The operators that write lines of text."""
    lines = [
        line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        for line in text.splitlines()
    ]
    shown = "\n".join(f"({line}) Tj T*" for line in lines)
    return f"BT /F1 11 Tf 14 TL 50 800 Td\n{shown}\nET".encode("latin-1", "replace")


def _written(objects: list[bytes], trailer: str) -> bytes:
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    told = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return bytes(made + told.encode())


def packed(parts: dict[str, str | bytes], *, mimetype: str = "") -> bytes:
    """An archive with these parts, squeezed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        else:
            archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(*paragraphs: str, head: str = "") -> bytes:
    """A document of a word processor."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return packed(
        {
            "word/document.xml": f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        }
    )


def pptx(*slides: str) -> bytes:
    """A presentation."""
    parts: dict[str, str | bytes] = {"ppt/presentation.xml": "<p/>"}
    for number, text in enumerate(slides, start=1):
        parts[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld xmlns:p="x" xmlns:a="{DRAWING}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'
        )
    return packed(parts)


def xlsx(sheets: dict[str, list[list[str]]]) -> bytes:
    """A workbook; every other cell by way of the shared words."""
    shared: list[str] = []
    parts: dict[str, str | bytes] = {}
    for number, rows in enumerate(sheets.values(), start=1):
        told = ""
        for row in rows:
            told += "<row>"
            for place, cell in enumerate(row):
                if cell.isdigit():
                    told += f"<c><v>{cell}</v></c>"
                elif place % 2:
                    told += f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
                else:
                    shared.append(cell)
                    told += f'<c t="s"><v>{len(shared) - 1}</v></c>'
            told += "</row>"
        parts[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{SHEET}">{told}</worksheet>'
    named = "".join(f'<sheet name="{name}"/>' for name in sheets)
    parts["xl/workbook.xml"] = f'<workbook xmlns="{SHEET}"><sheets>{named}</sheets></workbook>'
    words = "".join(f"<si><t>{word}</t></si>" for word in shared)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{SHEET}">{words}</sst>'
    return packed(parts)


def odf(kind: str, body: str) -> bytes:
    """An OpenDocument file of a kind: text, spreadsheet or presentation."""
    names = "".join(f' xmlns:{name}="{OFFICE}{name}:1.0"' for name in ("office", "text", "table"))
    names += f' xmlns:draw="{OFFICE}drawing:1.0"'
    content = f"<office:document-content{names}><office:body>{body}</office:body></office:document-content>"
    return packed({"content.xml": content}, mimetype=f"application/vnd.oasis.opendocument.{kind}")


def bomb(name: str = "word/document.xml", megabytes: int = 160) -> bytes:
    """A small office file that unpacks to very much."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w") as part:
            part.write(f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>'.encode())
            for _ in range(megabytes):
                part.write(b"x" * (1 << 20))
            part.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return made.getvalue()
