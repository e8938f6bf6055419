"""The receipt of a page: its text, all its versions and all acts about it, with what their hashes cover.

`deploy/verify_receipt.py` verifies it without this application. A version that moderators hid keeps
its place and its hash in the chain, and nothing of what it said.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.deltas import decode
from essp.people.models import Person
from essp.wiki.models import Page, Revision, RevisionText
from essp.wiki.trail import Did
from essp.wiki.trail_models import CurationAct

FORMAT = "page-receipt-1"
VOUCHED = frozenset(
    each.value for each in (Did.APPROVED, Did.AMENDED, Did.PARTLY, Did.VERIFIED, Did.SEEN)
)


def receipt_of(page: Page) -> bytes:
    """The receipt of a page that the caller found, as a ZIP."""
    acts = _acts(page)
    vouched = {each.number for each in acts if each.kind in VOUCHED} | {page.revision_number}
    revisions, texts = _revisions(page, vouched)
    told = {
        "format": FORMAT,
        "made_at": _moment(clock.now()),
        "page": {
            "uid": page.uid,
            "title": page.title,
            "space": page.space.name,
            "revision": page.revision_number,
            "acts": len(acts),
        },
        "revisions": revisions,
        "acts": [_told(each) for each in acts],
        "people": _people(each["author"] for each in revisions) | _people(e.by_id for e in acts),
        "texts": {_name(page, number): number for number in sorted(texts)},
    }
    told["seal"] = hashlib.sha256(
        json.dumps(told, ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode()
    ).hexdigest()
    return _packed(told, {_name(page, number): text for number, text in texts.items()})


def heads_of(page: Page) -> tuple[str, str]:
    """The last hash of the versions and of the acts of a page, to compare a receipt with."""
    last = select(Revision.hash).where(
        Revision.page_id == page.id, Revision.number == page.revision_number
    )
    act = select(CurationAct.hash).where(CurationAct.page_id == page.id)
    newest = act.order_by(CurationAct.id.desc()).limit(1)
    return session().scalar(last) or "", session().scalar(newest) or ""


def _acts(page: Page) -> Sequence[CurationAct]:
    query = select(CurationAct).where(CurationAct.page_id == page.id).order_by(CurationAct.id)
    return session().scalars(query).all()


def _told(act: CurationAct) -> dict[str, Any]:
    return {
        "number": act.number,
        "kind": act.kind,
        "by": act.by_id,
        "at": _moment(act.at),
        "why": act.why,
        "about": act.about,
        "hash": act.hash,
    }


def _revisions(page: Page, vouched: set[int | None]) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """All versions as their hashes cover them, and the texts of those that somebody vouched for."""
    rows = session().execute(
        select(Revision, RevisionText.whole, RevisionText.data)
        .join(
            RevisionText,
            (RevisionText.page_id == Revision.page_id) & (RevisionText.number == Revision.number),
        )
        .where(Revision.page_id == page.id)
        .order_by(Revision.number)
    )
    told, texts, text = [], dict[int, str](), ""
    for revision, whole, data in rows:
        text = decode(data, "whole" if whole else "delta", text)
        told.append(_version(revision, text))
        if revision.number in vouched and revision.hidden is None:
            texts[revision.number] = text
    return told, texts


def _version(revision: Revision, text: str) -> dict[str, Any]:
    withheld = revision.hidden is not None
    return {
        "number": revision.number,
        "kind": revision.kind,
        "author": revision.author_id,
        "at": _moment(revision.at),
        "title": revision.title,
        "summary": "" if withheld else revision.written_summary,
        "minor": bool(revision.minor),
        "based_on": revision.based_on,
        "refers_to": revision.refers_to,
        "text_sha256": "" if withheld else hashlib.sha256(text.encode()).hexdigest(),
        "withheld": withheld,
        "hash": revision.hash,
    }


def _people(ids: Iterable[int | None]) -> dict[str, str]:
    """Names as they are now, by id."""
    wanted = {each for each in ids if each is not None}
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {str(number): name for number, name in rows}


def _name(page: Page, number: int) -> str:
    return "page.md" if number == page.revision_number else f"versions/{number:05}.md"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _packed(told: dict[str, Any], texts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("receipt.json", json.dumps(told, ensure_ascii=False, indent=1))
        for name, text in sorted(texts.items()):
            archive.writestr(name, text.encode())
    return file.getvalue()
