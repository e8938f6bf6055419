"""Measures of who meets whom say of random histories what a slow, obvious computation says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from essp.discussions.models import Kind
from essp.stats.asking import Axis
from essp.stats.measures import Reading
from essp.stats.verbs import CONTRIBUTES, Did
from tests.stats.history_shapes import (
    PEOPLE,
    History,
)  # fmt: skip
from tests.stats.many_questions import many_questions
from tests.stats.meetings import meeting
from tests.stats.slow_readings import by_key, compare_each, share_of
from tests.stats.slow_talk import begun, counted, here, place_of
from tests.stats.slow_ties import met


def test_a_pair_writes_both_ways_when_each_replied_to_the_other(session) -> None:
    def slowly(history, asked):
        spoke = by_key(
            (place_of(asked, deed), (deed.actor_id, deed.to_id))
            for deed in counted(history, asked, (Did.ANSWER, Did.REPLY))
            if deed.to_id not in {None, deed.actor_id}
            and here(history, asked, deed.actor_id) and here(history, asked, deed.to_id)
        )  # fmt: skip
        found = {}
        for key, pairs in spoke.items():
            every = {frozenset(pair) for pair in pairs}
            both = {frozenset(pair) for pair in pairs if pair[::-1] in pairs}
            people = {person for pair in pairs for person in pair}
            found[key] = Reading(len(both) / len(every), len(every), len(people), None,
                                 {"part": len(both)})  # fmt: skip
        return found

    compare_each({"M30": slowly}, meeting())


def test_ties_across_departments_are_set_against_chance(session) -> None:
    def slowly(history, asked):
        found = {}
        for key, pairs in met(history, asked).items():
            where = {
                person: history.people[person].department_at(asked.now)
                for pair in pairs for person in pair
            }  # fmt: skip
            if asked.axis is Axis.SITE:  # on the map of the site is who has an account
                allowed = history.entitled(asked) | (
                    {each for each in where if history.people[each].joined_at is None}
                    if asked.imported
                    else set()
                )
                where = {person: at for person, at in where.items() if person in allowed}
            kept = [pair for pair in pairs if all(each in where for each in pair)]
            people = {person for pair in pairs for person in pair}
            if not kept:
                found[key] = Reading(None, 0, len(people), None, {"across": 0})
                continue
            ends = [where[person] for pair in kept for person in pair]
            chance = 1 - sum((ends.count(name) / len(ends)) ** 2 for name in set(ends))
            out = sum(len({where[person] for person in pair}) == 2 for pair in kept)
            value = out / len(kept) / chance if chance > 1e-9 else None
            found[key] = Reading(value, len(kept), len(people), None, {"across": out})
        if asked.axis is Axis.SITE:
            found.setdefault("", Reading(None, 0, 0))
        return found

    def as_read(history, asked):
        everything = slowly(history, asked)
        return {key: each for key, each in everything.items() if each.n}

    compare_each({"M31": as_read}, meeting())


def test_nobody_replied_to_some_who_contributed(session) -> None:
    def slowly(history, asked):
        def key_of_deed(deed):
            return deed.department if asked.axis is Axis.DEPARTMENT else place_of(asked, deed)

        wrote = by_key(
            (key_of_deed(deed), deed.actor_id)
            for deed in counted(history, asked, CONTRIBUTES)
            if here(history, asked, deed.actor_id)
        )
        heard = {
            (place_of(asked, deed), deed.to_id)
            for deed in counted(history, asked, (Did.ANSWER, Did.REPLY, Did.ACCEPT))
            if deed.to_id not in {None, deed.actor_id}
        }
        found = {}
        for key, people in wrote.items():
            place = key if asked.axis is Axis.SPACE else ""
            alone = {person for person in people if (place, person) not in heard}
            everybody = len(set(people))
            found[key] = Reading(float(len(alone)), everybody, everybody)
        return found

    compare_each({"M33": slowly})


def grade(history: History, person: int) -> int | None:
    """How many managers stand above somebody; None of whom no line leads to the top."""
    above, seen = history.people[person].above, [person]
    if above is None:
        leads = any(each.above == person for each in history.people.values())
        return 0 if leads else None
    while above is not None and above not in seen:
        seen.append(above)
        above = history.people[above].above
    return None if above is not None else len(seen) - 1


@st.composite
def graded(draw):
    """Colleagues with managers, of whom some stand above each other in a circle."""
    history = draw(many_questions(views=0))
    people = {}
    for number, each in history.people.items():
        before = [other for other in PEOPLE if other < number]
        above = draw(st.sampled_from([None, *before, *before, *set(PEOPLE) - {number}]))
        people[number] = replace(each, above=above)
    return replace(history, people=people)


def test_conversations_are_between_grades_where_these_are_known(session) -> None:
    def slowly(history, asked):
        kinds = (Kind.QUESTION, Kind.DISCUSSION)
        talks: dict[str, list] = {}
        for key, talk in begun(history, asked, asked.now, asked.since, kinds):
            taking_part = {post.author_id for post in talk.posts if post.stands(asked)}
            grades = [grade(history, each) for each in taking_part]
            known = [each for each in grades if each is not None]
            if len(known) > 1:
                talks.setdefault(key, []).append((talk.author_id, len(set(known)) > 1))
        return {
            key: share_of(sum(both for _, both in each), len(each), len({who for who, _ in each}))
            for key, each in talks.items()
        }

    compare_each({"M32": slowly}, graded())
