"""Keep every act of protection, approval, verification and ownership, each chained to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from enum import Enum
from typing import Any

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.people.models import Person
from essp.wiki.models import Page
from essp.wiki.trail_models import CurationAct


class Did(Enum):
    """The kinds of acts."""

    PROTECTED = "protected"
    RELEASED = "released"
    CHANGED = "protection changed"
    CONFIRMED = "confirmed"
    ASKED_TO_UNLOCK = "asked to unlock"
    KEPT_LOCKED = "kept locked"
    STEPPED_DOWN = "stepped down"
    STEPPED_UP = "stepped up"
    APPROVED = "approved"
    AMENDED = "amended"
    PARTLY = "partly approved"
    SENT_BACK = "sent back"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    VERIFIED = "verified"
    SEEN = "seen"
    CLAIMED = "claimed"
    DOUBTED = "doubted"
    ANSWERED = "answered"
    APPOINTED = "appointed"
    ACCEPTED = "accepted"
    STEPPED_ASIDE = "stepped aside"
    HANDED_OVER = "handed over"
    ORPHANED = "left without an owner"
    TRUSTED = "trusted"
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act to be kept. `by` is empty for what happened by itself; `about` holds ids and values."""

    kind: Did
    space_id: int
    page: Page | None = None
    by: Person | None = None
    why: str = ""
    number: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


def keep(act: Act) -> CurationAct:
    """Keep an act. The caller holds the page's row, so that no two follow the same one."""
    row = CurationAct(
        space_id=act.space_id,
        page_id=act.page.id if act.page else None,
        number=act.number,
        kind=act.kind.value,
        by_id=act.by.id if act.by else None,
        at=clock.now(),
        why=act.why,
        about=dict(act.about),
    )
    row.hash = act_hash(row, act.page.uid if act.page else "", _last_hash(row))
    session().add(row)
    session().flush()
    return row


def act_hash(row: CurationAct, page_uid: str, previous: str) -> str:
    """SHA-256 over an act and the hash of the act before it, as 64 hexadecimal digits."""
    covered = [
        page_uid,
        row.number,
        row.kind,
        row.by_id,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.why,
        row.about,
        previous,
    ]
    packed = json.dumps(covered, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(packed.encode()).hexdigest()


def _last_hash(row: CurationAct) -> str:
    before = select(CurationAct.hash).where(
        CurationAct.page_id == row.page_id
        if row.page_id is not None
        else CurationAct.page_id.is_(None) & (CurationAct.space_id == row.space_id)
    )
    return session().scalar(before.order_by(CurationAct.id.desc()).limit(1)) or ""
