"""Measures of what people open say of random histories what a slow, obvious computation says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from essp.stats.asking import Axis
from essp.stats.models import Usage
from essp.stats.verbs import MIGRATION, Did, Opened, Thing
from tests.stats.histories import histories, persons
from tests.stats.history_shapes import CLOCK, DAY, DEPARTMENTS, PAGES, PEOPLE, SPACES, Done, moment
from tests.stats.slow_readings import by_key, compare_each, share_of

AGO = (-1, 0, 0, 0, 5, 27, 28)
DAYS = timedelta(days=1)
SHOWN, OPENED = Opened.SUGGESTED.value, Opened.SUGGESTION_OPEN.value
askers = st.sampled_from(PEOPLE[:4])
ago = st.sampled_from(AGO)


@st.composite
def composing(draw):
    """Days on which people began to ask, opened what was shown to them, and asked."""
    history = draw(histories(deeds=0, talks=0, views=0))
    usage = [
        {"day": DAY - when * DAYS, "person_id": person, "verb": verb, "kind": "", "object_id": 0,
         "department": department, "times": draw(st.integers(1, 3))}
        for when, person, verb, department in draw(
            st.sets(
                st.tuples(ago, askers, st.sampled_from([SHOWN, SHOWN, OPENED]),
                          st.sampled_from(DEPARTMENTS)),
                min_size=5, max_size=14,
            )
        )
    ]  # fmt: skip
    asks = []
    shown = sorted((row["day"], row["person_id"]) for row in usage)
    for number in range(1, 1 + draw(st.integers(1, 5))):
        day, person = draw(st.sampled_from(shown))  # mostly where it makes a difference
        when = (DAY - day).days
        asks.append(
            Done(
                moment(when, CLOCK[3]), day, person, "Grid",
                draw(st.sampled_from([Did.ASK, Did.ASK, Did.REPLY])), Thing.THREAD, number, 1,
                draw(st.sampled_from(SPACES[:4])), None,
                draw(st.sampled_from(["web", "web", "api", MIGRATION])),
                draw(st.sampled_from([False, False, False, True])),
            )
        )  # fmt: skip
    return replace(history, deeds=tuple(asks), more=((Usage, usage),))


def test_somebody_finds_it_while_asking_and_asks_no_more(session) -> None:
    def slowly(history, asked):
        rows = [
            row for row in history.rows(Usage) if asked.first <= row["day"] <= asked.day
        ]  # fmt: skip
        opened = {(row["person_id"], row["day"]) for row in rows if row["verb"] == OPENED}
        wrote = {
            (deed.actor_id, deed.day)
            for deed in history.deeds
            if deed.verb is Did.ASK and not deed.bot and deed.source != MIGRATION
        }
        began = by_key(
            (row["department"] if asked.axis is Axis.DEPARTMENT else "",
             (row["person_id"], row["day"]))
            for row in rows
            if row["verb"] == SHOWN
        )  # fmt: skip
        return {
            key: share_of(
                len((set(each) & opened) - wrote), len(set(each)), len({who for who, _ in each})
            )
            for key, each in began.items()
        }

    compare_each({"M27": slowly}, composing(), imported=False)


@st.composite
def reading(draw):
    """Pages by several people, opened by people of several departments."""
    history = draw(histories(deeds=0, talks=0, views=0))
    usage = [
        {"day": DAY - when * DAYS, "person_id": person, "verb": verb.value, "kind": kind.value,
         "object_id": page, "department": department, "times": draw(st.integers(1, 3))}
        for when, person, verb, kind, page, department in draw(
            st.sets(
                st.tuples(ago, persons, st.sampled_from([Opened.VIEW] * 3 + [Opened.DOWNLOAD]),
                          st.sampled_from([Thing.PAGE] * 3 + [Thing.THREAD]),
                          st.sampled_from([1, 1, 1, *PAGES]), st.sampled_from(["Sales", "Grid", ""])),
                min_size=5, max_size=14,
            )
        )
    ]  # fmt: skip
    pages = {number: {"created_by_id": draw(persons)} for number in PAGES}
    people = {
        number: replace(each, stays=each.stays[: number % 2], department="Grid")
        for number, each in history.people.items()
    }
    return replace(history, people=people, pages=pages, more=((Usage, usage),))


def test_pages_are_read_by_other_departments_than_the_one_that_began_them(session) -> None:
    def slowly(history, asked):
        def elsewhere(row):
            author = history.people[history.page(row["object_id"])["created_by_id"]]
            return len({row["department"], author.department_at(asked.now)} - {""}) == 2

        rows = by_key(
            (str(PAGES[row["object_id"]]) if asked.axis is Axis.SPACE else "", row)
            for row in history.rows(Usage)
            if (row["verb"], row["kind"]) == ("view", "page")
            and asked.first <= row["day"] <= asked.day
            and history.counts_at(asked, PAGES[row["object_id"]])
        )
        return {
            key: share_of(
                sum(row["times"] for row in each if elsewhere(row)),
                sum(row["times"] for row in each),
                len({row["person_id"] for row in each}),
            )
            for key, each in rows.items()
        }

    compare_each({"M53": slowly}, reading(), imported=False)
