"""History that cannot be quietly rewritten: each revision's hash covers its predecessor's.

`verify` walks everything. The *head* is one hash over the last revision of every page: kept elsewhere
it also shows a history that was cut off or rewritten as a whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Row, func, select

from essp.core.db import session
from essp.core.deltas import decode
from essp.wiki.models import Page, Revision, RevisionText


@dataclass(frozen=True)
class Break:
    """A revision that is not what it was when it was written."""

    page_uid: str
    number: int
    title: str
    why: str


@dataclass(frozen=True)
class Head:
    """One line that stands for all history: pages, revisions, and a hash over the last of each."""

    pages: int
    revisions: int
    hash: str

    def __str__(self) -> str:
        return f"{self.pages}:{self.revisions}:{self.hash}"


def revision_hash(revision: Revision, page_uid: str, text: str, previous: str) -> str:
    """SHA-256 over the revision's content and its predecessor's hash, as 64 hexadecimal digits."""
    covered = [
        page_uid,
        revision.number,
        revision.kind,
        revision.author_id,
        revision.at.astimezone(UTC).isoformat(timespec="microseconds"),
        revision.title,
        revision.written_summary,
        bool(revision.minor),
        revision.based_on,
        revision.refers_to,
        hashlib.sha256(text.encode()).hexdigest(),
        previous,
    ]
    packed = json.dumps(covered, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def verify(progress: Callable[[int, int], None] | None = None) -> list[Break]:
    """Walk every page and name the first broken revision of each; empty when all is well."""
    pages = (
        session()
        .execute(select(Page.id, Page.uid, Page.title, Page.revision_number).order_by(Page.id))
        .all()
    )
    breaks: list[Break] = []
    for done, (page_id, uid, title, number) in enumerate(pages, start=1):
        why = _first_break(page_id, uid, number)
        if why is not None:
            breaks.append(Break(uid, why[0], title, why[1]))
        if progress is not None:
            progress(done, len(pages))
    return breaks + _orphans()


def head() -> Head:
    """The present head of all history."""
    digest = hashlib.sha256()
    pages = revisions = 0
    rows = session().execute(
        select(Page.uid, Revision.number, Revision.hash)
        .join(Revision, (Revision.page_id == Page.id) & (Revision.number == Page.revision_number))
        .order_by(Page.id)
    )
    for uid, number, last in rows:
        digest.update(f"{uid}:{number}:{last}\n".encode())
        pages += 1
        revisions += number
    return Head(pages, revisions, digest.hexdigest())


def page_heads() -> Iterator[str]:
    """A line `uid number hash` for every page: to be kept elsewhere and compared later."""
    rows = session().execute(
        select(Page.uid, Revision.number, Revision.hash)
        .join(Revision, (Revision.page_id == Page.id) & (Revision.number == Page.revision_number))
        .order_by(Page.id)
    )
    for uid, number, last in rows:
        yield f"{uid} {number} {last}"


def compare_heads(kept: Iterator[str]) -> list[Break]:
    """What has gone or was rewritten since these lines were kept; newer revisions are no fault."""
    breaks = []
    for line in kept:
        parts = line.split()
        if len(parts) != 3 or not parts[1].isdigit():
            continue
        uid, number, last = parts[0], int(parts[1]), parts[2]
        found = (
            session()
            .execute(
                select(Revision.hash, Revision.title)
                .join(Page, Page.id == Revision.page_id)
                .where(Page.uid == uid, Revision.number == number)
            )
            .one_or_none()
        )
        if found is None:
            breaks.append(Break(uid, number, "", "it was there when the head was kept and is gone"))
        elif found.hash != last:
            breaks.append(Break(uid, number, found.title, "it differs from the head that was kept"))
    return breaks


def _first_break(page_id: int, uid: str, expected: int) -> tuple[int, str] | None:
    rows = session().execute(
        select(Revision, RevisionText.whole, RevisionText.data)
        .outerjoin(
            RevisionText,
            (RevisionText.page_id == Revision.page_id) & (RevisionText.number == Revision.number),
        )
        .where(Revision.page_id == page_id)
        .order_by(Revision.number)
        .execution_options(yield_per=200)
    )
    # Closed also where the walk ends early: PostgreSQL keeps a cursor open for it.
    with rows:
        return _walked(rows, uid, expected)


def _walked(
    rows: Iterable[Row[Revision, bool, bytes]], uid: str, expected: int
) -> tuple[int, str] | None:
    previous, text, number = "", None, 0
    for revision, whole, data in rows:
        number += 1
        if revision.number != number:
            return number, "it is missing"
        if data is None:
            return number, "its text is missing"
        try:
            text = decode(data, "whole" if whole else "delta", text)
        except Exception:
            return number, "its text cannot be read"
        if revision_hash(revision, uid, text, previous) != revision.hash:
            return number, "its content does not match its hash"
        previous = revision.hash
        session().expunge(revision)
    if number != expected:
        return expected, f"the page is at revision {expected} but its history ends at {number}"
    return None


def _orphans() -> list[Break]:
    lost = session().execute(
        select(Revision.page_id, func.min(Revision.number))
        .outerjoin(Page, Page.id == Revision.page_id)
        .where(Page.id.is_(None))
        .group_by(Revision.page_id)
    )
    return [Break(f"#{page}", number, "", "its page is missing") for page, number in lost]
