"""What was looked for in vain: counted, told only of five people or more, and soon without names.

A row stands for one person, one question and one day. After 35 days a round takes its name and words
away; the folded words stay only where at least five people asked the same, for they name nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, distinct, func, select, update

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.expertise import finding
from essp.expertise.folding import key_of
from essp.expertise.models import Unmet, Wish
from essp.expertise.shapes import Answer, Found, Wanted
from essp.people.models import Person
from essp.search.words import FUNCTION_WORDS, words

KEPT, LATELY = timedelta(days=35), timedelta(days=30)
FEWEST = 5
CLOSE = 3  # people who work close to it
PARTS = 4  # of a question, each looked for alone


@dataclass(frozen=True)
class Demand:
    """How many colleagues looked for the same in the last 30 days, in how many departments.

    None where fewer than five did.
    """

    people: int | None = None
    departments: int | None = None


def note(actor: Person, asked: str, topics: Collection[int] = ()) -> None:
    """Note that the actor looked for this and nobody had shown it; once a day, however often."""
    key = key_of(asked)
    if not key:
        return
    today = _day(clock.now())
    known = session().scalar(
        select(Unmet).where(Unmet.key == key, Unmet.day == today, Unmet.person_id == actor.id)
    )
    if known is not None:
        known.times += 1
        return
    topic = next(iter(topics), None)
    session().add(
        Unmet(day=today, key=key, words=asked[:400], topic_id=topic, person_id=actor.id, times=1)
    )
    session().flush()
    jobs.enqueue(forget_names, delay=KEPT, day=today.date().isoformat())


def of(actor: Person, asked: str) -> Demand:
    """How many others looked for the same lately."""
    row = session().execute(
        select(
            func.count(distinct(Unmet.person_id)), func.count(distinct(Person.department))
        )
        .join(Person, Person.id == Unmet.person_id)
        .where(
            Unmet.key == key_of(asked), Unmet.key != "", Unmet.day > clock.now() - LATELY,
            Unmet.person_id != actor.id,
        )
    ).one()  # fmt: skip
    return Demand(row[0], row[1]) if row[0] >= FEWEST else Demand()


def seekers(asked: str) -> set[int]:
    """Who looked for this lately or wished to hear of it, for telling them; never to be shown."""
    key = key_of(asked)
    if not key:
        return set()
    lately = select(Unmet.person_id).where(
        Unmet.key == key, Unmet.person_id.is_not(None), Unmet.day > clock.now() - LATELY
    )
    wished = select(Wish.person_id).where(Wish.key == key, Wish.met_at.is_(None))
    rows = [*session().scalars(lately), *session().scalars(wished)]
    return {each for each in rows if each is not None}


def close_to(actor: Person, answer: Answer) -> list[Found]:
    """People who work close to what nobody has shown: on related topics, or on a part of the words."""
    parts = [topic.label("en") for topic, _count in answer.near[:PARTS]]
    telling = [each for each in words(answer.asked) if each not in FUNCTION_WORDS]
    parts += sorted(dict.fromkeys(telling), key=len, reverse=True)[:PARTS]
    found: dict[int, Found] = {}
    for part in parts[:PARTS]:
        for each in _some(actor, part):
            found.setdefault(each.person.id, each)
        if len(found) >= CLOSE:
            break
    return list(found.values())[:CLOSE]


@jobs.task("expertise.forget_names")
def forget_names(day: str) -> None:
    """Take names and words off what was looked for 35 days ago and before; how often it was stays."""
    with transaction():
        last = min(datetime.fromisoformat(day).replace(tzinfo=UTC), clock.now() - KEPT)
        old = Unmet.day <= last, Unmet.words != ""
        _drop_rare_keys(last)
        session().execute(update(Unmet).where(*old).values(words="", person_id=None))
        session().execute(
            delete(Wish).where(Wish.met_at.is_not(None), Wish.met_at < clock.now() - KEPT)
        )


def _drop_rare_keys(last: datetime) -> None:
    """The folded words of what fewer than five people asked would still tell who asked."""
    rare = (
        select(Unmet.key).group_by(Unmet.key).having(func.count(distinct(Unmet.person_id)) < FEWEST)
    )
    rows = update(Unmet).where(Unmet.day <= last, Unmet.words != "", Unmet.key.in_(rare))
    session().execute(rows.values(key="").execution_options(synchronize_session=False))


def _some(actor: Person, part: str) -> Sequence[Found]:
    found = finding.find(actor, part, Wanted(limit=CLOSE))
    # What was put right is another word, and nobody who knows that is close.
    return [] if found.meant else [each for each in found.people if each.person.id != actor.id]


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
