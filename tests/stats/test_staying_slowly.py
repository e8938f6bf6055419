"""Who is in a space and who comes back, of random histories, as a slow computation says."""

from __future__ import annotations

from datetime import timedelta

from essp.stats.measures import Reading
from essp.stats.verbs import CONTRIBUTES
from tests.stats.histories import histories
from tests.stats.slow_readings import compare_each, share_of
from tests.stats.slowly import deeds, entitled_by_key, presences, things_by_key

FOUR_WEEKS = 28


def test_a_space_has_people_who_were_there_and_what_they_contributed(session) -> None:
    def slowly(history, asked):
        done = things_by_key(history, asked, deeds(history, asked, CONTRIBUTES, FOUR_WEEKS))
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            there = presences(history, asked, key, people, FOUR_WEEKS)
            wrote = done.get(key, [])
            here = len({each.person_id for each in there})
            parts = {
                "contributions": float(len(wrote)),
                "contributors": len({each.actor_id for each in wrote}),
                "departments": float(len({each.department for each in wrote} - {""})),
            }
            if people:
                found[key] = Reading(float(here), len(people), here, None, parts)
        return found

    compare_each({"C5act": slowly})


def test_contributors_come_back_who_contributed_four_weeks_before(session) -> None:
    def slowly(history, asked):
        now = things_by_key(history, asked, deeds(history, asked, CONTRIBUTES, FOUR_WEEKS))
        both = things_by_key(history, asked, deeds(history, asked, CONTRIBUTES, 2 * FOUR_WEEKS))
        turn = asked.day - timedelta(days=FOUR_WEEKS)
        found = {}
        for key, done in now.items():
            people = {each.actor_id for each in done}
            before = {each.actor_id for each in both[key] if each.day <= turn}
            found[key] = share_of(len(people & before), len(people), len(people))
        return found

    compare_each({"C5ret": slowly}, histories(views=0, lately=6))
