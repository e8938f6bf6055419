"""The text of PDF files, page by page."""

from __future__ import annotations

from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from essp.attachments.extraction.telling import Teller, UnreadableError

UNIT = "page"
MOST_PAGES = 5_000


def read(path: Path, teller: Teller) -> str:
    """Tell the text of each page. Raises UnreadableError."""
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("encrypted")
        pages = len(reader.pages)
    except (FileNotDecryptedError, DependencyError):
        raise UnreadableError("encrypted") from None
    except LimitReachedError:
        raise UnreadableError("unpacks") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        raise UnreadableError("broken") from None
    for number in range(min(pages, MOST_PAGES)):
        teller.part(_text_of(reader, number, teller))
    return UNIT


def _text_of(reader: PdfReader, number: int, teller: Teller) -> str:
    try:
        page: PageObject = reader.pages[number]
        return str(page.extract_text())
    except (MemoryError, RecursionError):
        raise
    except LimitReachedError:
        teller.skipped = "unpacks"
        return ""
    except Exception:
        # Broken pages raise many kinds of error; the other pages can still be read.
        teller.skipped = teller.skipped or "broken"
        return ""
