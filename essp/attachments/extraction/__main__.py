"""The process itself: `python -m essp.attachments.extraction PATH TYPE CPU-SECONDS`."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

MEMORY = 1 << 30  # bytes of address space
OUTPUT = 24 << 20  # bytes written
NICE = 10


def main() -> None:
    """Read one file and write what is in it to the standard output."""
    path, media_type, seconds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    _limit(seconds)
    from essp.attachments.extraction.telling import EnoughError, Teller, UnreadableError

    teller = Teller(sys.stdout)
    unit, reason = "", ""
    try:
        unit = _reader(media_type)(path, teller)
        reason = teller.skipped
    except UnreadableError as fault:
        reason = str(fault)
    except EnoughError:
        reason = "long"
    except MemoryError:
        reason = "memory"
    except RecursionError:
        reason = "broken"
    teller.end(unit, reason)


def _limit(seconds: int) -> None:
    """Take away what the reading of one file does not need."""
    os.nice(NICE)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def _reader(media_type: str) -> Callable[..., str]:
    """What reads such a file; only that is loaded."""
    from essp.attachments import kinds

    if media_type == kinds.PDF:
        from essp.attachments.extraction import pdf

        return pdf.read
    from essp.attachments.extraction import office

    return {kinds.DOCX: office.docx, kinds.PPTX: office.pptx, kinds.XLSX: office.xlsx}.get(
        media_type, office.odf
    )


if __name__ == "__main__":
    main()
