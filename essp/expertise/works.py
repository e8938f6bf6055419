"""The pieces of work that a page or a thread is made of, worked out from what is kept of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate

from sqlalchemy import func, select, true

from essp.core.db import session
from essp.core.text.authorship import NOBODY
from essp.core.text.authorship import Authorship as Words
from essp.core.text.tokens import line_words
from essp.discussions.models import Kind, Post, Thread
from essp.expertise.cutting import sections_in
from essp.expertise.models import Part, WorkKind
from essp.expertise.naming import Names
from essp.expertise.remembering import remembered
from essp.search.languages import language_of
from essp.search.words import words as telling_words
from essp.wiki.models import HiddenRevision, Page, Revision, RevisionCredit
from essp.wiki.replaying import replayed

LONGEST_TITLE = 255
Key = tuple[str, int, int]  # kind, number or post, place
Moment = tuple[int, datetime]


@dataclass(frozen=True)
class Made:
    """A piece of work: what is kept of it, and its words for the index.

    `shares` counts words by person and part; `around` holds the words around each who is named or
    thanked. `where` is its title for the index, with all headings above.
    """

    kind: WorkKind
    number: int
    place: int
    title: str
    where: str
    at: datetime
    words: int
    text: str
    bulk: int = 1
    shares: Mapping[tuple[int, str], int] = field(default_factory=dict)
    around: Mapping[int, str] = field(default_factory=dict)
    language: str = ""

    @property
    def key(self) -> Key:
        """What tells it from the other works of its page or thread."""
        return self.kind.value, self.number, self.place


@dataclass(frozen=True)
class Change:
    """A revision as far as its work needs it."""

    at: datetime
    author: int
    reason: str
    co_authors: Sequence[int] = ()
    proposers: Sequence[int] = ()


def edits_of(page: Page, names: Names, language: str, *, quickly: bool = False) -> Iterator[Made]:
    """Every change that newly wrote something, worked out from the first revision on.

    Quickly it is told from what is remembered where that is about right.
    """
    added = remembered(page) if quickly else None
    if added is None:
        added = {}
        for written, state in replayed(page):
            added[written.number] = newly(state, written.text, written.number)
    yield from _edits(page, added, names, language)


def last_edit_of(
    page: Page, state: Words, text: str, names: Names, language: str
) -> Iterator[Made]:
    """The change that is the page's present revision, told from the words that stand."""
    number = page.revision_number
    yield from _edits(page, {number: newly(state, text, number)}, names, language)


def newly(state: Words, text: str, number: int) -> dict[int, list[str]]:
    """The words that a revision newly wrote, by who wrote them."""
    every = (word for line in text.split("\n") for word in line_words(line))
    found: dict[int, list[str]] = defaultdict(list)
    for word, credit in zip(every, state.credits, strict=True):
        if credit.revision == number and credit.author != NOBODY:
            found[credit.author].append(word)
    return found


def _edits(
    page: Page, added: Mapping[int, Mapping[int, list[str]]], names: Names, language: str
) -> Iterator[Made]:
    wanted = [number for number, words in added.items() if words]
    changes = _changes(page, wanted)
    moments = {(each.author, each.at) for each in changes.values()}
    together = made_together(moments)
    for number in wanted:
        change = changes.get(number)
        if change is None:
            continue
        shares = _shares_of_edit(change, added[number], names)
        text = " ".join(word for words in added[number].values() for word in words)
        thanked = {
            each: change.reason
            for each in names.thanked_in(change.reason)
            if (each, Part.WROTE.value) not in shares
        }
        shares.update({(each, Part.THANKED.value): 0 for each in thanked})
        if not shares:
            continue
        yield Made(
            WorkKind.EDIT, number, 0, page.title, page.title, change.at,
            sum(map(len, added[number].values())), text,
            together.get((change.author, change.at), 1), shares, thanked, language,
        )  # fmt: skip


def _shares_of_edit(
    change: Change, added: Mapping[int, list[str]], names: Names
) -> dict[tuple[int, str], int]:
    total = sum(map(len, added.values()))
    wrote: Counter[int] = Counter()
    for author, words in added.items():
        wrote[names.one(author)] += len(words)
    for other in (*change.co_authors, *change.proposers):
        wrote[names.one(other)] = max(wrote[names.one(other)], total)
    return {
        (person, Part.WROTE.value): count for person, count in wrote.items() if names.counts(person)
    }


def made_together(moments: set[Moment]) -> dict[Moment, int]:
    """How many pages each of these people changed at that very moment."""
    if not moments:
        return {}
    rows = session().execute(
        select(Revision.author_id, Revision.at, func.count())
        .where(
            Revision.author_id.in_({author for author, _at in moments}),
            Revision.at.in_({at for _author, at in moments}),
        )
        .group_by(Revision.author_id, Revision.at)
    )
    return {(author, at): count for author, at, count in rows}


def _changes(page: Page, numbers: Sequence[int]) -> dict[int, Change]:
    """Those of these revisions that are not hidden."""
    many = len(numbers) > 1
    here = Revision.page_id == page.id
    asked = here if many else here & Revision.number.in_(numbers)
    hidden = select(HiddenRevision.revision_id)
    rows = session().execute(
        select(
            Revision.id, Revision.number, Revision.at, Revision.author_id, Revision.written_summary
        ).where(asked, Revision.id.not_in(hidden))
    )
    kept = rows.all()
    credits = session().execute(
        select(RevisionCredit.revision_id, RevisionCredit.person_id, RevisionCredit.proposed)
        .join(Revision, Revision.id == RevisionCredit.revision_id)
        .where(asked)
    )
    others: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for revision, person, proposed in credits:
        others[revision, proposed].append(person)
    return {
        number: Change(at, author, reason, others[revision, False], others[revision, True])
        for revision, number, at, author, reason in kept
    }


def sections_of(page: Page, state: Words, text: str, names: Names, language: str) -> Iterator[Made]:
    """The sections of a page as it stands, each with who wrote its words and who is named in it."""
    lines = text.split("\n")
    starts = [0, *accumulate(state.line_words)]
    dates = _dates(page, state)
    for cut in sections_in(text):
        credits = state.credits[starts[cut.first] : starts[cut.end]]
        words: Counter[int] = Counter(
            names.one(credit.author) for credit in credits if credit.author != NOBODY
        )
        if not words:
            continue
        body = "\n".join(lines[cut.first : cut.end])
        around = {
            person: passages
            for person, passages in names.passages_naming(body).items()
            if person not in words
        }
        shares = {
            (person, Part.WROTE.value): count
            for person, count in words.items()
            if names.counts(person)
        } | {(person, Part.NAMED.value): 0 for person in around}
        title = cut.headings[-1] if cut.headings else page.title
        yield Made(
            WorkKind.SECTION, 0, cut.place, title[:LONGEST_TITLE], cut.title(page.title),
            max((dates[each.revision] for each in credits if each.revision in dates),
                default=page.updated_at),
            len(credits), body, 1, shares, around, language,
        )  # fmt: skip


def _dates(page: Page, state: Words) -> dict[int, datetime]:
    standing = {credit.revision for credit in state.credits}
    rows = session().execute(
        select(Revision.number, Revision.at).where(
            Revision.page_id == page.id, Revision.number.in_(standing)
        )
    )
    return {row[0]: row[1] for row in rows}


def posts_of(thread: Thread, names: Names) -> Iterator[Made]:
    """The posts of a thread that are in sight; `number` is the id of each. Who asks does not know."""
    asks = thread.kind == Kind.QUESTION.value
    rows = session().execute(
        select(Post.id, Post.author_id, Post.at, Post.plain)
        .where(
            Post.thread_id == thread.id,
            Post.gone == "",
            Post.parent_id.is_not(None) if asks else true(),
        )
        .order_by(Post.id)
    )
    for post, author, at, plain in rows:
        person = names.one(author)
        count = len(telling_words(plain))
        if not count or not names.counts(person):
            continue
        yield Made(
            WorkKind.POST, post, 0, thread.title, thread.title, at, count, plain,
            1, {(person, Part.WROTE.value): count}, {}, language_of(plain) or thread.language,
        )  # fmt: skip
