"""Who met whom in random histories and what hangs on it, found slowly."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from essp.discussions.models import Kind
from essp.expertise.models import FinderChoice, Knower, TopicStand
from essp.stats.asking import Asked
from essp.stats.verbs import Did
from tests.stats.history_shapes import (
    CLOCK,
    QUIET,
    STANDS_FOR,
    History,
    moment,
)  # fmt: skip
from tests.stats.slow_readings import by_key
from tests.stats.slow_talk import counted, here, place_of


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


def on_the_map(history: History, asked: Asked) -> dict[int, str]:
    """Where everybody works who is here, of those with an account; with an import all it brought."""
    return {
        number: each.department_at(asked.now)
        for number, each in history.people.items()
        if number in history.entitled(asked)
        or (asked.imported and each.joined_at is None and here(history, asked, number))
    }


def held_together(where: dict[int, str], ties, most: int) -> list[tuple[str, str]]:
    """Two departments with three ties or more that had none without so many people."""
    between = by_key(
        (tuple(sorted({where[each] for each in tie})), tie)
        for tie in ties
        if all(each in where for each in tie) and len({where[each] for each in tie}) == 2
    )
    return sorted(
        two
        for two, pairs in between.items()
        if len(pairs) >= 3
        and any(all(tie & set(some) for tie in pairs) for some in combinations(where, most))
    )


def modularity(where: dict[int, str], ties) -> float:
    """Newman's Q, as a sum over all pairs of people, everybody with themselves too."""
    degree = {each: sum(each in tie for tie in ties) for each in where}
    ends = 2 * len(ties)
    return sum(
        ((frozenset((one, other)) in ties) - degree[one] * degree[other] / ends) / ends
        for one in where
        for other in where
        if where[one] == where[other]
    )


def known_in(history: History, asked: Asked, where: dict[int, str]) -> dict[int, set[str]]:
    """In which departments somebody is known for a topic, or asked about it."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    stands = {(row["person_id"], row["topic_id"]): row["stand"] for row in history.rows(TopicStand)}
    unfound = {row["person_id"] for row in history.rows(FinderChoice)}
    for row in history.rows(Knower):
        who, topic = row["person_id"], row["topic_id"]
        stand = stands.get((who, topic), "")
        shown = stand == "shown" or (not stand and row["shown_from"] < moment(0, CLOCK[0]))
        told = row["evidence"] > 0 and shown and who not in unfound and topic != QUIET
        if told and here(history, asked, who):
            found[STANDS_FOR[topic]].add(history.people[who].department_at(asked.now))
    listed = (Kind.QUESTION, Kind.DISCUSSION)
    for talk in history.talks:
        lately = asked.since <= talk.at < asked.now and talk.merged_into_id is None
        counts = history.counts_at(asked, talk.space_id) and here(history, asked, talk.author_id)
        if lately and counts and talk.kind in {each.value for each in listed}:
            for topic in talk.about:
                found[topic].add(history.people[talk.author_id].department_at(asked.now))
    places = set(where.values())
    return {topic: each & places for topic, each in found.items() if len(each & places) > 1}
