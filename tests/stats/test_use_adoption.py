"""Measures of adoption against slow, obvious computations over random histories."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from essp.core.figures import Span, within
from essp.stats.asking import Axis, day_of
from essp.stats.figure_models import Figure
from essp.stats.place_models import Pilot, PilotPerson
from essp.stats.verbs import CONTRIBUTES, REACTS, Use
from tests.stats.histories import histories, moments, persons
from tests.stats.history_shapes import AGO, CLOSED, OPEN, PEOPLE, ZONE
from tests.stats.history_shapes import DAY as DAY_LAST
from tests.stats.slowly import compare, deeds, entitled_by_key, presences, share

DAY = timedelta(days=1)


def test_activation_counts_who_was_ever_here(session):
    def oracle(history, asked):
        ever = {each.person_id for each in history.presences if each.day <= asked.day}
        everybody = entitled_by_key(history, asked)
        return {
            key: (share(len(people & ever), len(people)), len(people), len(people & ever))
            for key, people in everybody.items()
            if people
        }

    compare("M01", oracle, "part", imported=False)


def _reach(days):
    def oracle(history, asked):
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            here = {
                each: len({row.person_id for row in presences(history, asked, key, people, each)})
                for each in (1, 7, 28)
            }
            found[key] = (share(here[days], len(people)), len(people), here[1], here[7], here[28])
        return found

    return oracle


def test_reach_counts_who_was_here_among_those_who_may(session):
    compare("M02", _reach(28), "1", "7", "28", imported=False)
    compare("D4", _reach(7), "1", "7", "28", imported=False)


@st.composite
def counted_histories(draw):
    """Reach as it was counted on some days: (who was here that day, in four weeks up to it)."""
    history = draw(histories(deeds=0, talks=0, views=0))
    days = [DAY_LAST - timedelta(days=ago) for ago in range(-1, 40)]
    rows = [
        {"day": day, "scope": scope, "key": key, "measure": draw(st.sampled_from(["M02", "M02", "D4"])),
         "value": 0.5, "n": 9, "people": 9, "parts": {"1": min(one, month), "7": month, "28": month}}
        for scope, key in (("site", ""), ("department", "Grid"), ("space", "9001"))
        for day, (one, month) in draw(
            st.dictionaries(st.sampled_from(days), st.tuples(*[st.integers(0, 9)] * 2), max_size=25)
        ).items()
    ]  # fmt: skip
    return replace(history, more=((Figure, rows),))


def test_stickiness_is_the_mean_of_working_days_as_they_were_counted(session):
    def oracle(history, asked):
        ratios = defaultdict(list)
        for row in history.rows(Figure):
            if (row["measure"], row["scope"]) == ("M02", asked.axis.value) and asked.first <= row[
                "day"
            ] <= asked.day:
                told = ratios[row["key"]]
                if row["day"].weekday() < 5 and row["parts"]["28"]:
                    told.append(row["parts"]["1"] / row["parts"]["28"])
        return {key: (sum(x) / len(x) if x else None, len(x)) for key, x in ratios.items()}

    compare("M03", oracle, strategy=counted_histories(), imported=False)


def test_breadth_counts_who_uses_three_kinds(session):
    def oracle(history, asked):
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            kinds = defaultdict(int)
            for row in presences(history, asked, key, people, 28):
                kinds[row.person_id] |= row.kinds
            broad = [each for each in kinds.values() if sum(bool(each & use) for use in Use) >= 3]
            if kinds:
                found[key] = (len(broad) / len(kinds), len(kinds))
        return found

    compare("M04", oracle, imported=False)


def test_habit_counts_who_comes_in_three_of_four_weeks(session):
    def oracle(history, asked):
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            weeks = defaultdict(set)
            for row in presences(history, asked, key, people, 28):
                weeks[row.person_id].add((asked.day - row.day).days // 7)
            often = [each for each in weeks.values() if len(each) >= 3]
            if weeks:
                found[key] = (len(often) / len(weeks), len(weeks))
        return found

    compare("M05", oracle, imported=False)


def test_community_health_sets_four_weeks_against_a_year(session):
    def oracle(history, asked):
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            year, month = (
                {
                    each.actor_id
                    for each in deeds(history, asked, CONTRIBUTES | REACTS, days)
                    if each.actor_id in people
                    and (asked.axis is not Axis.SPACE or key == str(each.space_id))
                }
                for days in (365, 28)
            )
            if year:
                found[key] = (len(month) / len(year), len(year))
        return found

    compare("M06", oracle)


def test_the_ladder_has_everybody_on_one_step(session):
    def oracle(history, asked):
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            rows = presences(history, asked, key, people, 28)
            contribute = {row.person_id for row in rows if row.contributed}
            react = {row.person_id for row in rows if row.reacted} - contribute
            read = {row.person_id for row in rows} - contribute - react
            steps = {
                "contributors": len(contribute),
                "participants": len(react),
                "consumers": len(read),
                "absent": len(people - contribute - react - read),
            }
            found[key] = (share(len(contribute | react), len(people)), len(people), steps)
        return found

    compare("D5", oracle, "steps", imported=False)


def test_departments_count_as_reached_when_half_of_them_were_here(session):
    def in_two_departments(history):
        people = {
            each.id: replace(each, stays=(), department="Grid" if each.id % 7 else "Sales")
            for each in history.people.values()
        }
        return replace(history, people=people)

    def oracle(history, asked):
        groups = defaultdict(set)
        for person in history.entitled(asked):
            groups[history.people[person].department].add(person)
        large = {name: people for name, people in groups.items() if name and len(people) >= 5}
        reached = [
            people
            for people in large.values()
            if 2 * len({row.person_id for row in presences(history, asked, "", people, 28)})
            >= len(people)
        ]
        return {"": (len(reached) / len(large), len(large))} if large else {}

    compare("M07", oracle, strategy=histories(views=30).map(in_two_departments), imported=False)


@st.composite
def invited_histories(draw):
    history = draw(histories(talks=1, views=25))
    pilots = [
        {"id": number, "uid": f"pilot{number}", "space_id": space_id, "name": "x",
         "starts_on": DAY_LAST, "ends_on": DAY_LAST, "by_id": PEOPLE[0], "created_at": draw(moments)}
        for number, space_id in enumerate((OPEN, OPEN, CLOSED), start=1)
    ]  # fmt: skip
    asked = [
        {"pilot_id": pilot, "person_id": person, "invited_on": DAY_LAST - timedelta(days=ago)}
        for pilot in (1, 2, 3)
        for person, ago in draw(st.dictionaries(persons, st.sampled_from(AGO), max_size=4)).items()
    ]
    return replace(history, more=((Pilot, pilots), (PilotPerson, asked)))


def test_who_was_invited_came_or_did_not_yet(session):
    def invitations(history, asked):
        if asked.axis is Axis.SITE:
            for person in history.people.values():
                if person.invited_at and asked.since <= person.invited_at < asked.now:
                    yield "", "", person, day_of(person.invited_at, ZONE), None
            return
        pilots = {row["id"]: row for row in history.rows(Pilot)}
        for row in history.rows(PilotPerson):
            pilot, day = pilots[row["pilot_id"]], row["invited_on"]
            if asked.first <= day <= asked.day:
                person = history.people[row["person_id"]]
                yield str(pilot["space_id"]), pilot["uid"], person, day, pilot["space_id"]

    def oracle(history, asked):
        spans = defaultdict(list)
        for key, _cohort, person, day, space_id in invitations(history, asked):
            if person.left_at and person.left_at < asked.now:
                continue
            came = [
                row.day
                for row in history.presences
                if row.active
                and row.person_id == person.id
                and day <= row.day <= asked.day
                and space_id in (None, row.space_id)
            ]
            spans[key].append(Span((min(came, default=asked.day) - day).days, bool(came)))
        return {
            key: (sum(each.ended for each in told) / len(told), len(told), within(told, 0.5))
            for key, told in spans.items()
        }

    compare("M08", oracle, "median", strategy=invited_histories(), imported=False)
