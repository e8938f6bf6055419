"""The planted year, read from what was counted of it: every tile is told, and each planted fact is true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from essp.core.db import session, transaction
from essp.core.web import zone
from essp.demo.brought import UNOPENED
from essp.demo.living import LAST
from essp.demo.use import Use
from essp.demo.workdays import is_worked
from essp.people.queries import find_person
from essp.spaces.models import Space
from essp.stats import briefing, mine, moving, piloting, reading
from essp.stats.asking import DAY, SITE, Asked, Axis
from essp.stats.briefing import Brief
from essp.stats.matrix import Matrix, matrix_in
from essp.stats.measures import Reading, catalogue
from essp.stats.offering import in_vain
from essp.stats.phases import About
from essp.stats.shown import Shown, Withheld
from essp.stats.web import day_people
from essp.stats.web.silo_said import stands_out
from essp.topics.queries import named

MANAGER = "sanne-kuipers"
STRANGERS = ("Field operations", "Market & regulation")


@pytest.fixture
def here(lived: Flask) -> Iterator[Flask]:
    with lived.app_context():
        yield lived


@pytest.fixture
def page(here: Flask) -> Brief:
    """The page of the last day, as the community manager reads it."""
    with transaction():
        return briefing.brief(find_person(MANAGER), SITE, LAST)


def figures(*ids: str) -> Mapping[str, Shown]:
    with transaction():
        return reading.figures(find_person(MANAGER), SITE, LAST, ids, what="test")


def of_space(measure: str, slug: str, day: date = LAST) -> Reading:
    told = catalogue()[measure]
    space = session().scalar(select(Space.id).where(Space.slug == slug))
    return told.read(Asked(day, told.window, zone(), Axis.SPACE))[str(space)]


def who_meets_whom() -> Matrix:
    return matrix_in(figures("D8")["D8"].parts)


def test_each_of_the_twelve_is_told_with_what_it_was_before(page: Brief) -> None:
    for told in page.told:
        assert told.shown is not None and told.shown.withheld is Withheld.NO, told.tile.slug
        assert told.shown.before is not None, told.tile.slug
        assert sum(value is not None for value in told.points) >= 2, told.tile.slug


def test_the_sentences_say_what_waits(page: Brief) -> None:
    assert len(page.said) == 3
    assert "wait for longer than promised" in page.said[0]
    assert "for the first time" in page.said[1]


def test_half_of_the_first_words_of_autumn_found_a_reply_within_two_days(page: Brief) -> None:
    welcome = page.by_slug["welcome"].shown
    assert welcome is not None and welcome.n is not None and welcome.n >= 14
    assert welcome.value is not None and 0.4 < welcome.value < 0.75
    assert welcome.value > (welcome.before or 1)


def test_more_came_to_write_than_stopped_and_both_are_enough_people_to_say(page: Brief) -> None:
    flow = page.by_slug["flow"].shown
    assert flow is not None and flow.value is not None and flow.value > 10
    assert flow.n is not None and (flow.n - flow.value) / 2 >= 5, "who stopped"


def test_three_who_chose_to_be_named_are_thanked_for_something_of_this_week(here: Flask) -> None:
    for last in (LAST, LAST + 2 * DAY):
        asked = briefing.asked_of(last, 7)
        found = day_people.champions(find_person(MANAGER), asked)
        assert len(found) == 3 and all(each.title for each in found)


def test_the_house_is_quiet_at_weekends_and_grew_slowly(here: Flask) -> None:
    told = catalogue()["D4"]
    days = [LAST - ago * DAY for ago in range(7)]
    on = {day: told.read(Asked(day, 1, zone()))[""].parts["1"] for day in days}
    worked = [on[day] for day in days if is_worked(day)]
    assert max(on[day] for day in days if not is_worked(day)) < min(worked) / 3
    use = Use()
    came = {
        day: len({row["person_id"] for row in use.drawn(day).opened})
        for day in (date(2025, 11, 18), date(2026, 4, 27), date(2026, 11, 17))
    }
    begun, holiday, late_on = came.values()
    assert holiday < begun < late_on / 2
    wrote = catalogue()["M10"]
    early = wrote.read(Asked(date(2025, 12, 19), wrote.window, zone()))[""].value
    late = wrote.read(Asked(LAST, wrote.window, zone()))[""].value
    assert early is not None and late is not None and late > 1.2 * early


def test_the_one_pair_that_never_meets_is_the_silo(here: Flask) -> None:
    matrix = who_meets_whom()
    missing = [(cell.pair.one, cell.pair.other) for cell in matrix.missing]
    assert missing == [STRANGERS]
    said = stands_out(matrix)[0]
    assert said.cell is not None and (said.cell.pair.one, said.cell.pair.other) == STRANGERS
    assert said.cell.pair.ties == 0 and said.cell.pair.expected > 6


def test_both_sides_of_the_silo_have_something_to_say_about_a_topic(here: Flask) -> None:
    topics = who_meets_whom().topics(*STRANGERS)
    assert topics
    assert "connections" in {each.slug for each in named(list(topics)).values()}


def test_one_space_hangs_on_its_champion_all_year_and_the_others_do_not(here: Flask) -> None:
    for day in (date(2026, 4, 24), date(2026, 6, 26), date(2026, 9, 18), LAST):
        share = of_space("M13", "klantaansluitingen", day).value
        assert share is not None and share > 0.5, day
    for slug in (
        "congestion-management",
        "flex-contracts",
        "data-and-forecasting",
        "stations-en-kabels",
    ):
        share = of_space("M13", slug).value
        assert share is not None and share < 0.5, slug


def test_a_topic_is_asked_for_that_hardly_anybody_shows(here: Flask) -> None:
    quarters = {row[0]: row for row in figures("D9")["D9"].parts["topics"]}
    topics = named([int(each) for each in quarters])
    of = {topics[int(each)].slug: row for each, row in quarters.items() if int(each) in topics}
    gap = of["cable-pooling"]
    assert gap[4] == "gap" and gap[3] > 1
    assert max(of.values(), key=lambda row: row[3] or -9.0) == gap, "the widest of all"
    found = {row[4] for row in quarters.values()}
    assert {"gap", "asset", "hidden"} <= found


def test_what_is_searched_in_vain_by_several_is_told_in_their_words(here: Flask) -> None:
    told = in_vain(figures("M40")["M40"])
    assert len(told) >= 2
    assert any("electrolyser" in words for words, _people, _times in told)
    assert all(people >= 5 for _words, people, _times in told)


def test_topics_hang_on_one_person_and_it_is_said_what_would_go(here: Flask) -> None:
    parts = figures("D10")["D10"].parts
    assert [row for row in parts["topics"] if row[1] == 1]
    assert parts["drill"]["answerers"]


def test_a_pilot_stands_on_its_own_feet_and_another_hangs_on_one(here: Flask) -> None:
    told = {}
    for pilot, space, _people in piloting.pilots(find_person(MANAGER)):
        day = piloting.told_from(pilot)
        if day > LAST:
            continue
        values: dict[About, float | None] = {
            About.ANSWERED: of_space("M20", space.slug, day).value,
            About.RETURNING: of_space("C5ret", space.slug, day).value,
            About.STANDING: of_space("M13", space.slug, day).value,
        }
        told[space.slug] = piloting.stands(pilot, day, values)
    assert told == {
        "klantaansluitingen": piloting.Feet.NO, "congestion-management": piloting.Feet.YES,
        "digital-workplace": piloting.Feet.NO,
    }  # fmt: skip
    for slug, day in (
        ("congestion-management", date(2026, 10, 23)),
        ("digital-workplace", date(2026, 10, 30)),
    ):
        assert of_space("M20", slug, day).people >= 5, "so many that it may be told"


def test_people_say_what_answers_were_good_for(here: Flask) -> None:
    told = figures("M101", "M102")
    assert told["M101"].value and told["M101"].withheld is Withheld.NO
    assert (told["M102"].value or 0) >= 5 and len(told["M102"].parts["threads"]) >= 5


def test_somebody_finds_figures_of_their_own(here: Flask) -> None:
    with transaction():
        own = mine.own(find_person("ilse-van-den-berg"), LAST, zone())
    assert own.pages and own.reads and own.responses and own.people and own.accepted
    assert any(each.contributed for each in own.months)


def test_what_was_brought_in_is_read_here_but_for_some_that_nobody_opens(here: Flask) -> None:
    [source] = moving.sources(find_person(MANAGER), LAST, zone())
    assert (source.pages, source.young) == (12, False)
    assert source.read >= 5 and source.edited == 2
    assert source.moved is not None and 0.5 < source.moved < 1
    put_away = moving.silent(find_person(MANAGER), [source.id], LAST, zone())
    assert set(UNOPENED) <= {page.title for page in put_away}
