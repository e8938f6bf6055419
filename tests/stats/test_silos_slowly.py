"""The map of silos and what hangs on one person say of random histories what a slow computation says."""

from __future__ import annotations

from essp.stats.measures import Reading
from tests.stats.meetings import meeting
from tests.stats.slow_readings import by_key, compare_each
from tests.stats.slow_ties import held_together, known_in, met, modularity, on_the_map


def test_departments_are_silos_and_may_hang_on_one_person(session) -> None:
    def bridged(history, asked):
        found = {}
        for key, ties in met(history, asked).items():
            pairs = held_together(on_the_map(history, asked), ties, 1)
            people = {person for tie in ties for person in tie}
            found[key] = Reading(float(len(pairs)), len(ties), len(people))
        return found

    def silos(history, asked):
        where = on_the_map(history, asked)
        names = sorted(set(where.values()))
        everybody = met(history, asked).get("", set())
        ties = {tie for tie in everybody if all(each in where for each in tie)}
        if not ties:
            return {}
        ends = by_key((where[each], tie) for tie in ties for each in tie)
        inside = [name for tie in ties for name in {where[each] for each in tie}
                  if {where[each] for each in tie} == {name}]  # fmt: skip
        pairs = held_together(where, ties, 4)
        parts = {
            "departments": [
                [
                    name,
                    list(where.values()).count(name),
                    len(ends.get(name, [])),
                    inside.count(name),
                ]
                for name in names
            ],
            "bridges": [[*map(names.index, two), 1] for two in pairs],
            "topics": [
                [topic, sorted(names.index(each) for each in at)]
                for topic, at in sorted(known_in(history, asked, where).items())
            ],
            "outward": (len(ties) - 2 * len(inside)) / len(ties),
        }
        people = {person for tie in everybody for person in tie}
        return {"": Reading(modularity(where, ties), len(ties), len(people), None, parts)}

    compare_each({"M34": bridged, "D8": silos}, meeting())
