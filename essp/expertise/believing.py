"""What each person has shown about each topic, from work that everyone may open: weighed after facts.

A topic is weighed whole: everybody's part in it follows from the same pages and threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.jobs import task
from essp.discussions.models import Thread, ThreadTopic
from essp.expertise import deeds, explaining
from essp.expertise.about import Weights, matter_of
from essp.expertise.matter import Deed, Facts, Matter
from essp.expertise.models import Endorsement, Knower, Part, Share, Work
from essp.expertise.weighing import fading
from essp.people.models import Person
from essp.spaces.steward_models import Stewardship
from essp.topics.models import PersonTopic, Topic
from essp.topics.queries import STANDS_FOR
from essp.wiki.models import Contribution, Page
from essp.wiki.topic_models import PageTopic

BEFORE_OTHERS = timedelta(days=14)  # what is inferred from names and thanks alone
ANSWER, ENDORSEMENT, HELPFUL, CHANGE, NAME = 1.0, 0.7, 0.5, 0.2, 0.05
MOST_OF_TOPIC = 2_000
COUNTS = ("words", "share", "pages", "answers", "helpful", "edits", "endorsed", "owned", "verified",
          "declared", "evidence", "months", "first_at", "last_at")  # fmt: skip
# Who is in no space: what they may open, everyone may.
NOBODY_IN_PARTICULAR = 0


@task("expertise.weigh_topic", batch=True)
def weigh_topic(wanted: list[dict[str, Any]]) -> None:
    """Weigh topics anew. Arguments: ids of topics, by any name, empty ones among them."""
    _weigh(number for each in wanted for number in each.values() if number)


@task("expertise.weigh_page", batch=True)
def weigh_page(wanted: list[dict[str, Any]]) -> None:
    """Weigh the topics that pages carry, those their first authors were known for, and those that
    somebody was vouched for with them. Arguments: page_id, which may be empty."""
    pages = [each["page_id"] for each in wanted if each["page_id"]]
    carried = select(PageTopic.topic_id).where(PageTopic.page_id.in_(pages))
    authors = select(Contribution.person_id).where(
        Contribution.page_id.in_(pages), Contribution.rank == 1
    )
    known = select(Knower.topic_id).where(Knower.person_id.in_(authors), Knower.pages > 0)
    vouched = select(Endorsement.topic_id).where(
        Endorsement.page_id.in_(pages), Endorsement.ended_at.is_(None)
    )
    _weigh(number for some in (carried, known, vouched) for number in session().scalars(some))


@task("expertise.weigh_thread", batch=True)
def weigh_thread(wanted: list[dict[str, Any]]) -> None:
    """Weigh the topics of threads. Arguments: ids of threads, by any name."""
    threads = [number for each in wanted for number in each.values()]
    carried = select(ThreadTopic.topic_id).where(ThreadTopic.thread_id.in_(threads))
    _weigh(session().scalars(carried).all())


@task("expertise.weigh_person", batch=True)
def weigh_person(wanted: list[dict[str, Any]]) -> None:
    """Weigh the topics that people list or are known for. Arguments: person_id."""
    people = [each["person_id"] for each in wanted]
    listed = select(PersonTopic.topic_id).where(PersonTopic.person_id.in_(people))
    known = select(Knower.topic_id).where(Knower.person_id.in_(people))
    _weigh([*session().scalars(listed), *session().scalars(known)])


@task("expertise.weigh_owned", batch=True)
def weigh_owned(wanted: list[dict[str, Any]]) -> None:
    """Weigh the topics of pages whose owner came or went. Arguments: stewardship_id."""
    those = select(Stewardship.page_id).where(
        Stewardship.id.in_([each["stewardship_id"] for each in wanted])
    )
    weigh_page.run([{"page_id": number} for number in session().scalars(those).all()])


@task("expertise.weigh_space", batch=True)
def weigh_space(wanted: list[dict[str, Any]]) -> None:
    """Weigh the topics of all that stands in spaces that were opened or closed. Arguments: space_id."""
    spaces = [each["space_id"] for each in wanted]
    pages = select(PageTopic.topic_id).join(Page, Page.id == PageTopic.page_id)
    threads = select(ThreadTopic.topic_id).join(Thread, Thread.id == ThreadTopic.thread_id)
    _weigh(
        [
            *session().scalars(pages.where(Page.space_id.in_(spaces)).distinct()),
            *session().scalars(threads.where(Thread.space_id.in_(spaces)).distinct()),
        ]
    )


def weigh_all() -> int:
    """Weigh every topic anew; how many there are."""
    every = session().scalars(select(Topic.id)).all()
    _weigh(every)
    return len(every)


def _weigh(topics: Iterable[int]) -> None:
    asked = set(topics)
    meant = select(Topic.id, STANDS_FOR).where(Topic.id.in_(asked))
    rows = session().execute(meant).all()
    for target in sorted({row[1] for row in rows}):
        weighed = knowers(target)
        with transaction():
            _keep(target, weighed)
    merged = [row[0] for row in rows if row[0] != row[1]]
    if merged:
        with transaction():
            session().execute(delete(Knower).where(Knower.topic_id.in_(merged)))


def knowers(topic_id: int) -> dict[int, dict[str, Any]]:
    """What everybody has shown about a topic, as the columns of `Knower`, by id of the person.

    `inferred` says that it follows from names and thanks alone.
    """
    ids = frozenset(session().scalars(select(Topic.id).where(STANDS_FOR == topic_id)))
    everyone = Person(id=NOBODY_IN_PARTICULAR)
    matter = matter_of(everyone, Weights(), ids, MOST_OF_TOPIC)
    facts = deeds.facts_on(everyone, matter)
    for person in (named := _named(matter)):
        facts[person]  # who is only named has a part too
    explaining.add_changes(matter, facts)
    months, begun = explaining.months_of(matter, facts), _first(matter)
    return {
        person: _columns(each, months.get(person, ()), begun.get(person), named.get(person, 0))
        for person, each in facts.items()
    }


def _columns(
    facts: Facts, months: Sequence[int], first: datetime | None, named: int
) -> dict[str, Any]:
    confirmed = evidence_of(facts)
    return {
        "words": facts.words, "share": round(facts.share, 4), "pages": len(facts.wrote),
        "answers": len(facts.accepted), "helpful": sum(each.amount for each in facts.helpful),
        "edits": sum(each.amount for each in facts.became), "endorsed": len(facts.endorsed),
        "owned": len(facts.owns), "verified": len(facts.verified),
        "declared": bool(facts.declared), "evidence": round(confirmed + NAME * named, 4),
        "months": list(months), "first_at": first or facts.last_at, "last_at": facts.last_at,
        "inferred": bool(named) and not facts.shown and not facts.declared,
    }  # fmt: skip


def evidence_of(facts: Facts) -> float:
    """What somebody has shown, each thing faded by its age, and their share of the words that stand."""
    kinds: Sequence[tuple[float, Sequence[Deed]]] = (
        (ANSWER, facts.accepted), (ENDORSEMENT, facts.endorsed), (ENDORSEMENT, facts.owns),
        (ENDORSEMENT, facts.verified), (ENDORSEMENT, facts.became), (CHANGE, facts.reviewed),
        (CHANGE, facts.changed), (CHANGE / 2, facts.answered),
    )  # fmt: skip
    faded = sum(worth * fading(deed.at) for worth, some in kinds for deed in some)
    helped = sum(HELPFUL * deed.amount * fading(deed.at) for deed in facts.helpful)
    return faded + helped + facts.share


def _named(matter: Matter) -> dict[int, int]:
    """How often each is named or thanked on these pages."""
    rows = session().execute(
        select(Share.person_id, func.count())
        .join(Work, Work.id == Share.work_id)
        .where(Work.page_id.in_(matter.pages), Share.part != Part.WROTE.value)
        .group_by(Share.person_id)
    )
    return {person: count for person, count in rows if count}


def _first(matter: Matter) -> dict[int, datetime]:
    rows = session().execute(
        select(Share.person_id, func.min(Work.at))
        .join(Work, Work.id == Share.work_id)
        .where(
            or_(Work.page_id.in_(matter.pages), Work.thread_id.in_(matter.threads)),
            Share.part == Part.WROTE.value,
        )
        .group_by(Share.person_id)
    )
    return {row[0]: row[1] for row in rows}


def _keep(topic_id: int, weighed: Mapping[int, Mapping[str, Any]]) -> None:
    """Bring the rows of a topic in step. What somebody sees first others see later, once for all."""
    now = clock.now()
    kept = {row.person_id: row for row in _rows(topic_id)}
    for person, row in kept.items():
        if person not in weighed:
            session().delete(row)
    for person, told in weighed.items():
        row = kept.get(person) or _begun(person, topic_id)
        for name in COUNTS:
            setattr(row, name, told[name])
        if not told["inferred"]:
            row.shown_from = min(row.shown_from, now)
    session().flush()


def _begun(person: int, topic_id: int) -> Knower:
    now = clock.now()
    row = Knower(person_id=person, topic_id=topic_id, since=now, shown_from=now + BEFORE_OTHERS)
    session().add(row)
    return row


def _rows(topic_id: int) -> Iterator[Knower]:
    yield from session().scalars(select(Knower).where(Knower.topic_id == topic_id)).all()
