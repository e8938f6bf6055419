"""Measures of looking for things and people say of random histories what a slow computation says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from statistics import median

from hypothesis import strategies as st

from essp.core.figures import rank
from essp.discussions.models import Kind
from essp.expertise.asking_models import Invitation, PrivateQuestion
from essp.stats.asking import Axis, day_of
from essp.stats.measures import Reading
from essp.stats.models import Searched, Usage
from essp.stats.verbs import Opened, Thing
from tests.stats.histories import histories, persons
from tests.stats.history_shapes import (
    CLOCK,
    DAY,
    DEPARTMENTS,
    OPEN,
    PEOPLE,
    SPACES,
    ZONE,
    Said,
    Talk,
    moment,
)  # fmt: skip
from tests.stats.slow_readings import by_key, compare_each, share_of

FEW = 5
ABOUT_A_MONTH = (-1, 0, 0, 1, 2, 3, 5, 8, 13, 26, 27, 27, 28, 29)
days = st.sampled_from(ABOUT_A_MONTH).map(lambda ago: DAY - timedelta(days=ago))
departments = st.sampled_from(DEPARTMENTS)


def in_window(asked, rows):
    return [row for row in rows if asked.first <= row["day"] <= asked.day]


def department_key(asked, row) -> str:
    return row["department"] if asked.axis is Axis.DEPARTMENT else ""


def people_of(rows) -> int:
    return len({row["person_id"] for row in rows})


@st.composite
def searching(draw):
    """Searches by few words, so that many look for the same."""
    history = draw(histories(deeds=0, talks=0, views=0))
    rows = []
    for _n in range(draw(st.integers(2, 16))):
        day, found = draw(days), draw(st.sampled_from([0, 0, 1, 20]))
        key = draw(st.sampled_from(["kabel", "kabel", "kabel", "meter", ""]))
        rows.append(
            {"at": moment((DAY - day).days, CLOCK[3]), "day": day, "person_id": draw(persons),
             "department": draw(departments), "key": key,
             "words": key and key + draw(st.sampled_from(["", "", "", "s", " Ede"])),
             "found": found, "chosen": draw(st.booleans()) and found > 0, "again": draw(st.booleans()),
             "topics": []}
        )  # fmt: skip
    return replace(history, more=((Searched, rows),))


def test_searches_end_in_one_of_three_ways(session) -> None:
    def part(is_one):
        def slowly(history, asked):
            rows = by_key(
                (department_key(asked, row), row)
                for row in in_window(asked, history.rows(Searched))
            )
            return {
                key: share_of(sum(map(is_one, each)), len(each), people_of(each))
                for key, each in rows.items()
            }

        return slowly

    def nothing_found(row):
        return row["found"] == 0

    def nothing_opened(row):
        return row["found"] > 0 and not row["chosen"]

    def led_nowhere(row):
        return nothing_found(row) or nothing_opened(row)

    def with_words(history, asked):
        found = part(nothing_found)(history, asked)
        vain = [row for row in in_window(asked, history.rows(Searched)) if led_nowhere(row)]
        clusters = []
        for key, rows in by_key((row["key"], row) for row in vain if row["key"]).items():
            typed = by_key((row["words"].lower(), row) for row in rows)
            told = [(people_of(each), words) for words, each in typed.items()]
            often = [each for each in told if each[0] >= FEW]
            if people_of(rows) >= FEW:
                name = max(often)[1] if often else key
                clusters.append((people_of(rows), len(rows), key, name))
        for reading in found.values():
            told = [[name, people, many] for people, many, _, name in sorted(clusters)[::-1]]
            reading.parts["vain"] = told if asked.axis is Axis.SITE else []
        return found

    def somewhere(history, asked):
        """One less what found nothing and what led nowhere (M40 and M41)."""
        vain = part(led_nowhere)(history, asked)
        return {
            key: share_of(each.n - each.parts["part"], each.n, each.people)
            for key, each in vain.items()
        }

    compare_each(
        {"M40": with_words, "M41": part(nothing_opened), "M42": part(lambda row: row["again"]),
         "M43": somewhere},
        searching(), imported=False,
    )  # fmt: skip


def question(number, space_id, author):
    """A question that was asked long ago."""
    at = moment(40, CLOCK[3])
    opening = Said(100 * number, number, 1, None, author, at)
    return Talk(number, space_id, Kind.QUESTION.value, author, at, (opening,))


@st.composite
def finding(draw):
    """Searches for people, who of them was opened, and who was asked then."""
    history = draw(histories(deeds=0, talks=0, views=0))
    asking = {
        number: question(number, draw(st.sampled_from([OPEN, OPEN, OPEN, *SPACES])),
                         draw(st.sampled_from(PEOPLE[:3])))
        for number in range(8000, 8000 + draw(st.integers(2, 4)))
    }  # fmt: skip
    sought = [
        {"day": day, "person_id": person, "verb": Opened.FIND.value, "kind": "", "object_id": 0,
         "department": department, "times": draw(st.integers(1, 4))}
        for day, person, department in draw(
            st.sets(st.tuples(days, st.sampled_from(PEOPLE[:4]), departments), min_size=1, max_size=8)
        )
    ]  # fmt: skip
    opened = [
        {"day": day, "person_id": person, "verb": Opened.FIND_OPEN.value, "kind": Thing.PERSON.value,
         "object_id": found, "department": department, "times": draw(st.integers(1, 2))}
        for day, person, found, department in draw(
            st.sets(st.tuples(days, st.sampled_from(PEOPLE[:3]), st.sampled_from(PEOPLE[3:6]),
                              departments), min_size=3, max_size=8)
        )
    ]  # fmt: skip
    around = st.builds(moment, st.sampled_from(ABOUT_A_MONTH), st.sampled_from(CLOCK))
    privately = [
        {"id": number, "uid": f"q{number}", "asker_id": draw(st.sampled_from(PEOPLE[:3])),
         "person_id": draw(st.sampled_from(PEOPLE[3:6])), "title": "T", "at": draw(around)}
        for number in range(1, 1 + draw(st.integers(0, 3)))
    ]  # fmt: skip
    invited = []
    for thread, person in draw(
        st.sets(st.tuples(st.sampled_from(list(asking)), st.sampled_from(PEOPLE[3:])), min_size=3, max_size=8)
    ):  # fmt: skip
        at = draw(around)
        silently = draw(st.sampled_from([False, False, False, True]))
        reply = "not me" if silently else draw(st.sampled_from(["", "answered", "not me"]))
        replied = at if silently else at + timedelta(hours=1)
        invited.append(
            {"uid": f"i{thread}{person}", "thread_id": thread, "person_id": person, "wave": 1, "at": at,
             "why": [], "reply": reply, "replied_at": replied if reply else None}
        )  # fmt: skip
    more = ((Usage, sought + opened), (PrivateQuestion, privately))
    more += ((Invitation, invited),)
    return replace(history, talks=tuple(asking.values()), more=more)


def brought(history, row) -> bool:
    """Whether a question was brought to somebody: not where they never heard of it, nor for practice."""
    space_id = next(each.space_id for each in history.talks if each.id == row["thread_id"])
    never_heard = row["reply"] == "not me" and row["replied_at"] == row["at"]
    return not never_heard and not history.places[space_id].practice


def test_who_is_found_is_opened_and_then_asked(session) -> None:
    def asked_by(history, asked):
        """Who asked whom when."""
        askers = {each.id: each.author_id for each in history.talks}
        for row in history.rows(PrivateQuestion):
            yield row["asker_id"], row["person_id"], row["at"]
        for row in history.rows(Invitation):
            if brought(history, row):
                yield askers[row["thread_id"]], row["person_id"], row["at"]

    def slowly(history, asked):
        rows = by_key(
            (department_key(asked, row), row) for row in in_window(asked, history.rows(Usage))
        )
        contacts = [each for each in asked_by(history, asked) if each[2] < asked.now]
        found = {}
        for key, each in rows.items():
            sought = [row for row in each if row["verb"] == "find"]
            led = [
                row for row in each
                if row["verb"] == "find open" and any(
                    (who, whom) == (row["person_id"], row["object_id"]) and day_of(at, ZONE) >= row["day"]
                    for who, whom, at in contacts
                )
            ]  # fmt: skip
            met = {(row["person_id"], row["day"], row["object_id"]) for row in led}
            searches = sum(row["times"] for row in sought)
            if searches:
                people = people_of([*sought, *led])
                found[key] = share_of(min(len(met), searches), searches, people)
        return found

    compare_each({"M51": slowly}, finding(), imported=False)


def test_questions_are_brought_to_people_every_week(session) -> None:
    def slowly(history, asked):
        places = {each.id: each.space_id for each in history.talks}
        many = Counter(
            row["person_id"] for row in history.rows(Invitation)
            if asked.since <= row["at"] < asked.now and brought(history, row)
            and history.counts_at(asked, places[row["thread_id"]])
        )  # fmt: skip
        weekly = [each / 4 for each in many.values()]
        if not weekly:
            return {}
        return {"": Reading(median(weekly), len(many), len(many), None, {"p90": rank(weekly, 0.9)})}

    compare_each({"M52": slowly}, finding(), imported=False)
