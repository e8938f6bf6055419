"""Rows of pieces of work, brought in step with what was worked out: kept where they are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, insert, select, update

from essp.core.db import session
from essp.expertise.indexing import Entry
from essp.expertise.models import Part, Share, Work, WorkKind
from essp.expertise.works import Key, Made, made_together
from essp.wiki.models import Revision

FEW = 8  # words by which what is told from memory may differ
Shares = Mapping[tuple[int, str], int]
_KINDS: Mapping[WorkKind, Literal["edit", "section", "post"]] = {
    WorkKind.EDIT: "edit", WorkKind.SECTION: "section", WorkKind.POST: "post",
}  # fmt: skip


class Home:
    """Where works stand: a page or a thread in a space."""

    def __init__(self, space_id: int, *, page_id: int | None = None, thread_id: int | None = None):
        self.space_id, self.page_id, self.thread_id = space_id, page_id, thread_id

    @property
    def here(self) -> ColumnElement[bool]:
        """The condition of its works."""
        if self.page_id is not None:
            return Work.page_id == self.page_id
        return Work.thread_id == self.thread_id

    def columns(self, made: Made, number: int) -> dict[str, Any]:
        """A work of this home as the table keeps it; `number` is its number there."""
        post = made.kind is WorkKind.POST
        return {
            "kind": made.kind.value, "space_id": self.space_id, "page_id": self.page_id,
            "thread_id": self.thread_id, "post_id": made.number if post else None,
            "number": 0 if post else number, "place": made.place, "title": made.title,
            "at": made.at, "words": made.words, "bulk": made.bulk,
        }  # fmt: skip


def key_of(work: Any) -> Key:
    """What tells a kept work from others of its page or thread, as `Made.key`."""
    number = work.post_id or 0 if work.kind == WorkKind.POST.value else work.number
    return work.kind, 0 if work.kind == WorkKind.SECTION.value else number, work.place


def kept_at(home: Home) -> dict[Key, Any]:
    """The works of a page or a thread that are kept, by key."""
    rows = session().execute(select(*Work.__table__.c).where(home.here))
    return {key_of(row): row for row in rows}


def store(
    home: Home, wanted: Iterable[Made], spared: Collection[Key] = (), mark: int = 0
) -> Stored:
    """Keep these works of a page or thread and no others but those spared.

    New sections are given `mark` for their number. Part of a transaction.
    """
    made = {each.key: each for each in wanted}
    kept = kept_at(home)
    gone = [row.id for key, row in kept.items() if key not in made and key not in spared]
    if gone:
        session().execute(delete(Share).where(Share.work_id.in_(gone)))
        session().execute(delete(Work).where(Work.id.in_(gone)))
    ids = _added(home, [each for key, each in made.items() if key not in kept], mark)
    for key, each in made.items():
        if key in kept:
            ids[key] = kept[key].id
            _corrected(home, kept[key], each)
    _share(made, ids, {ids[key] for key in made if key in kept})
    return Stored({ids[key]: each for key, each in made.items()}, gone)


class Stored:
    """What was kept: works by id, and the ids of those that are gone."""

    def __init__(self, made: Mapping[int, Made], gone: Sequence[int]) -> None:
        self.made, self.gone = made, gone


def _added(home: Home, made: Sequence[Made], mark: int) -> dict[Key, int]:
    if not made:
        return {}
    rows = [
        home.columns(each, mark if each.kind is WorkKind.SECTION else each.number) for each in made
    ]
    new = session().scalars(insert(Work).returning(Work.id, sort_by_parameter_order=True), rows)
    return {each.key: number for each, number in zip(made, new, strict=True)}


def _corrected(home: Home, row: Any, made: Made) -> None:
    wanted = home.columns(made, row.number)
    if made.kind is WorkKind.EDIT and abs(made.words - row.words) < FEW:
        wanted.pop("words")
    wrong = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if wrong:
        session().execute(update(Work).where(Work.id == row.id).values(**wrong))


def _share(made: Mapping[Key, Made], ids: Mapping[Key, int], old: Collection[int]) -> None:
    kept = shares_of(old)
    wanted = {ids[key]: each.shares for key, each in made.items()}
    by_id = {ids[key]: each for key, each in made.items()}
    wrong = [
        work
        for work in old
        if kept.get(work, {}) != dict(wanted[work])
        and not near_enough(by_id[work], kept.get(work, {}))
    ]
    if wrong:
        session().execute(delete(Share).where(Share.work_id.in_(wrong)))
    fresh = set(wrong) | (wanted.keys() - set(old))
    rows = [
        {"work_id": work, "person_id": person, "part": part, "words": words}
        for work in sorted(fresh)
        for (person, part), words in wanted[work].items()
    ]
    if rows:
        session().execute(insert(Share), rows)


def near_enough(made: Made, shares: Shares) -> bool:
    """Whether an edit is kept with the same people and all but the same words: some came back since."""
    return (
        made.kind is WorkKind.EDIT
        and made.shares.keys() == shares.keys()
        and all(abs(count - shares[each]) < FEW for each, count in made.shares.items())
    )


def shares_of(works: Collection[int]) -> dict[int, dict[tuple[int, str], int]]:
    """By work the words of each person and part."""
    found: dict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    rows = session().execute(
        select(Share.work_id, Share.person_id, Share.part, Share.words).where(
            Share.work_id.in_(works)
        )
    )
    for work, person, part, words in rows:
        found[work][person, part] = words
    return found


def mark_gathered(pages: Mapping[int, int]) -> None:
    """Note up to which revision the works of pages are in the index too."""
    for page, number in pages.items():
        session().execute(
            update(Work)
            .where(Work.page_id == page, Work.kind == WorkKind.SECTION.value)
            .values(number=number)
        )


def tell_others(page_id: int, upto: int) -> None:
    """Let edits made at one moment with later ones of this page know how many pages those were."""
    here = select(Revision.author_id, Revision.at).where(
        Revision.page_id == page_id, Revision.number > upto
    )
    moments = {(author, at) for author, at in session().execute(here)}
    for (author, at), pages in made_together(moments).items():
        if pages < 2:
            continue
        those = select(Revision.page_id).where(Revision.author_id == author, Revision.at == at)
        session().execute(
            update(Work)
            .where(
                Work.page_id.in_(those), Work.kind == WorkKind.EDIT.value, Work.at == at,
                Work.bulk < pages,
                select(Revision.id)
                .where(
                    Revision.page_id == Work.page_id, Revision.number == Work.number,
                    Revision.author_id == author,
                )
                .exists(),
            )
            .values(bulk=pages)
        )  # fmt: skip


def entries_of(space_id: int, works: Mapping[int, Made]) -> Iterator[Entry]:
    """What the index is told of these works."""
    for work, made in works.items():
        common = {"work_id": work, "space_id": space_id, "title": made.where,
                  "language": made.language}  # fmt: skip
        yield Entry(kind=_KINDS[made.kind], text=made.text, **common)  # type: ignore[arg-type]
        for person, text in made.around.items():
            kind = "thanked" if (person, Part.THANKED.value) in made.shares else "named"
            yield Entry(kind=kind, text=text, person_id=person, **common)  # type: ignore[arg-type]
