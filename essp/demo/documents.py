"""The files of the demonstration, made here: a sheet to print, a workbook, pictures.

Nothing is drawn by chance and no moment is written into them, so they are the same each time.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from textwrap import wrap
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

PAPER, GRID, TEXT = (251, 252, 251), (221, 227, 224), (40, 52, 49)
INK, WARM = (7, 89, 107), (178, 74, 26)
WIDTH, HEIGHT = 1200, 640
LINE = 92  # characters on a line of a printed sheet
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def printed(pages: Sequence[str]) -> bytes:
    """A PDF with the lines of each page, the first of them as its heading."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding /WinAnsiEncoding >>".encode()
        for face in ("Helvetica-Bold", "Helvetica")
    ]
    leaves = []
    for page in pages:
        drawn = _lines_of(page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        leaves.append(f"{len(objects) + 1} 0 R")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources "
            b"<< /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents %d 0 R >>" % len(objects)
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(leaves)}] /Count {len(leaves)} >>".encode()
    return _bound(objects)


def workbook(name: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    """An XLSX of one sheet."""
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="{escape(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData>'
        "</worksheet>",
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}'
            archive.writestr(zipfile.ZipInfo(path), xml)
    return made.getvalue()


def curve(title: str, hours: Sequence[str], loads: Sequence[int], limit: int) -> bytes:
    """A PNG: the load in percent over the day, and the limit it went over."""
    image, draw = _sheet(title)
    left, right, top, foot = 110, WIDTH - 50, 110, HEIGHT - 70
    lowest, highest = 40, 110

    def height(load: int) -> float:
        return foot - (load - lowest) * (foot - top) / (highest - lowest)

    for mark in range(lowest, highest + 1, 10):
        draw.line((left, height(mark), right, height(mark)), fill=GRID, width=2)
        draw.text((left - 20, height(mark)), f"{mark}%", TEXT, _font(24), anchor="rm")
    step = (right - left) / (len(loads) - 1)
    points = [(left + place * step, height(load)) for place, load in enumerate(loads)]
    for (across, _height), hour in zip(points, hours, strict=True):
        draw.text((across, foot + 16), hour, TEXT, _font(24), anchor="mt")
    draw.line((left, height(limit), right, height(limit)), fill=WARM, width=4)
    draw.line(points, fill=INK, width=7, joint="curve")
    return _png(image)


def plan(title: str, stations: Sequence[tuple[str, str]]) -> bytes:
    """A PNG: stations on a line with what is between each and the next."""
    image, draw = _sheet(title)
    step = (WIDTH - 240) / (len(stations) - 1)
    middle = HEIGHT / 2 + 20
    for place, (name, line) in enumerate(stations):
        across = 120 + place * step
        if line:
            draw.line((across, middle, across + step, middle), fill=INK, width=7)
            draw.text((across + step / 2, middle - 24), line, TEXT, _font(24), anchor="mb")
        draw.rectangle((across - 26, middle - 26, across + 26, middle + 26), PAPER, INK, 7)
        draw.text((across, middle + 50), name, TEXT, _font(28), anchor="mt")
    return _png(image)


def _lines_of(page: str) -> bytes:
    heading, *rest = page.strip().split("\n")
    lines = [part for line in rest for part in (wrap(line, LINE) or [""])]
    told = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
    drawn = f"BT /F1 18 Tf 16 TL 60 770 Td ({_escaped(heading)}) Tj T* /F2 11 Tf T*\n{told}\nET"
    return drawn.encode("cp1252", "replace")


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _bound(objects: Sequence[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n" % (len(objects) + 1)
    return bytes(made + b"%d\n%%%%EOF\n" % start)


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    )


def _sheet(title: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((50, 40), title, TEXT, _font(34))
    return image, draw


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _png(image: Image.Image) -> bytes:
    made = BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()
