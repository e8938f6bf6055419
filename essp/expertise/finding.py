"""Finding people who know: the one function behind every screen that names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import or_, select

from essp.core import clock
from essp.core.db import session
from essp.core.i18n import language
from essp.discussions.models import Thread, ThreadTopic
from essp.expertise import deeds, evidence, levels, meaning, sitting
from essp.expertise.matter import Facts, Matter, Piece
from essp.expertise.meaning import Asked
from essp.expertise.models import Stand, TopicStand
from essp.expertise.queries import Choice, choices_of, is_on
from essp.expertise.room import rooms
from essp.expertise.shapes import Answer, Facet, Found, Order, Wanted
from essp.people import spoken
from essp.people.absences import is_away
from essp.people.models import Person
from essp.search import live, searching
from essp.search.backends import IndexBroken
from essp.search.collecting import parts_of
from essp.search.filters import Filters
from essp.search.queries import access_of
from essp.search.query import parse
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.topics.models import Topic
from essp.topics.queries import ids_below
from essp.wiki.models import Page
from essp.wiki.topic_models import PageTopic

BEST = 60  # pieces of work that are looked at
ABOUT = 200  # that carry a topic which was named
ANYBODY = Wanted()


@dataclass(frozen=True)
class _Candidate:
    person: Person
    facts: Facts
    score: float


def find(actor: Person, asked: str, wanted: Wanted = ANYBODY) -> Answer:
    """Who knows about what was asked, for this reader. Never raises for what was typed."""
    if not is_on():
        return Answer(asked, off=True)
    said = meaning.read(actor, asked)
    if not said.telling:
        return Answer(said.text)
    try:
        meant, matter = _looked_up(actor, said)
    except IndexBroken:
        return Answer(said.text, topics=said.topics, people_named=said.people, degraded=True)
    answer = _answer(actor, said.text, matter, wanted)
    return replace(answer, meant=meant, topics=said.topics, people_named=said.people)


def find_about(
    actor: Person,
    *,
    page: Page | None = None,
    thread: Thread | None = None,
    topic: Topic | None = None,
    text: str = "",
    limit: int = 3,
) -> Sequence[Found]:
    """Who knows about a page, a thread, a topic or a text that the actor may read; a few people."""
    if not is_on():
        return ()
    wanted = Wanted(limit=limit)
    if topic is not None:
        ids = frozenset(ids_below(topic))
        return _answer(actor, "", _about(actor, ids, {}, {}), wanted).people
    if page is not None:
        return _answer(actor, "", _about_page(actor, page), wanted).people
    return find(actor, text or (thread.title if thread is not None else ""), wanted).people


def _about_page(actor: Person, page: Page) -> Matter:
    carried = session().scalars(select(PageTopic.topic_id).where(PageTopic.page_id == page.id))
    return _about(actor, frozenset(carried), {page.id: 3.0}, {})


def _looked_up(actor: Person, said: Asked) -> tuple[str, Matter]:
    query = parse(" ".join(said.telling))
    hits = searching.sample_of(actor, query, Filters(), BEST)
    meant = ""
    if not hits.sample and not said.ids:
        put_right = live.index().suggest(query, access_of(actor))
        if put_right is not None:
            meant = put_right.text
            hits = searching.sample_of(actor, put_right, Filters(), BEST)
    pages, threads = {}, {}
    for place, key in enumerate(hits.sample):
        kind, number = parts_of(key)
        weight = 1 / (1 + place / 10)
        if kind == "page":
            pages[number] = weight
        elif kind == "thread":
            threads[number] = weight
    return meant, _about(actor, said.ids, pages, threads)


def _about(
    actor: Person, ids: frozenset[int], pages: Mapping[int, float], threads: Mapping[int, float]
) -> Matter:
    """What the actor may open of these pages and threads, and of those about these topics."""
    on_page = select(PageTopic.page_id).where(PageTopic.topic_id.in_(ids))
    found = session().execute(
        select(Page.id, Page.title, Page.slug, Space.slug, Page.updated_at)
        .join(Page.space)
        .where(
            or_(Page.id.in_(pages), Page.id.in_(on_page)), Page.in_use(),
            Space.practice.is_(False), readable_by(actor),
        )
        .order_by(Page.words.desc(), Page.id)
        .limit(ABOUT)
    )  # fmt: skip
    in_thread = select(ThreadTopic.thread_id).where(ThreadTopic.topic_id.in_(ids))
    talk = session().execute(
        select(Thread.id, Thread.title, Thread.uid, Thread.last_at)
        .join(Thread.space)
        .where(
            or_(Thread.id.in_(threads), Thread.id.in_(in_thread)), Thread.listed(),
            Space.practice.is_(False), readable_by(actor),
        )
        .order_by(Thread.last_at.desc(), Thread.id)
        .limit(ABOUT)
    )  # fmt: skip
    return Matter(
        {row[0]: Piece(row[0], row[1], f"/s/{row[3]}/{row[2]}", pages.get(row[0], 0.5), row[4])
         for row in found},
        {row[0]: Piece(row[0], row[1], f"/t/{row[2]}", threads.get(row[0], 0.5), row[3])
         for row in talk},
        ids,
    )  # fmt: skip


def _answer(actor: Person, asked: str, matter: Matter, wanted: Wanted) -> Answer:
    facts = deeds.facts_on(actor, matter)
    people = _people(actor, facts, matter, wanted)
    choices = choices_of(facts)
    ranked = _ranked(
        [person for person in people if choices[person.id].found], facts, matter, wanted
    )
    fitting = [each for each in ranked if _fits(each.person, wanted)]
    shown = [each.person for each in fitting if each.facts.shown]
    part = fitting[wanted.start : wanted.start + wanted.limit]
    return Answer(
        asked, _explained(actor, part, matter, choices), len(shown), len(fitting) - len(shown),
        sits=sitting.by_department(shown), facets=_facets(ranked),
    )  # fmt: skip


def _people(
    actor: Person, facts: Mapping[int, Facts], matter: Matter, wanted: Wanted
) -> list[Person]:
    off = select(TopicStand.person_id).where(
        TopicStand.topic_id.in_(matter.topics),
        or_(
            TopicStand.stand == Stand.TAKEN_OFF.value,
            (TopicStand.stand == Stand.HIDDEN.value) & (TopicStand.person_id != actor.id),
        ),
    )
    gone = Person.left_at.is_not(None) if wanted.left else Person.left_at.is_(None)
    found = select(Person).where(
        Person.id.in_(facts), Person.anonymous_at.is_(None), gone, Person.id.not_in(off)
    )
    return list(session().scalars(found))


def _ranked(
    people: Sequence[Person], facts: Mapping[int, Facts], matter: Matter, wanted: Wanted
) -> list[_Candidate]:
    ranked = [_Candidate(each, facts[each.id], _score(facts[each.id])) for each in people]
    if wanted.days:
        since = clock.now() - timedelta(days=wanted.days)
        ranked = [each for each in ranked if (each.facts.last_at or since) > since]
    ranked.sort(key=lambda each: (-each.score, is_away(each.person), each.person.sort_key))
    if wanted.order is Order.RECENT:
        ranked.sort(key=_latest, reverse=True)
    elif wanted.order is Order.TIME:
        ranked.sort(key=lambda each: is_away(each.person))
    return ranked


def _latest(each: _Candidate) -> float:
    last = each.facts.last_at
    return last.timestamp() if last is not None else 0.0


def _score(facts: Facts) -> float:
    words = sum(deed.amount * deed.piece.weight for deed in facts.wrote)
    talk = sum(deed.piece.weight for deed in facts.answered)
    share = words / facts.total if facts.total else 0.0
    return share + 0.02 * talk + 0.15 * levels.confirmations(facts) + 0.001 * bool(facts.declared)


def _fits(person: Person, wanted: Wanted) -> bool:
    languages = {spoken.meant(each) for each in person.speaks or ()}
    return (
        (not wanted.department or person.department == wanted.department)
        and (not wanted.location or person.location == wanted.location)
        and (not wanted.language or spoken.meant(wanted.language) in languages)
    )


def _facets(ranked: Sequence[_Candidate]) -> dict[str, Sequence[Facet]]:
    people = [each.person for each in ranked]
    return {
        "department": sitting.by_department(people),
        "location": sitting.by_place(people),
        "language": sitting.by_language(people, language()),
    }


def _explained(
    actor: Person, part: Sequence[_Candidate], matter: Matter, choices: Mapping[int, Choice]
) -> list[Found]:
    deeds.add_changes(
        matter, [each.person.id for each in part], {c.person.id: c.facts for c in part}
    )
    room = rooms(actor, [each.person for each in part], choices)
    return [
        Found(
            each.person, levels.level_of(each.facts), evidence.lines_of(each.facts),
            evidence.figures_of(each.facts), room[each.person.id], each.facts.last_at,
        )
        for each in part
    ]  # fmt: skip
