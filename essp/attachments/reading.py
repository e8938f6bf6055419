"""Reading the text of files, so that they can be found by what is written in them.

Plain text is read here. Everything else is read by a process of its own (`extraction`); the job waits
for it a moment and, when it takes longer, comes back later, so that other work goes on meanwhile. A
content is read once, however many put it somewhere.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import structlog
from sqlalchemy import select

from essp.attachments import folder
from essp.attachments.events import FileTextRead
from essp.attachments.extraction.telling import MOST_CHARACTERS
from essp.attachments.kinds import ANYTHING, SHOWN, TEXT, WITH_TEXT, media_type_of
from essp.attachments.models import Attachment, FileText, StoredFile, TextState
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.events import record
from essp.core.jobs import enqueue, task

log = structlog.get_logger(__name__)

PATIENCE = 2.0  # seconds that other work waits for a reading
AGAIN = timedelta(seconds=1)
CPU_SECONDS = 60
WALL_SECONDS = 120.0
AT_ONCE = 2
ATTEMPTS = 3
_CUT_WORD = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad]\n(?=[a-zà-ÿ])")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Found:
    """What was read: the text, where its parts begin, what they are, and what was in the way."""

    text: str = ""
    parts: tuple[int, ...] = ()
    unit: str = ""
    reason: str = ""

    @property
    def state(self) -> TextState:
        """How far the reading came."""
        if self.text.strip():
            return TextState.PARTLY if self.reason else TextState.READ
        return TextState.FAILED if self.reason else TextState.NOTHING


@dataclass
class _Reading:
    """A process that reads, and where it writes."""

    process: subprocess.Popen[bytes]
    output: IO[bytes]
    since: float = field(default_factory=time.monotonic)


_readings: dict[str, _Reading] = {}


@task("attachments.read")
def read_file(attachment_id: int) -> None:
    """Read the text of a file's present content, unless that was done. Arguments: attachment_id."""
    found = session().get(Attachment, attachment_id)
    kept = session().get(StoredFile, found.sha256) if found is not None else None
    if kept is None:
        return
    if kept.media_type == ANYTHING:
        _look_again(kept)
    if not _to_do(kept):
        return
    if kept.media_type == TEXT:
        _finish(kept.sha256, _plain(folder.path_of(kept.sha256)))
        return
    outcome = _read_apart(kept)
    if outcome is None:
        with transaction():
            enqueue(read_file, delay=AGAIN, attachment_id=attachment_id)
    else:
        _finish(kept.sha256, outcome)


def _look_again(kept: StoredFile) -> None:
    """Name the type of a content that came in when only pictures were told apart."""
    path = folder.path_of(kept.sha256)
    found = media_type_of(path) if path.is_file() else ANYTHING
    # What begins like a picture and is not kept as one was found to be broken.
    if found not in SHOWN | {ANYTHING}:
        with transaction():
            kept.media_type = found


def _to_do(kept: StoredFile) -> bool:
    if kept.media_type not in WITH_TEXT:
        return False
    known = session().get(FileText, kept.sha256)
    return known is None or known.state in {TextState.WAITING.value, TextState.READING.value}


def _plain(path: Path) -> Found:
    """Text as it is; in older files a byte is a letter."""
    try:
        data = path.read_bytes()[: 4 * MOST_CHARACTERS]
    except OSError:
        return Found(reason="gone")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    cut = text.replace("\0", "")[:MOST_CHARACTERS]
    return Found(cut, (0,), "", "long" if len(cut) < len(text) else "")


def _read_apart(kept: StoredFile) -> Found | None:
    """What a process of its own reads; None while it is not done."""
    reading = _readings.get(kept.sha256)
    if reading is None:
        if len(_readings) >= AT_ONCE:
            return None
        if not folder.path_of(kept.sha256).is_file():
            return Found(reason="gone")
        if not _may_try(kept.sha256):
            return Found(reason="stopped")
        reading = _readings[kept.sha256] = _begun(kept)
    try:
        reading.process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        if time.monotonic() - reading.since < WALL_SECONDS:
            return None
        reading.process.kill()
        reading.process.wait()
    del _readings[kept.sha256]
    with reading.output as output:
        output.seek(0)
        return _understood(output, reading.process.returncode)


def _may_try(digest: str) -> bool:
    """Count an attempt; a file whose readers vanish again and again is given up."""
    with transaction():
        known = session().get(FileText, digest)
        if known is None:
            known = FileText(sha256=digest, state=TextState.WAITING.value, attempts=0)
            session().add(known)
        known.attempts += 1
        known.state = TextState.READING.value
        return known.attempts <= ATTEMPTS


def _begun(kept: StoredFile) -> _Reading:
    output = tempfile.TemporaryFile()  # noqa: SIM115 - the reading keeps it
    process = subprocess.Popen(
        [
            sys.executable,
            "-B",
            "-m",
            "essp.attachments.extraction",
            str(folder.path_of(kept.sha256).resolve()),
            kept.media_type,
            str(CPU_SECONDS),
        ],
        cwd=ROOT,
        env={"LANG": "C.UTF-8", "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return _Reading(process, output)


def _understood(lines: Iterable[bytes], code: int) -> Found:
    """What the process wrote until it ended; without a last line it was ended by its limits."""
    texts: list[str] = []
    unit, reason = "", "time" if code < 0 else "broken"
    for line in lines:
        try:
            told: dict[str, Any] = json.loads(line)
        except ValueError:
            break
        if "part" in told:
            texts.append(_tidied(str(told["part"])))
        else:
            unit, reason = str(told["unit"]), str(told["reason"])
    parts, at = [], 0
    for text in texts:
        parts.append(at)
        at += len(text) + 1
    return Found("\n".join(texts), tuple(parts), unit, reason)


def _tidied(text: str) -> str:
    """Words that a line's end cut in two made whole; what cannot be seen left out."""
    whole = _CUT_WORD.sub("", text)
    return "".join(c for c in whole if c >= " " or c in "\n\t").strip()


def _finish(digest: str, found: Found) -> None:
    with transaction():
        row = session().get(FileText, digest)
        if row is None:
            row = FileText(sha256=digest, attempts=0)
            session().add(row)
        row.state, row.reason, row.unit = found.state.value, found.reason, found.unit
        row.text, row.parts, row.read_at = found.text, list(found.parts), clock.now()
        session().flush()
        using = select(Attachment).where(Attachment.sha256 == digest)
        for each in session().scalars(using):
            record(FileTextRead(actor_id=None, space_id=each.space_id, attachment_id=each.id))
    # The text may be long: nothing of it stays in memory.
    session().expunge(row)
    log.info("the text of a file was read", sha256=digest, state=found.state.value)
