"""In the demonstration it is known who knows what, and the finder says so: in its answer and on its screen.

A silo (a few people of one department know about Petersen coils, and nobody else), a generalist who put a
line on thirty pages of every space, a weather analyst who left, a quiet planner whose few answers are
accepted while others talk, and somebody whose profile claims what others do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from essp.core.db import transaction
from essp.demo.content import load
from essp.expertise.finding import find
from essp.expertise.shapes import Answer, Found, Kind, Level, Wanted
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.people.queries import find_person

GENERALIST, BOASTER, LEAVER, SUCCESSOR = (
    "jelle-nauta", "hugo-lammers", "eline-postma", "priyanka-nair",
)  # fmt: skip
QUIET, SILO = "kwame-mensah", ("emre-yildiz", "bart-scholten", "milan-petrovic")
CLAIMED = ("blusspoelen", "noodaggregaten", "SF6", "moffen")
NAME = re.compile(r'class="title title--lg" href="/people/([a-z-]+)"')


@pytest.fixture
def ask(veldstroom: Flask) -> Iterator[Callable[..., Answer]]:
    """What the finder answers somebody of the market department."""
    with veldstroom.app_context():
        yield lambda asked, **wanted: find(reader(), asked, Wanted(limit=60, **wanted))


@pytest.fixture
def screen(veldstroom: Flask) -> Iterator[Callable[..., str]]:
    """The screen of who knows, for the same reader."""
    with veldstroom.app_context():
        yield lambda **query: signed_in(veldstroom).get("/who-knows", query_string=query).text


def reader() -> Person:
    return find_person("ilse-van-den-berg")


def signed_in(app: Flask) -> FlaskClient:
    with transaction():
        token = sessions.begin_sign_in(reader(), days=1)
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token
    return browser


def order(answer: Answer) -> list[str]:
    return [each.person.handle for each in answer.people]


def at(answer: Answer, handle: str) -> Found:
    return next(each for each in answer.people if each.person.handle == handle)


def names(html: str) -> list[str]:
    return NAME.findall(html)


def test_a_silo_is_found_whole_and_nobody_outside_its_department_shows_the_same(
    ask, screen
) -> None:
    for asked in ("blusspoelen", "Petersen coils", "hoe stem ik een blusspoel af na een aardfout?"):
        answer = ask(asked)
        assert order(answer)[0] == SILO[0], asked
        assert set(order(answer)[:3]) == set(SILO), asked
        others = [each for each in answer.people[3:] if each.level is not Level.DECLARED]
        assert {each.level for each in others} <= {Level.SOME}, asked
    assert {at(ask("blusspoelen"), each).person.department for each in SILO} == {"Field operations"}
    assert names(screen(q="blusspoelen"))[:3] == order(ask("blusspoelen"))[:3]


def test_a_generalist_who_touched_everything_is_first_nowhere(ask, veldstroom, screen) -> None:
    demo = load()
    touched = [
        page for page in demo.pages if GENERALIST in {each.author_handle for each in page.revisions}
    ]
    assert len(touched) > 40 and len({page.space for page in touched}) == 8
    topics = {name for topic in demo.topics for name in (topic.english, topic.dutch) if name}
    for asked in sorted(topics | {page.title for page in touched}):
        assert order(ask(asked))[:1] != [GENERALIST], asked
    assert names(screen(q="snow on panels"))[0] != GENERALIST


def test_who_left_knew_and_their_successor_is_asked_first(ask, screen) -> None:
    for asked in ("snow on panels", "sneeuw", "how long does snow stay on the panels of a roof?"):
        assert order(ask(asked))[0] == SUCCESSOR, asked
        assert LEAVER not in order(ask(asked)), asked
        assert order(ask(asked, left=True))[0] == LEAVER, asked
    html = screen(q="snow on panels")
    assert names(html)[0] == SUCCESSOR and LEAVER not in names(html)
    knew = screen(q="snow on panels", left="1")
    assert names(knew)[0] == LEAVER
    assert "Ask Eline" not in knew


def test_a_quiet_expert_stands_before_those_who_talk(ask, screen) -> None:
    for asked in ("reinforcements", "netverzwaring", "when does a reinforcement get a date?"):
        answer = ask(asked)
        assert order(answer)[0] == QUIET, asked
        assert {"wouter-dijkgraaf", "daan-oosterhuis", "lieke-vos"} <= set(order(answer)[1:]), asked
        assert answer.people[0].lines[0].kind is Kind.ACCEPTED, asked
    html = screen(q="reinforcements")
    assert names(html)[0] == QUIET and "3 accepted answers" in html


def test_a_boaster_is_last_and_called_self_declared(ask, screen) -> None:
    for asked in CLAIMED:
        found = at(ask(asked), BOASTER)
        assert found.level is Level.DECLARED, asked
        assert order(ask(asked))[-1] == BOASTER, asked
    html = screen(q="blusspoelen")
    assert "Self-declared" in html and names(html)[-1] == BOASTER
    assert "No work here shows it yet" in html
    assert BOASTER not in order(ask("automaat pendelt tussen twee stappen"))[:10]
