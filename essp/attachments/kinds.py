"""What a file is, by the first and last bytes of its content and never by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

EDGE = 1 << 16  # bytes at either end that are looked at
ANYTHING = "application/octet-stream"
TEXT = "text/plain"
SVG = "image/svg+xml"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
OLE = "application/x-ole-storage"
ZIP = "application/zip"

# Only these are ever shown in a page.
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
# These are sent as what they are, to be downloaded; all others as bytes of no type.
NAMED_IN_DOWNLOADS = SHOWN | {PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, ZIP}
WITH_TEXT = frozenset({PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, TEXT})

# Endings that names of such a file have, the usual one first.
ENDINGS: dict[str, tuple[str, ...]] = {
    "image/png": (".png", ".apng"),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    PDF: (".pdf", ".ai"),
    DOCX: (".docx", ".docm", ".dotx"),
    XLSX: (".xlsx", ".xlsm", ".xltx"),
    PPTX: (".pptx", ".pptm", ".ppsx", ".potx"),
    ODT: (".odt", ".ott"),
    ODS: (".ods", ".ots"),
    ODP: (".odp", ".otp"),
    SVG: (".svg",),
}
PROMISING = frozenset(ending for endings in ENDINGS.values() for ending in endings)

GROUPS: dict[str, frozenset[str]] = {
    "picture": SHOWN | {SVG, "image/bmp", "image/tiff", "image/heic", "image/avif"},
    "document": frozenset({PDF, DOCX, ODT, OLE, "application/rtf"}),
    "sheet": frozenset({XLSX, ODS}),
    "slides": frozenset({PPTX, ODP}),
    "text": frozenset({TEXT, "text/html", "application/xml"}),
    "media": frozenset({"video/mp4", "video/webm", "audio/mpeg", "audio/ogg", "audio/wav"}),
    "archive": frozenset(
        {ZIP, "application/gzip", "application/x-7z-compressed", "application/vnd.rar",
         "application/x-tar"}
    ),
}  # fmt: skip


def sent_as(media_type: str) -> str:
    """The type that is told of a content when it is sent: its own, or bytes of no type."""
    return media_type if media_type in NAMED_IN_DOWNLOADS else ANYTHING


def group_of(media_type: str) -> str:
    """Which of a handful of kinds people would say a file is: a key of GROUPS, or `other`."""
    return next((name for name, types in GROUPS.items() if media_type in types), "other")


@dataclass(frozen=True)
class Edges:
    """The first and the last bytes of a file."""

    head: bytes
    tail: bytes

    def hold(self, words: bytes) -> bool:
        """Whether the bytes stand at either end, where archives list what they hold."""
        return words in self.head or words in self.tail


def media_type_of(path: Path) -> str:
    """What the content of a file says it is; `application/octet-stream` when it says nothing."""
    with path.open("rb") as file:
        head = file.read(EDGE)
        file.seek(max(0, path.stat().st_size - EDGE))
        edges = Edges(head, file.read(EDGE))
    for begins, media_type in SIGNATURES:
        if begins.match(head):
            return media_type
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(edges)
    return _written(head)


SIGNATURES: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), media_type)
    for pattern, media_type in (
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBP", "image/webp"),
        (rb".{0,1024}%PDF-\d", PDF),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
        (rb"\{\\rtf", "application/rtf"),
        (rb"BM.{4}\0\0\0\0", "image/bmp"),
        (rb"II\*\0|MM\0\*", "image/tiff"),
        (rb"....ftyp(?:heic|heix|mif1|msf1)", "image/heic"),
        (rb"....ftypavif", "image/avif"),
        (rb"....ftyp", "video/mp4"),
        (rb"\x1aE\xdf\xa3", "video/webm"),
        (rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
        (rb"OggS", "audio/ogg"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"\x1f\x8b\x08", "application/gzip"),
        (rb"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (rb"Rar!\x1a\x07", "application/vnd.rar"),
        (rb".{257}ustar", "application/x-tar"),
    )
)
_OFFICE = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", XLSX),
    (b"ppt/presentation.xml", PPTX),
)
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*|<!doctype[^>]*>\s*)*<(\w+)", re.I | re.S
)
_PAGE_TAGS = {b"html", b"head", b"body", b"script", b"iframe", b"a", b"p", b"div", b"table", b"h1"}


def _packed(edges: Edges) -> str:
    """An archive that is an office document, or any archive; none is unpacked to find out."""
    if edges.head[30:38] == b"mimetype":
        for media_type in (ODT, ODS, ODP):
            if edges.head[38:].startswith(media_type.encode()):
                return media_type
    for name, media_type in _OFFICE:
        if edges.hold(name):
            return media_type
    return ZIP


def _written(head: bytes) -> str:
    """Text of some sort, or bytes of no known type."""
    if not head or not _is_text(head):
        return ANYTHING
    found = _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")[:4096])
    if found is None:
        return TEXT
    tag = found[1].lower()
    if tag == b"svg":
        return SVG
    if tag in _PAGE_TAGS:
        return "text/html"
    return "application/xml" if head.lstrip().startswith(b"<?xml") else TEXT


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in head or sum(c < 9 or 13 < c < 32 for c in head) > len(head) // 200 + 1:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as fault:
        # A letter may be cut at the edge; and older files are Latin-1.
        return fault.start >= len(head) - 4 or sum(c > 127 for c in head) < len(head) // 4
    return True
