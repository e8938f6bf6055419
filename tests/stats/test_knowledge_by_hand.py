"""Demand, supply and what hangs on one person: small cases by hand."""

from __future__ import annotations

import math
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from essp.discussions.mark_models import Acceptance, Reaction
from essp.discussions.models import Post, Thread, ThreadTopic
from essp.stats import catalogue as _all  # noqa: F401 - declares every measure
from essp.stats.asking import Asked, Axis, midnight
from essp.stats.measures import catalogue
from essp.stats.models import Presence, Searched
from essp.stats.place_models import OutsideDemand
from essp.topics.models import Topic
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead
from essp.wiki.topic_models import PageTopic

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = date(2026, 10, 29)
NOON = midnight(DAY, ZONE) + timedelta(hours=12)
ONE, OTHER, HIDDEN = 701, 702, 703  # topics; HIDDEN stands for OTHER
PEOPLE = range(7001, 7009)


def read(measure: str, axis: Axis = Axis.SITE):
    found = catalogue()[measure]
    return found.read(Asked(DAY, found.window, ZONE, axis))


@pytest.fixture
def place(session, make_person, space, closed_space):
    """Eight people, two topics and one that was merged into the second, an open and a closed space."""
    for number in PEOPLE:
        make_person(f"P {number}", id=number, joined_at=NOON - timedelta(days=900))
    early = NOON - timedelta(days=900)
    session.execute(
        insert(Topic),
        [
            {"id": number, "uid": f"t{number}", "slug": f"t{number}", "lineage": "", "description": "",
             "merged_into_id": OTHER if number == HIDDEN else None, "opened_at": early,
             "created_at": early, "changes": 0}
            for number in (ONE, OTHER, HIDDEN)
        ],
    )  # fmt: skip
    session.commit()
    return {"open": space.id, "closed": closed_space.id}


def question(session, place, number, asker, ago, topics, answers=(), space="open"):
    """A question; answers are (who, days after, accepted, helpful, remark)."""
    at = NOON - timedelta(days=ago)
    session.execute(
        insert(Thread),
        {"id": number, "uid": f"q{number}", "space_id": place[space], "kind": "question", "title": "T",
         "author_id": asker, "at": at, "last_at": at, "last_by_id": asker, "posts": 1, "people": 1},
    )  # fmt: skip
    posts = [(asker, at, None, False)]
    posts += [(who, at + timedelta(days=later), number * 100, remark)
              for who, later, _accepted, _helpful, remark in answers]  # fmt: skip
    session.execute(
        insert(Post),
        [
            {"id": number * 100 + place_in, "uid": f"a{number * 100 + place_in}", "thread_id": number,
             "parent_id": parent, "number": place_in + 1, "author_id": who, "at": when, "text": "x",
             "html": "x", "plain": "x", "remark": remark}
            for place_in, (who, when, parent, remark) in enumerate(posts)
        ],
    )  # fmt: skip
    session.execute(
        insert(ThreadTopic),
        [{"thread_id": number, "topic_id": each, "source": "set"} for each in topics],
    )
    for place_in, (_who, later, accepted, helpful, _remark) in enumerate(answers, start=1):
        mark = {"post_id": number * 100 + place_in, "at": at + timedelta(days=later)}
        if accepted:
            session.execute(
                insert(Acceptance),
                {**mark, "thread_id": number, "person_id": asker, "asked": True, "revision": 1},
            )
        if helpful:
            session.execute(
                insert(Reaction), {**mark, "person_id": asker, "meaning": "helpful"}
            )  # fmt: skip


def searched(session, person, topics, ago=1, found=0, chosen=False, words="kabels", key="kabel"):
    session.execute(
        insert(Searched),
        {"at": NOON, "day": DAY - timedelta(days=ago), "person_id": person, "department": "",
         "key": key, "words": words, "found": found, "chosen": chosen, "again": False,
         "topics": topics},
    )  # fmt: skip


def test_demand_is_of_people_and_of_customers(session, place) -> None:
    question(session, place, 1, PEOPLE[0], 3, [ONE])
    question(session, place, 2, PEOPLE[0], 5, [ONE])
    question(session, place, 3, PEOPLE[1], 95, [ONE])
    question(session, place, 4, PEOPLE[1], 3, [ONE], space="closed")
    searched(session, PEOPLE[2], [ONE, HIDDEN])
    searched(session, PEOPLE[2], [ONE], found=3)
    searched(session, PEOPLE[3], [ONE], found=3, chosen=True)
    session.add(
        OutsideDemand(name="T", key="t", topic_id=HIDDEN, period=DAY.replace(day=1), count=30, source="",
                      imported_at=NOON)
    )  # fmt: skip
    session.flush()
    found = read("M44", Axis.TOPIC)
    assert found[str(ONE)].value == pytest.approx(1.5) and found[str(ONE)].people == 2
    assert found[str(OTHER)].value == pytest.approx(0.5 + 3)
    assert set(found) == {str(ONE), str(OTHER)}


def test_supply_is_at_most_one_for_each_who_is_there(session, place) -> None:
    ann, bas, away = PEOPLE[1], PEOPLE[2], PEOPLE[3]
    question(session, place, 1, PEOPLE[0], 0, [ONE], [(ann, 0, True, True, False)])
    question(session, place, 2, PEOPLE[0], 180.5, [ONE],
             [(bas, 0, True, False, False), (away, 0, True, False, False)])  # fmt: skip
    session.execute(
        Topic.__table__.metadata.tables["person"].update().where(
            Topic.__table__.metadata.tables["person"].c.id == away
        ).values(away_from=DAY, away_until=DAY)
    )  # fmt: skip
    found = read("M45", Axis.TOPIC)[str(ONE)]
    now = midnight(DAY + timedelta(days=1), ZONE)
    half = 2 ** (-((now - (NOON - timedelta(days=180.5))).total_seconds() / 86_400) / 180)
    assert found.value == pytest.approx(1 + half, abs=1e-5) and found.parts["people"] == 2


def test_topics_fall_into_four_quadrants_and_few_are_not_told(session, place) -> None:
    number = 1
    for asker in PEOPLE[:6]:
        question(session, place, number, asker, 2, [ONE])
        number += 1
    question(session, place, 50, PEOPLE[0], 2, [OTHER], [(PEOPLE[1], 0, True, True, False)])
    found = read("D9")[""]
    rows = {row[0]: row for row in found.parts["topics"]}
    assert rows[ONE][4] == "gap" and rows[ONE][1] == 6
    assert [rows[OTHER][place] for place in (1, 3, 4, 5)] == [None] * 4
    assert found.value == 1
    gaps = read("M46", Axis.TOPIC)
    usual = found.parts["usual"]
    assert gaps[str(ONE)].value == pytest.approx(math.log2(7 / 1))
    assert gaps[str(OTHER)].value == pytest.approx(
        math.log2(2 / (usual * gaps[str(OTHER)].parts["supply"] + 1)), abs=1e-4
    )


def test_what_many_searched_in_vain_is_told_in_their_words(session, place) -> None:
    for person in PEOPLE[:5]:
        searched(session, person, [], words="Kabels")
    searched(session, PEOPLE[5], [], words="de kabel van de baas")
    for person in PEOPLE[:4]:
        searched(session, person, [], words="geheim", key="geheim")
    searched(session, PEOPLE[6], [], words="iets", key="iets", found=4, chosen=True)
    found = read("M40")[""]
    assert found.parts["vain"] == [["kabels", 6, 6]]
    assert found.value == pytest.approx(10 / 11) and found.people == 7
    assert read("M43")[""].value == pytest.approx(1 / 11)


def test_a_topic_that_is_read_and_hangs_on_one_is_fragile(session, place) -> None:
    session.execute(
        insert(Page),
        [
            {"id": number, "uid": f"p{number}", "space_id": place["open"], "lineage": "", "slug": f"p{number}",
             "title": f"P {number}", "title_key": f"p {number}", "created_at": NOON, "updated_at": NOON,
             "created_by_id": PEOPLE[0], "updated_by_id": PEOPLE[0]}
            for number in (1, 2)
        ],
    )  # fmt: skip
    session.execute(
        insert(PageTopic),
        [
            {"page_id": page, "topic_id": topic, "source": "set", "by_id": PEOPLE[0], "at": NOON}
            for page, topic in ((1, ONE), (2, OTHER))
        ],
    )
    session.execute(
        insert(PageRead),
        [{"page_id": page, "day": DAY - timedelta(days=3), "reads": reads}
         for page, reads in ((1, 7), (2, 40))],
    )  # fmt: skip
    question(session, place, 1, PEOPLE[0], 20, [ONE], [(PEOPLE[1], 0, False, False, False)])
    question(session, place, 2, PEOPLE[0], 20, [OTHER],
             [(PEOPLE[1], 0, False, False, False), (PEOPLE[2], 0, False, False, False),
              (PEOPLE[3], 0, False, False, True)])  # fmt: skip
    question(session, place, 3, PEOPLE[0], 20, [OTHER], [(PEOPLE[3], 0, False, False, False)])
    session.execute(
        insert(Presence),
        [{"day": DAY, "person_id": each, "space_id": 0, "department": "", "viewed": True, "reacted": 0,
          "contributed": 0} for each in PEOPLE],
    )  # fmt: skip
    found = read("D10")[""]
    assert found.parts["topics"] == [[ONE, 1, 7]] and (found.value, found.n) == (1, 2)
    assert found.parts["drill"]["answerers"] is None  # of two people nothing is told
    assert read("M47", Axis.TOPIC)[str(OTHER)].value == 2
