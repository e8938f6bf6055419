"""What an importer says of a page's standing: who owns it, and until when it was vouched for.

It is noted once, without telling anybody. What was decided here since is left as it is: somebody who
verified the page, an owner who was taken off. The same import again changes nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlalchemy import func, select

from essp.core import clock
from essp.core.db import session
from essp.core.ids import key_of, new_uid
from essp.curation.models import Verification
from essp.people.models import Person
from essp.people.unclaimed import find_or_create_unclaimed
from essp.spaces.steward_models import OwnerGroup, Stewardship
from essp.wiki.models import Page, Revision
from essp.wiki.trail import Act, Did, keep

IMPORT = "import"


def bring_verification(page: Page, reviewed: date, until: date) -> bool:
    """Note that a page was looked at on a day and vouched for until another: whether that is new.

    It counts for the last revision of the day it was looked at. The caller holds the page.
    """
    row = session().get(Verification, page.id)
    if row is not None and (
        row.source != IMPORT or (row.at.date(), row.until) == (reviewed, until)
    ):
        return False
    row = row or Verification(page_id=page.id)
    row.at = datetime.combine(reviewed, time(12), UTC)
    row.number, row.until, row.days = _number_on(page, reviewed), until, (until - reviewed).days
    row.kind, row.source, row.by_id = "verified", IMPORT, None
    session().add(row)
    keep(
        Act(
            kind=Did.VERIFIED, space_id=page.space_id, page=page, number=row.number,
            about={"until": until.isoformat(), "reviewed": reviewed.isoformat(), "source": IMPORT},
        )
    )  # fmt: skip
    return True


def bring_owner(importer: Person, page: Page, name: str, *, person: bool) -> bool:
    """Note who owns a page: whether that is new. The caller holds the page.

    A channel becomes a group of owners without members: until somebody is put into it, the owners of
    the space decide. A person becomes an unclaimed one who is asked, and answers once they are here.
    """
    row = _asked_person(page, name) if person else _group_owning(importer, page, name)
    if row is None:
        return False
    for earlier in _brought(page):
        earlier.ended_at, earlier.ended_why = clock.now(), "removed"
    session().add(row)
    session().flush()
    about = {"person": row.person_id, "group": row.group_id, "source": IMPORT}
    keep(Act(kind=Did.APPOINTED, space_id=page.space_id, page=page, about=about))
    return True


def _asked_person(page: Page, name: str) -> Stewardship | None:
    owner = find_or_create_unclaimed(name, None)
    if _known(page, Stewardship.person_id == owner.id):
        return None
    return _new(page, person_id=owner.id)


def _group_owning(importer: Person, page: Page, name: str) -> Stewardship | None:
    key = key_of(name)[:120]
    group = session().scalar(
        select(OwnerGroup).where(OwnerGroup.space_id == page.space_id, OwnerGroup.name_key == key)
    )
    if group is None:
        group = OwnerGroup(
            uid=new_uid(), space_id=page.space_id, name=name, name_key=key,
            created_at=clock.now(), created_by_id=importer.id,
        )  # fmt: skip
        session().add(group)
        session().flush()
    if _known(page, Stewardship.group_id == group.id):
        return None
    return _new(page, group_id=group.id)


def _new(page: Page, *, person_id: int | None = None, group_id: int | None = None) -> Stewardship:
    return Stewardship(
        uid=new_uid(), space_id=page.space_id, page_id=page.id, person_id=person_id,
        group_id=group_id, asked_at=clock.now(), note="",
        accepted_at=clock.now() if group_id else None,
    )  # fmt: skip


def _known(page: Page, whom: object) -> bool:
    """Whether that owner was ever named for the page, so that one who was taken off stays off."""
    found = select(Stewardship.id).where(Stewardship.page_id == page.id, whom)  # type: ignore[arg-type]
    return session().scalar(found.limit(1)) is not None


def _brought(page: Page) -> list[Stewardship]:
    """Owners that an earlier import named and nobody else did."""
    found = session().scalars(
        select(Stewardship).where(
            Stewardship.page_id == page.id,
            Stewardship.appointed_by_id.is_(None),
            Stewardship.ended_at.is_(None),
        )
    )
    return list(found)


def _number_on(page: Page, day: date) -> int:
    last = select(func.max(Revision.number)).where(
        Revision.page_id == page.id, Revision.at <= datetime.combine(day, time.max, UTC)
    )
    return session().scalar(last) or 1
