"""Measures of who meets whom say of random histories what a slow, obvious computation says."""

from __future__ import annotations

from collections import defaultdict

from essp.stats.asking import Asked, Axis
from essp.stats.measures import Reading
from essp.stats.verbs import CONTRIBUTES, Did
from tests.stats.history_shapes import History
from tests.stats.slow_readings import by_key, compare_each
from tests.stats.slow_talk import counted, here, place_of


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

    compare_each({"M30": slowly})


def met(history: History, asked: Asked) -> dict[str, set[frozenset[int]]]:
    """Ties, by their key."""
    found: defaultdict[str, set[frozenset[int]]] = defaultdict(set)
    for deed in counted(history, asked, (Did.ANSWER, Did.REPLY, Did.ACCEPT)):
        if deed.to_id not in {None, deed.actor_id}:
            found[place_of(asked, deed)].add(frozenset((deed.actor_id, deed.to_id)))
    changes = counted(history, asked, (Did.CREATE_PAGE, Did.EDIT_PAGE))
    for one in changes:
        for other in changes:
            same = (one.object_id, place_of(asked, one)) == (
                other.object_id,
                place_of(asked, other),
            )
            if same and one.actor_id != other.actor_id:
                found[place_of(asked, one)].add(frozenset((one.actor_id, other.actor_id)))
    stay = {
        key: {pair for pair in pairs if all(here(history, asked, each) for each in pair)}
        for key, pairs in found.items()
    }
    return {key: pairs for key, pairs in stay.items() if pairs}


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

    compare_each({"M31": as_read})


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
