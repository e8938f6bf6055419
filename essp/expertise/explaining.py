"""What explains the few who are shown: their own works that were found, changes, months of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from essp.core import clock
from essp.core.db import session
from essp.discussions.models import Post
from essp.expertise.about import pages_among, threads_among
from essp.expertise.matter import Deed, Facts, Matter, Piece
from essp.expertise.models import Part, Share, Work, WorkKind
from essp.expertise.scoring import Evidence, Ranked
from essp.people.models import Person
from essp.people.queries import same_people
from essp.wiki.models import Revision

FEW = 3  # works of a kind that are named of one person
MONTHS = 12
UNFIT = 0.1  # how well works fit that are only this person's
Place = Callable[[Facts], list[Deed]]
PLACES: Mapping[Evidence, Place] = {
    Evidence.NAMED: lambda facts: facts.named,
    Evidence.THANKED: lambda facts: facts.thanked,
}


def add_own_works(
    actor: Person, matter: Matter, ranked: Mapping[int, Ranked], found: Mapping[int, Facts]
) -> None:
    """Add to what is known of these people the works of theirs that were found beside the matter."""
    wanted = {
        number
        for person in found
        if person in ranked
        for works in ranked[person].works.values()
        for number in works[:FEW]
    }
    works = {row.id: row for row in session().scalars(select(Work).where(Work.id.in_(wanted)))}
    pieces = _pieces(actor, matter, works.values())
    words = _words(works, found)
    posts = _uids(work.post_id for work in works.values() if work.post_id is not None)
    for person, facts in found.items():
        for kind, numbers in ranked[person].works.items() if person in ranked else ():
            for number in numbers[:FEW]:
                if number in works and number in pieces:
                    work, piece = works[number], pieces[number]
                    _add(kind, work, piece, facts, words.get((number, person), 0), posts)


def _add(
    kind: Evidence, work: Work, piece: Piece, facts: Facts, words: int, posts: Mapping[int, str]
) -> None:
    known = {deed.piece.path for deed in (*facts.wrote, *facts.answered, *facts.accepted)}
    if kind in PLACES:
        PLACES[kind](facts).append(Deed(piece, work.at))
    elif piece.path in known:
        return
    elif kind is Evidence.STANDS:
        facts.wrote.append(Deed(piece, work.at, words))
        facts.total += work.words
    elif kind is Evidence.CHANGED:
        facts.changed.append(Deed(piece, work.at))
    elif work.post_id is not None and work.post_id in posts:
        facts.answered.append(Deed(piece, work.at, 0, f"/posts/{posts[work.post_id]}"))


def _pieces(actor: Person, matter: Matter, works: Iterable[Work]) -> dict[int, Piece]:
    """The page or thread of each work that the actor may open, by id of the work."""
    rows = list(works)
    new_pages = {w.page_id: UNFIT for w in rows if w.page_id and w.page_id not in matter.pages}
    new_threads = {
        w.thread_id: UNFIT for w in rows if w.thread_id and w.thread_id not in matter.threads
    }
    pages = {**matter.pages, **(pages_among(actor, new_pages) if new_pages else {})}
    threads = {**matter.threads, **(threads_among(actor, new_threads) if new_threads else {})}
    found: dict[int, Piece] = {}
    for work in rows:
        if work.page_id in pages:
            found[work.id] = pages[work.page_id]
        elif work.thread_id in threads:
            found[work.id] = threads[work.thread_id]
    return found


def _words(works: Collection[int], people: Collection[int]) -> dict[tuple[int, int], int]:
    rows = session().execute(
        select(Share.work_id, Share.person_id, Share.words).where(
            Share.work_id.in_(works), Share.person_id.in_(people)
        )
    )
    return {(work, person): words for work, person, words in rows if words}


def _uids(posts: Iterable[int]) -> dict[int, str]:
    rows = session().execute(select(Post.id, Post.uid).where(Post.id.in_(list(posts))))
    return {row[0]: row[1] for row in rows}


def add_changes(matter: Matter, found: Mapping[int, Facts]) -> None:
    """How often these people changed each page, and when last, as far as they wrote something."""
    rows = session().execute(
        select(Work.page_id, Share.person_id, func.count(), func.max(Work.at))
        .join(Share, Share.work_id == Work.id)
        .where(
            Work.page_id.in_(matter.pages), Work.kind == WorkKind.EDIT.value,
            Share.part == Part.WROTE.value,
        )
        .group_by(Work.page_id, Share.person_id)
    )  # fmt: skip
    for page, person, times, last in rows:
        if page is not None and person in found:
            found[person].changed.append(Deed(matter.pages[page], last, times))


def months_of(matter: Matter, people: Collection[int]) -> dict[int, Sequence[int]]:
    """How much each of these did on these pages and threads in the last twelve months, oldest first."""
    now = clock.now()
    since = now.replace(year=now.year - 1, day=1)
    same = {account: kept for account, kept in same_people().items() if kept in people}
    accounts = {*people, *same}
    changed = select(Revision.author_id, Revision.at).where(
        Revision.page_id.in_(matter.pages), Revision.author_id.in_(accounts), Revision.at >= since
    )
    said = select(Post.author_id, Post.at).where(
        Post.thread_id.in_(matter.threads), Post.author_id.in_(accounts), Post.at >= since,
        Post.gone == "",
    )  # fmt: skip
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * MONTHS)
    for rows in (session().execute(changed), session().execute(said)):
        for person, at in rows:
            ago = months_between(at, now)
            if 0 <= ago < MONTHS:
                counts[same.get(person, person)][MONTHS - 1 - ago] += 1
    return dict(counts)


def months_between(at: datetime, now: datetime) -> int:
    """How many calendar months lie between."""
    return (now.year - at.year) * 12 + now.month - at.month
