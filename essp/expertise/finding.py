"""Finding people who know: the one function behind every screen that names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import takewhile

import structlog
from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.i18n import language
from essp.core.jobs import enqueue, task_named
from essp.expertise import deeds, evidence, explaining, levels, meaning, near, retrieving, sitting
from essp.expertise.about import Weights, matter_of, weights_of
from essp.expertise.candidates import Candidate, candidates
from essp.expertise.gathering import REBUILD
from essp.expertise.matter import Facts, Matter
from essp.expertise.meaning import Asked
from essp.expertise.queries import choices_of, is_on, not_me_of
from essp.expertise.room import rooms, waiting_for
from essp.expertise.scoring import Ranked
from essp.expertise.shapes import Answer, Facet, Found, Level, Order, Wanted
from essp.expertise.weighing import weight_of
from essp.people import spoken
from essp.people.absences import is_away
from essp.people.models import Person
from essp.search import live
from essp.search.backends import IndexBroken
from essp.search.queries import access_of
from essp.search.query import parse
from essp.topics.models import Topic
from essp.topics.queries import ids_below
from essp.wiki.models import Page
from essp.wiki.topic_models import PageTopic

log = structlog.get_logger(__name__)

ANYBODY = Wanted()
FAINT = 0.02  # of the best, below which it is chance
LEVEL = 0.1  # of the best, within which having time decides
FEW = 3  # words; of a whole question most are only how people ask
ENOUGH_OF_FEW, ENOUGH_OF_MANY = 0.5, 0.34
UNWILLING = 0.1  # what is left of the evidence of who said that it is not theirs


@dataclass(frozen=True)
class _Looked:
    """What a question came to: what is about it, and who stands behind that by their words.

    Of what was asked their work has to speak of `enough`, 0 to 1, to show it and not only come close.
    """

    matter: Matter
    ranked: Mapping[int, Ranked] = field(default_factory=dict)
    meant: str = ""
    enough: float = 0.0


@dataclass(slots=True)
class _Weighed:
    person: Candidate
    facts: Facts
    weight: float
    level: Level = Level.DECLARED


def find(actor: Person, asked: str, wanted: Wanted = ANYBODY) -> Answer:
    """Who knows about what was asked, for this reader. Never raises for what was typed."""
    if not is_on():
        return Answer(asked, off=True)
    said = meaning.read(actor, asked)
    if not said.telling:
        return Answer(said.text)
    try:
        looked = _look(actor, said, wanted.as_typed)
    except IndexBroken as broken:
        _repair(broken)
        return Answer(said.text, topics=said.topics, people_named=said.people, degraded=True)
    answer = _answer(actor, said.text, looked, wanted)
    return replace(
        answer, meant=looked.meant, topics=said.topics, people_named=said.people,
        near=near.topics_near(actor, looked.matter) if answer.people else (),
    )  # fmt: skip


def find_about(
    actor: Person,
    *,
    page: Page | None = None,
    thread: object = None,
    topic: Topic | None = None,
    text: str = "",
    limit: int = 3,
) -> Sequence[Found]:
    """Who knows about a page, a thread, a topic or a text that the actor may read; a few people."""
    if not is_on():
        return ()
    wanted = Wanted(limit=limit)
    if topic is not None:
        matter = matter_of(actor, Weights(), frozenset(ids_below(topic)))
        return _answer(actor, "", _Looked(matter), wanted).people
    if page is not None:
        return _answer(actor, "", _Looked(_about_page(actor, page)), wanted).people
    return find(actor, text or str(getattr(thread, "title", "")), wanted).people


def _about_page(actor: Person, page: Page) -> Matter:
    carried = select(PageTopic.topic_id).where(PageTopic.page_id == page.id)
    topics = frozenset(session().scalars(carried))
    return matter_of(actor, Weights({page.id: 1.0}), topics)


def _look(actor: Person, said: Asked, as_typed: bool) -> _Looked:
    text, meant, access = " ".join(said.telling), "", access_of(actor)
    names = [word.name for topic in said.topics for word in topic.words]
    fits = retrieving.fitting(text, names, access)
    if not any(fits.values()) and not as_typed:
        put_right = live.index().suggest(parse(text), access)
        if put_right is not None:
            meant = put_right.text
            fits = retrieving.fitting(meant, names, access)
    ranked = retrieving.people_behind(fits, access)
    matter = matter_of(actor, weights_of(fits), said.ids)
    enough = 0.0 if said.ids else ENOUGH_OF_FEW if len(said.telling) <= FEW else ENOUGH_OF_MANY
    return _Looked(matter, {each.person_id: each for each in ranked}, meant, enough)


def _answer(actor: Person, asked: str, looked: _Looked, wanted: Wanted) -> Answer:
    facts = deeds.facts_on(actor, looked.matter)
    total = sum_of(facts)
    for person in looked.ranked.keys() - facts.keys():
        facts[person] = Facts(total=total)
    explaining.add_changes(looked.matter, facts)
    found = candidates(actor, facts, looked.matter.topics, left=wanted.left)
    weighed = _levelled(_weighed(actor, asked, found, facts, looked, wanted), looked)
    ranked = _ordered(actor, weighed, wanted)
    fitting = [each for each in ranked if _fits(each.person, wanted)]
    shown = [each.person for each in fitting if _shows(each, looked)]
    part = fitting[wanted.start : wanted.start + wanted.limit]
    close = bool(fitting) and all(_is_close(each, looked) for each in fitting)
    return Answer(
        asked, _explained(actor, part, looked), len(shown), len(fitting) - len(shown),
        sits=sitting.by_department(shown), facets=_facets(ranked), close=close,
    )  # fmt: skip


def sum_of(facts: Mapping[int, Facts]) -> int:
    """The words that stand on all pages that were found."""
    return max((each.total for each in facts.values()), default=0)


def _shows(each: _Weighed, looked: _Looked) -> bool:
    return each.facts.shown or each.person.id in looked.ranked


def _is_close(each: _Weighed, looked: _Looked) -> bool:
    """Whether somebody's work speaks of too little of what was asked."""
    behind = looked.ranked.get(each.person.id)
    return not each.facts.declared and behind is not None and behind.covers < looked.enough


def _weighed(
    actor: Person, asked: str, people: Sequence[Candidate], facts: Mapping[int, Facts],
    looked: _Looked, wanted: Wanted,
) -> list[_Weighed]:  # fmt: skip
    scores = {number: each.score for number, each in looked.ranked.items()}
    unwilling = not_me_of([each.id for each in people], looked.matter.topics, asked, actor)
    found = []
    for person in people:
        weight = weight_of(facts[person.id], scores.get(person.id, 0.0))
        found.append(
            _Weighed(
                person, facts[person.id], weight * (UNWILLING if person.id in unwilling else 1)
            )
        )
    best = max((each.weight for each in found), default=0.0)
    since = clock.now() - timedelta(days=wanted.days) if wanted.days else None
    return [
        each
        for each in found
        if (each.weight >= FAINT * best or each.facts.declared)
        and (since is None or (each.facts.last_at is not None and each.facts.last_at >= since))
    ]


def _levelled(found: list[_Weighed], looked: _Looked) -> list[_Weighed]:
    """The same in the order of their evidence, with the word for it."""
    found.sort(key=lambda each: (-each.weight, each.person.id))
    own = [
        levels.level_of(each.facts, shown=_shows(each, looked), close=_is_close(each, looked))
        for each in found
    ]
    words = levels.levels_along([each.weight for each in found], own)
    for each, word in zip(found, words, strict=True):
        each.level = word
    return found


def _ordered(actor: Person, found: list[_Weighed], wanted: Wanted) -> list[_Weighed]:
    waiting = waiting_for(actor, [each.person.id for each in found])
    if wanted.order is Order.RECENT:
        found.sort(key=_latest, reverse=True)
    elif wanted.order is Order.TIME:
        found.sort(key=lambda each: (is_away(each.person), waiting.get(each.person.id, 0)))
    else:
        found = _ties_by_room(found, waiting)
    return found


def _ties_by_room(found: list[_Weighed], waiting: Mapping[int, int]) -> list[_Weighed]:
    """Who comes to nearly the same stands behind while away, or while more questions wait for them."""
    busy = {each.person.id for each in found if is_away(each.person) or waiting.get(each.person.id)}
    ordered: list[_Weighed] = []
    while found:
        first = found[0]
        if first.person.id in busy:
            least = first.weight * (1 - LEVEL)
            level = takewhile(lambda each: each.weight >= least, found)  # noqa: B023
            first = next((each for each in level if each.person.id not in busy), first)
        found.remove(first)
        ordered.append(first)
    return ordered


def _latest(each: _Weighed) -> float:
    last = each.facts.last_at
    return last.timestamp() if last is not None else 0.0


def _fits(person: Candidate, wanted: Wanted) -> bool:
    return (
        (not wanted.department or person.department == wanted.department)
        and (not wanted.location or person.location == wanted.location)
        and (not wanted.language or spoken.meant(wanted.language) in person.languages)
    )


def _facets(ranked: Sequence[_Weighed]) -> dict[str, Sequence[Facet]]:
    people = [each.person for each in ranked]
    return {
        "department": sitting.by_department(people),
        "location": sitting.by_place(people),
        "language": sitting.by_language(people, language()),
    }


def _explained(actor: Person, part: Sequence[_Weighed], looked: _Looked) -> list[Found]:
    if not part:
        return []
    facts = {each.person.id: each.facts for each in part}
    rows = session().scalars(select(Person).where(Person.id.in_(facts)))
    people = {person.id: person for person in rows}
    explaining.add_own_works(actor, looked.matter, looked.ranked, facts)
    months = explaining.months_of(looked.matter, facts)
    room = rooms(actor, list(people.values()), choices_of(facts))
    return [
        Found(
            people[number], each.level, evidence.lines_of(each.facts),
            evidence.figures_of(each.facts, months.get(number, ())),
            room[number], each.facts.last_at,
        )
        for each in part
        if (number := each.person.id) in people
    ]  # fmt: skip


def _repair(broken: IndexBroken) -> None:
    log.error("the index of works cannot be read and is rebuilt", reason=str(broken))
    with transaction():
        enqueue(task_named(REBUILD))
