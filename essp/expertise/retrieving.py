"""From what was asked to people: the index finds work that the reader may open, rows say who did it.

Everything is asked for this reader: the work itself, and on how many pages somebody wrote. What
stands in a space they may not open changes nothing, not even an order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import SelectBase, func, select, union_all

from essp.core.among import among
from essp.core.db import session
from essp.expertise.models import Part, Share, Work
from essp.expertise.scoring import Evidence, FoundWork, Ranked, ranked
from essp.people.queries import same_people
from essp.search import live
from essp.search.documents import Access
from essp.search.words import words
from essp.search.work_texts import Fitting, WorkKind
from essp.spaces.models import Space
from essp.wiki.models import Contribution, Page

MOST: Mapping[WorkKind, int] = {
    "edit": 200,
    "section": 100,
    "post": 100,
    "named": 10,
    "thanked": 10,
}
SHOWS: Mapping[WorkKind, Evidence] = {
    "edit": Evidence.CHANGED,
    "section": Evidence.STANDS,
    "post": Evidence.SAID,
    "named": Evidence.NAMED,
    "thanked": Evidence.THANKED,
}
AROUND_A_NAME: Mapping[WorkKind, Part] = {"named": Part.NAMED, "thanked": Part.THANKED}
PARTS = {part.value: part for part in Part}

Same = Mapping[int, int]  # from an account to the one that is the same person
Parts = Mapping[tuple[int, Part], Mapping[int, int]]


@dataclass(frozen=True)
class _Rows:
    """What the tables say of pieces of work: words and bulk of each by id, and who is in it how."""

    works: Mapping[int, tuple[int, int]]
    shares: Parts


def fitting(asked: str, more: Sequence[str], access: Access) -> dict[WorkKind, list[Fitting]]:
    """The pieces of work about what was asked, of each kind the best first.

    `more` are further words for the same, such as other names of its topics. Raises IndexBroken.
    """
    told = list(dict.fromkeys([*words(asked), *(w for text in more for w in words(text))]))
    index = live.works()
    return {kind: index.find(kind, told, access, most) for kind, most in MOST.items()}


def people_behind(fitting: Mapping[WorkKind, Sequence[Fitting]], access: Access) -> list[Ranked]:
    """Everybody behind pieces of work that were found, the best first."""
    same = same_people()
    rows = _rows({each.work_id for kind in fitting.values() for each in kind}, access, same)
    found = {
        SHOWS[kind]: [*_found(kind, pieces, rows, same)]
        for kind, pieces in fitting.items()
        if pieces
    }
    people = {person for pieces in found.values() for piece in pieces for person in piece.parts}
    return ranked(found, _pages_of(people, access, same))


def _rows(numbers: Collection[int], access: Access, same: Same) -> _Rows:
    """What still is as the index says, in spaces that may be read."""
    # By plain numbers of spaces SQLite would rather walk those than the works.
    asked = (
        select(Work.id, Work.words, Work.bulk, Share.person_id, Share.part, Share.words)
        .join(Share, Share.work_id == Work.id)
        .where(among(Work.id, numbers), (Work.space_id + 0).in_(access.spaces))
    )
    works: dict[int, tuple[int, int]] = {}
    shares: dict[tuple[int, Part], Counter[int]] = defaultdict(Counter)
    for work, total, bulk, person, part, count in session().execute(asked):
        works[work] = total, bulk
        shares[work, PARTS[part]][same.get(person, person)] += count
    return _Rows(works, shares)


def _found(
    kind: WorkKind, pieces: Iterable[Fitting], rows: _Rows, same: Same
) -> Iterable[FoundWork]:
    for piece in pieces:
        if piece.work_id in rows.works:
            total, bulk = rows.works[piece.work_id]
            if parts := _parts(kind, piece, rows.shares, total, same):
                spread = bulk if kind == "edit" else 1
                yield FoundWork(piece.work_id, piece.fit, parts, spread, piece.covers)


def _parts(
    kind: WorkKind, piece: Fitting, shares: Parts, total: int, same: Same
) -> dict[int, float]:
    """What each person has of a piece: all of an edit or post, their share of a section."""
    if kind in AROUND_A_NAME:
        there = shares.get((piece.work_id, AROUND_A_NAME[kind]), {})
        person = same.get(piece.person_id, piece.person_id)
        return {person: 1.0} if person in there else {}
    wrote = shares.get((piece.work_id, Part.WROTE), {})
    if kind == "section":
        return {person: count / max(total, 1) for person, count in wrote.items()}
    return dict.fromkeys(wrote, 1.0)


def _pages_of(people: Collection[int], access: Access, same: Same) -> dict[int, int]:
    """On about how many pages words of each person stand, under any of their accounts."""
    others = {account for account, kept in same.items() if kept in people}
    counted: Counter[int] = Counter()
    for account, pages in _pages({*people, *others}, access).items():
        counted[same.get(account, account)] += pages
    return counted


def _pages(people: Collection[int], access: Access) -> dict[int, int]:
    """On how many pages in these spaces words of each person stand."""
    closed = session().scalars(select(Space.id).where(Space.id.not_in(access.spaces))).all()
    if len(closed) > len(access.spaces):
        there = select(Page.id).where(Page.space_id.in_(access.spaces), Page.in_use())
        return _on_pages(people, there)
    # All that they wrote is counted by an index alone, and so is what is to be left out of it: most of what
    # there is can be read by most.
    every = select(Contribution.person_id, func.count()).where(
        among(Contribution.person_id, people)
    )
    counted = session().execute(every.group_by(Contribution.person_id))
    left_out = _on_pages(
        people,
        union_all(
            select(Page.id).where(Page.archived_at.is_not(None)),
            select(Page.id).where(Page.template),
            select(Page.id).where(Page.space_id.in_(closed)),
        ),
    )
    return {person: count - left_out.get(person, 0) for person, count in counted}


def _on_pages(people: Collection[int], pages: SelectBase) -> dict[int, int]:
    rows = session().execute(
        select(Contribution.person_id, func.count())
        .where(Contribution.page_id.in_(pages), among(Contribution.person_id + 0, people))
        .group_by(Contribution.person_id)
    )
    return {row[0]: row[1] for row in rows}
