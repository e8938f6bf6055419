"""What a reader works out from several numbers that were each allowed: never a cell of one to four people.

Every world of a small organisation is tried: those that look alike to a reader must not agree on what is
withheld from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from essp.core.figures import Band, Share, count_band
from essp.stats.asking import SITE, Axis
from essp.stats.figure_models import Figure
from essp.stats.measures import About, Better, Chapter, Measure, Reading, Unit, catalogue
from essp.stats.rounding import told
from essp.stats.shown import parts_of, tells_of_few
from essp.stats.withholding import LEAST, LEAST_FOR_MANAGER, to_five
from tests.stats.figures import DAY

World = tuple[int, ...]


def about_people(**other: Any) -> Measure:
    values: dict[str, Any] = {
        "id": "T1", "chapter": Chapter.ADOPTION, "name": "People", "formula": "", "example": "",
        "unit": Unit.SHARE, "better": Better.MORE, "window": 28, "axes": (Axis.SITE,),
        "question": lambda _asked: select(Figure.key), "reading": lambda _rows: Reading(None),
        "about": About.PEOPLE, "of_everybody": True,
    }  # fmt: skip
    return Measure(**(values | other))


SHARE, PART = about_people(), about_people(of_everybody=False)


def share_of(part: int, whole: int, parts: Any = None) -> Figure:
    found = Share(part, whole)
    band = found.band or Band(0.0, 1.0)
    return Figure(
        day=DAY, scope=SITE.axis.value, key="", measure="T1", value=found.value, n=whole,
        people=whole, low=band.low, high=band.high, parts=parts or {"part": part}, version="",
    )  # fmt: skip


def seen(row: Figure, least: int, measure: Measure = SHARE) -> Hashable:
    """All that leaves the house of a figure."""
    if tells_of_few(measure, row, least):
        return None
    return *told(measure, row), repr(parts_of(measure, row, least))


def worked_out(
    worlds: Iterable[World], look: Callable[[World], Hashable], cells: Callable[[World], World],
    least: int = LEAST,
) -> list[tuple[World, World]]:  # fmt: skip
    """Worlds of which a look tells how many of one to four people stand in a cell."""
    alike: defaultdict[Hashable, list[World]] = defaultdict(list)
    for world in worlds:
        alike[look(world)].append(world)
    found = []
    for same in alike.values():
        for each in zip(*map(cells, same), strict=True):
            if len(set(each)) == 1 and 0 < each[0] < least:
                found.append((same[0], cells(same[0])))
    return found


def ladders(whole: int) -> Iterator[World]:
    """Everybody on one of four steps: who contributes, who only reacts, who only reads, who is absent."""
    for wrote, reacted, read in product(range(whole + 1), repeat=3):
        if wrote + reacted + read <= whole:
            yield wrote, reacted, read, whole - wrote - reacted - read


@pytest.mark.parametrize(("whole", "least"), [(14, LEAST), (23, LEAST), (31, LEAST_FOR_MANAGER)])
def test_p3_figures_that_count_one_within_another_tell_no_step_of_few(
    whole: int, least: int
) -> None:
    def look(world: World) -> Hashable:
        wrote, reacted, read, absent = world
        here = wrote + reacted + read
        steps = dict(
            zip(("contributors", "participants", "consumers", "absent"), world, strict=True)
        )
        return (
            seen(share_of(wrote, whole), least), seen(share_of(here, whole), least),
            seen(share_of(wrote + reacted, whole, {"steps": steps}), least),
            # Who of those that were here: withheld along with how many these are.
            seen(share_of(wrote, here), least, PART) if absent == 0 or least <= here <= whole - least
            else None,
        )  # fmt: skip

    assert not worked_out(ladders(whole), look, lambda world: world)


@pytest.mark.parametrize(("whole", "least"), [(23, LEAST), (40, LEAST), (31, LEAST_FOR_MANAGER)])
def test_p3_p4_a_day_a_week_and_four_weeks_tell_nobody_apart(whole: int, least: int) -> None:
    def look(world: World) -> Hashable:
        month = sum(world[:3])
        parts = {"1": world[0], "7": world[0] + world[1], "28": month}
        return (
            seen(share_of(world[0] + world[1], whole, parts), least),
            seen(share_of(month, whole, parts), least),
        )

    assert not worked_out(ladders(whole), look, lambda world: world)


def test_p3_a_count_of_people_is_withheld_where_those_who_are_not_among_them_are_few() -> None:
    counted = about_people(unit=Unit.COUNT, of_everybody=False)
    for count, hidden in ((40, False), (38, True), (35, False), (3, True), (0, False)):
        row = share_of(0, 40)
        row.value, row.n = float(count), 40
        assert tells_of_few(counted, row, LEAST) is hidden, count


def test_p2_what_chance_may_do_is_reckoned_of_what_is_told() -> None:
    row = share_of(23, 40)
    assert told(SHARE, row) == (25 / 40, 40, Share(25, 40).band)
    counted = about_people(unit=Unit.COUNT)
    row.value, row.low, row.high = 23.0, *count_band(23)
    assert told(counted, row) == (25.0, 40, count_band(25))


def test_numbers_of_people_are_told_to_the_nearest_five_and_everybody_stays_everybody() -> None:
    assert [to_five(each) for each in (0, 5, 7, 8, 12, 13, -7, -8)] == [
        0,
        5,
        5,
        10,
        10,
        15,
        -5,
        -10,
    ]
    assert to_five(23, 23) == 23
    assert told(SHARE, share_of(23, 23))[:2] == (1.0, 23)
    assert told(PART, share_of(13, 22))[:2] == (15 / 20, 20)


def test_what_is_listed_thing_by_thing_is_told_as_it_is() -> None:
    listed = about_people(listed=True)
    assert told(listed, share_of(13, 22))[:2] == (13 / 22, 22)
    assert parts_of(listed, share_of(13, 22), LEAST) == {"part": 13}


def test_p3_stickiness_from_day_to_day_tells_no_day_of_few() -> None:
    measure, days, people = catalogue()["M03"], 20, 6

    def seen_of(total: int) -> float | None:
        row = share_of(0, people)
        row.value, row.n, row.people = total / (days * people), days, people
        return told(measure, row).value

    # The day that falls out of the window is known; of the one that comes in one to four are told alike.
    for before in range(days * people - 5):
        assert len({(seen_of(before), seen_of(before + came)) for came in range(5)}) <= 2


def test_p1_what_those_who_lead_a_space_write_is_told_to_the_next_twentieth() -> None:
    measure = catalogue()["M13"]
    row = share_of(8, 18)
    assert told(measure, row).value == pytest.approx(0.45)
    assert (
        told(measure, row).band == Share(8, 18).band
    )  # that of the nearest number, whichever it was
    assert told(measure, share_of(5, 10)).value == pytest.approx(0.5)
    assert Axis.DEPARTMENT not in measure.axes


def test_p3_who_came_and_who_went_are_told_to_five_people() -> None:
    row = share_of(13, 40)
    steps = {"new": 12, "returning": 7, "resurrected": None, "lapsed": 9}
    row.value, row.n, row.parts = 13.0, 31, {"steps": steps}
    assert told(catalogue()["D6"], row)[:2] == (15.0, 30)
    assert parts_of(catalogue()["D6"], row, LEAST)["steps"] == {
        "new": 10, "returning": 5, "resurrected": None, "lapsed": 10
    }  # fmt: skip
    assert parts_of(catalogue()["D6"], row, LEAST_FOR_MANAGER)["steps"]["lapsed"] is None
