"""Keeping pieces of work in step with pages and threads: after each fact, and all of them anew.

What is worked out takes long and is worked out first; then the rows are written, then the index. Only
when that is done a page counts as gathered up to its revision, so that whatever breaks in between is
done again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from essp.core.db import session, transaction
from essp.core.jobs import enqueue, enqueue_all, task, task_named
from essp.core.text.authorship import Authorship as Words
from essp.discussions.models import Thread
from essp.expertise import indexing, works
from essp.expertise.indexing import Entry
from essp.expertise.models import Work, WorkKind
from essp.expertise.naming import Called, Names
from essp.expertise.storing import Home, entries_of, mark_gathered, store, tell_others
from essp.expertise.works import Key, Made
from essp.people import queries as people_queries
from essp.people.models import Person
from essp.search.backends import IndexBroken
from essp.search.languages import language_of
from essp.wiki.models import Authorship, Page, Revision
from essp.wiki.replaying import words_of
from essp.wiki.texts import kept_text

log = structlog.get_logger(__name__)

REBUILD = "expertise.rebuild"  # the task that gathers everything anew
WEIGH_PAGE, WEIGH_THREAD = "expertise.weigh_page", "expertise.weigh_thread"  # what comes next
QUIET = timedelta(seconds=30)  # after the last change, before the index is put in order


class Gathered(NamedTuple):
    """The works of a page, those kept as they are, and whether the page is gathered to its revision."""

    made: Sequence[Made]
    spared: frozenset[Key] = frozenset()


@task("expertise.page", batch=True)
def gather_page(wanted: list[dict[str, Any]]) -> None:
    """Bring the works of pages up to date. Arguments: page_id."""
    _gather_pages([each["page_id"] for each in wanted], anew=False)


@task("expertise.page_anew", batch=True)
def gather_page_anew(wanted: list[dict[str, Any]]) -> None:
    """Work out the works of pages from their first revision on. Arguments: page_id."""
    _gather_pages([each["page_id"] for each in wanted], anew=True)


@task("expertise.thread", batch=True)
def gather_thread(wanted: list[dict[str, Any]]) -> None:
    """Bring the works of threads up to date. Arguments: thread_id, and perhaps `from_id` and
    `into_id`, other threads that changed with it."""
    ids = dict.fromkeys(number for each in wanted for number in each.values())
    names, entries, gone = known_names(), list[Entry](), list[int]()
    for number in ids:
        new, old = gather_one_thread(number, names)
        entries += new
        gone += old
    _tell_index(entries, gone)
    with transaction():
        enqueue_all([(task_named(WEIGH_THREAD), {"thread_id": each}) for each in ids])


@task("expertise.tidy")
def tidy() -> None:
    """Put the index of works in order, some time after the last change."""
    try:
        more = indexing.tidy()
    except IndexBroken:
        return
    if more:
        with transaction():
            enqueue(tidy)


def _gather_pages(ids: Iterable[int], *, anew: bool) -> None:
    names, entries, gone, upto = known_names(), list[Entry](), list[int](), dict[int, int]()
    for number in dict.fromkeys(ids):
        page = session().get(Page, number, populate_existing=True,
                             options=[joinedload(Page.space)])  # fmt: skip
        if page is None:
            continue
        new, old = gather_one_page(page, names, anew=anew)
        entries += new
        gone += old
        upto[page.id] = page.revision_number
    _tell_index(entries, gone)
    if not upto:
        return
    with transaction():
        mark_gathered(upto)
        enqueue_all([(task_named(WEIGH_PAGE), {"page_id": each}) for each in upto])


def gather_one_page(page: Page, names: Names, *, anew: bool) -> tuple[list[Entry], Sequence[int]]:
    """Bring the rows of a page's works up to date; what the index is to be told, and which are gone."""
    found = works_of_page(page, names, anew=anew)
    upto = gathered_upto(page)
    with transaction():
        kept = store(Home(page.space_id, page_id=page.id), found.made, found.spared, mark=upto)
        tell_others(page.id, upto)
    return list(entries_of(page.space_id, kept.made)), kept.gone


def gather_one_thread(number: int, names: Names) -> tuple[list[Entry], Sequence[int]]:
    """The same for a thread."""
    thread = session().get(
        Thread, number, populate_existing=True, options=[joinedload(Thread.space)]
    )
    if thread is None:
        return [], []
    made = works_of_thread(thread, names)
    with transaction():
        kept = store(Home(thread.space_id, thread_id=thread.id), made)
    return list(entries_of(thread.space_id, kept.made)), kept.gone


def works_of_thread(thread: Thread, names: Names) -> list[Made]:
    """The posts of a thread as pieces of work; of a comment, or one merged away, there are none."""
    if thread.merged_into_id is not None or not thread.title or thread.space.practice:
        return []
    return list(works.posts_of(thread, names))


def works_of_page(page: Page, names: Names, *, anew: bool, quickly: bool = False) -> Gathered:
    """The works of a page in use, with those of its edits that need not be worked out again."""
    if page.archived or page.template or page.space.practice or not page.revision_number:
        return Gathered([])
    text = kept_text(page, page.revision_number)
    language = language_of(text) or page.language
    state = words_of(page, text)
    sections = list(works.sections_of(page, state, text, names, language))
    if quickly:
        edits = list(works.edits_of(page, names, language, quickly=True))
        return Gathered([*edits, *sections])
    edits, spared = _edits(page, state, text, names, language, anew)
    return Gathered([*edits, *sections], spared)


def _edits(
    page: Page, state: Words, text: str, names: Names, language: str, anew: bool
) -> tuple[list[Made], frozenset[Key]]:
    before, upto = _edits_kept(page), gathered_upto(page)
    fresh = session().get(Authorship, page.id)
    step = page.revision_number - upto
    if anew or not upto or step not in {0, 1} or fresh is None or before is None:
        return list(works.edits_of(page, names, language)), frozenset()
    made = list(works.last_edit_of(page, state, text, names, language))
    last = {each.key for each in made} | {(WorkKind.EDIT.value, page.revision_number, 0)}
    return made, frozenset(before - last)


def _edits_kept(page: Page) -> set[Key] | None:
    """The edits that are kept; None where they stand under another title or in another space."""
    rows = session().execute(
        select(Work.number, Work.title, Work.space_id).where(
            Work.page_id == page.id, Work.kind == WorkKind.EDIT.value
        )
    )
    kept = rows.all()
    if any(row.title != page.title or row.space_id != page.space_id for row in kept):
        return None
    return {(WorkKind.EDIT.value, row.number, 0) for row in kept}


def gathered_upto(page: Page) -> int:
    """The revision up to which a page is gathered, 0 where it is not known."""
    found = select(func.min(Work.number)).where(
        Work.page_id == page.id, Work.kind == WorkKind.SECTION.value
    )
    return session().scalar(found) or 0


def known_names() -> Names:
    """Everybody by what they are called today."""
    rows = session().execute(
        select(Person.id, Person.name, Person.handle, Person.email, Person.joined_at).where(
            Person.anonymous_at.is_(None)
        )
    )
    people = [
        Called(number, name, handle, (email or "") if joined is None else "")
        for number, name, handle, email, joined in rows
    ]
    return Names(people, same_people())


def same_people() -> dict[int, int]:
    """From each account to the one that is the same person: as administrators said, and from unclaimed
    accounts that never saved anything to the one author of exactly the same name.

    An import knows a co-author by another address than the author, and so as two people.
    """
    said = people_queries.same_people()
    other = aliased(Person)
    twice = (
        select(Person.id, other.id)
        .join(other, (other.name == Person.name) & (other.id != Person.id))
        .where(
            Person.joined_at.is_(None), Person.anonymous_at.is_(None),
            ~select(Revision.id).where(Revision.author_id == Person.id).exists(),
            select(Revision.id).where(Revision.author_id == other.id).exists(),
        )
    )  # fmt: skip
    found: dict[int, set[int]] = {}
    for account, author in session().execute(twice):
        found.setdefault(account, set()).add(said.get(author, author))
    alike = {
        account: author
        for account, authors in found.items()
        if account not in said and len(authors) == 1 and (author := min(authors)) != account
    }
    return alike | {account: alike.get(kept, kept) for account, kept in said.items()}


def _tell_index(entries: Sequence[Entry], gone: Sequence[int]) -> None:
    try:
        indexing.write(entries, gone)
    except IndexBroken as broken:
        log.warning("the index of works cannot be written and is rebuilt", reason=str(broken))
        with transaction():
            enqueue(task_named(REBUILD))
        return
    with transaction():
        enqueue(tidy, delay=QUIET)
