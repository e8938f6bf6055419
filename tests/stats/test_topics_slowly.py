"""Demand, supply and what hangs on one person say of random histories what a slow computation says."""

from __future__ import annotations

import math
from collections import Counter
from datetime import timedelta

from essp.stats.asking import Axis
from essp.stats.measures import Reading
from essp.stats.verbs import Did
from essp.wiki.read_models import PageRead
from tests.stats.slow_knowledge import (
    asked_about,
    customers,
    gave_to,
    known,
    pages_about,
    sole_answers,
    sought,
    was_active,
)  # fmt: skip
from tests.stats.slow_readings import by_key, compare_each
from tests.stats.slow_talk import counted, place_of
from tests.stats.topic_histories import knowing

FEW = 5
MADE = (Did.ASK, Did.ANSWER, Did.REPLY, Did.COMMENT, Did.POST, Did.CREATE_PAGE, Did.EDIT_PAGE,
        Did.PROPOSE)  # fmt: skip


class Topics:
    """Demand and supply of every topic of which anything is known, for one question."""

    def __init__(self, history, asked) -> None:
        self.asked_by, self.sought_by = asked_about(history, asked), sought(history, asked)
        self.customers, self.known = customers(history, asked), known(history, asked)
        self.all = {*self.asked_by, *self.sought_by, *self.customers, *self.known}
        ratios = sorted(
            self.demand(each) / self.supply(each)
            for each in self.all
            if self.demand(each) and self.supply(each)
        )
        self.usual = middle_of(ratios) or 1.0
        self.lines = [
            middle_of(sorted(filter(None, map(each, self.all)))) or 1.0
            for each in (self.demand, self.supply)
        ]

    def seen(self, topic) -> set[int]:
        return self.asked_by.get(topic, set()) | self.sought_by.get(topic, set())

    def demand(self, topic) -> float:
        sought_by = len(self.sought_by.get(topic, ()))
        asked_by = len(self.asked_by.get(topic, ()))
        return asked_by + 0.5 * sought_by + 0.1 * self.customers.get(topic, 0)

    def supply(self, topic) -> float:
        return sum(min(1.0, each) for each in self.known.get(topic, {}).values())

    def gap(self, topic) -> float:
        return math.log2((self.demand(topic) + 1) / (self.usual * self.supply(topic) + 1))

    def quadrant(self, topic) -> str:
        much_asked = self.demand(topic) >= self.lines[0]
        much_known = self.supply(topic) >= self.lines[1]
        return {(True, False): "gap", (True, True): "asset", (False, True): "hidden"}.get(
            (much_asked, much_known), "watch"
        )


def middle_of(ordered):
    if not ordered:
        return None
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def demand(history, asked):
    topics = Topics(history, asked)
    return {
        str(each): Reading(
            topics.demand(each), len(topics.seen(each)), len(topics.seen(each)), None,
            {"askers": len(topics.asked_by.get(each, ())),
             "searchers": len(topics.sought_by.get(each, ())),
             "customers": topics.customers.get(each, 0)},
        )
        for each in topics.all
    }  # fmt: skip


def supply(history, asked):
    topics = Topics(history, asked)
    found = {}
    for each in topics.all:
        many = len(topics.known.get(each, ()))
        found[str(each)] = Reading(topics.supply(each), many, 0, None, {"people": many})
    return found


def gap(history, asked):
    topics = Topics(history, asked)
    return {
        str(each): Reading(
            topics.gap(each), len(topics.seen(each)), len(topics.seen(each)), None,
            {"demand": topics.demand(each), "supply": round(topics.supply(each), 6),
             "quadrant": topics.quadrant(each)},
        )
        for each in topics.all
    }  # fmt: skip


def lacking(history, asked):
    topics = Topics(history, asked)
    if not topics.all:
        return {}
    gaps = [each for each in topics.all if topics.gap(each) > 0 and len(topics.seen(each)) >= FEW]
    people = {person for each in topics.all for person in topics.seen(each)}
    parts = {"usual": topics.usual, "lines": topics.lines}
    return {"": Reading(float(len(gaps)), len(topics.all), len(people), None, parts)}


def factor_of(amounts) -> int:
    """How many of those with most give half."""
    ordered = sorted(amounts, reverse=True)
    sums = [sum(ordered[: many + 1]) for many in range(len(ordered))]
    return next((many for many, each in enumerate(sums, 1) if 2 * each >= sum(ordered)), 0)


def drill(amounts):
    if len(amounts) < FEW:
        return {"answerers": None, "most": None, "middle": None}
    monthly = sorted(each * 30 / 90 for each in amounts)
    return {
        "answerers": len(amounts), "most": round(monthly[-1], 2),
        "middle": round(middle_of(monthly), 2),
    }  # fmt: skip


def hanging(history, asked):
    if asked.axis is Axis.TOPIC:
        gave = {str(topic): each for topic, each in gave_to(history, asked).items()}
    else:
        gave = by_key(
            (place_of(asked, deed), deed.actor_id)
            for deed in counted(history, asked, MADE)
            if history.people[deed.actor_id].joined_at
        )
    alone, found = sole_answers(history, asked), {}
    for key, who in gave.items():
        many = Counter(who)
        here = [each for person, each in many.items() if was_active(history, asked, person)]
        parts = {"active": factor_of(here), "top": max(many.values()) / len(who),
                 "drill": drill(alone.get(key, {}).values())}  # fmt: skip
        value = float(factor_of(many.values()))
        found[key] = Reading(value, len(many), len(many), None, parts)
    return found


def fragile(history, asked):
    lately = {asked.day - ago * timedelta(days=1) for ago in range(90)}
    pages, rows = pages_about(history, asked), []
    gave = gave_to(history, asked)
    for topic, who in gave.items():
        here = Counter(each for each in who if was_active(history, asked, each))
        reads = sum(
            row["reads"]
            for row in history.rows(PageRead)
            if row["page_id"] in pages.get(topic, ()) and row["day"] in lately
        )
        if reads and factor_of(here.values()) <= 1:
            rows.append([topic, factor_of(here.values()), reads])
    if not gave:
        return {}
    parts = {
        "topics": sorted(rows, key=lambda row: (-row[2], row[0])),
        "reads": sum(row[2] for row in rows),
        "drill": drill(sole_answers(history, asked).get("", {}).values()),
    }
    people = {person for who in gave.values() for person in who}
    return {"": Reading(float(len(rows)), len(gave), len(people), None, parts)}


def test_what_is_asked_and_known_of_topics_and_on_whom_it_hangs(session) -> None:
    compare_each(
        {"M44": demand, "M45": supply, "M46": gap, "D9": lacking, "M47": hanging, "D10": fragile},
        knowing(), imported=False,
    )  # fmt: skip
