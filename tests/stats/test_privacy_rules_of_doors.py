"""Every door of insight, asked by everybody there is: what shows a figure is noted, also where it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from essp.core import clock
from essp.core.db import transaction
from essp.core.mail import written_in
from essp.people.models import Person, Role
from essp.spaces.models import Access, Space
from essp.stats import briefing, delegating, exporting
from essp.stats.asking import DAY as A_DAY
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.measures import catalogue
from essp.stats.place_models import Pilot
from essp.stats.privacy_models import InsightLook
from essp.stats.tiles import TILES
from essp.topics.models import Topic
from essp.topics.naming import start_topic
from tests.api.conftest import ProgramOf, program_of
from tests.stats.figures import DAY, agreed, department, figure, people_in

__all__ = ["program_of"]

BrowserOf = Callable[[Person], FlaskClient]
MakePerson = Callable[..., Person]
ROLES = ("manager", "owner", "member", "outsider", "administrator", "delegate")
# What these show is words, one's own figures, the log itself, or who was thanked and chose to be.
NO_FIGURE = {
    "insight.how", "insight.privacy", "insight.agreement", "insight.advice", "insight.advices",
    "insight.log", "insight.ask_good_for", "insight.ask_to_stop_mail", "api.list_measures",
    "api.read_own_stats", "insight.open_original",
}  # fmt: skip
NO_FIGURE_AS_FILE = {"how", "log"}
# One's own figures, with those of one's department where one has any.
OWN = {"insight.mine"}
AWAY = {"insight.day"}  # who may not see it is led to their own


@pytest.fixture
def people(
    make_person: MakePerson, femke: Person, noor: Person, administrator: Person
) -> Mapping[str, Person]:
    """One of each kind, and a department that is large enough to be told of."""
    since = clock.now() - 2000 * A_DAY
    member = people_in(make_person, "Planning", 20)[0]
    people_in(make_person, "Sales", 20)
    manager = make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value, joined_at=since)
    with transaction():
        agreed("full", administrator)
        delegating.name_delegate(administrator, noor.handle, "OR 2")
    outsider = make_person("Olaf Out", joined_at=since)
    return dict(
        zip(ROLES, (manager, femke, member, outsider, administrator, noor), strict=True)
    )  # fmt: skip


@pytest.fixture
def values(
    people: Mapping[str, Person], make_space: Callable[..., Space], session: Session
) -> Mapping[str, list[Any]]:
    """What stands in an address, with a figure of each measure behind every one of them."""
    members = list(session.scalars(select(Person).where(Person.department == "Planning")))
    places = [
        make_space(people["owner"], "Tariffs"),
        make_space(people["owner"], "Cables", access=Access.CLOSED, members=members),
    ]
    with transaction():
        topic: Topic = start_topic(people["owner"], name="Batteries", language="en")
        topic.opened_at = clock.now()
        pilot = Pilot(
            uid="pilotpilot", space_id=places[0].id, name="Trial", starts_on=DAY - 9 * A_DAY, ends_on=DAY,
            by_id=people["manager"].id, created_at=clock.now(),
        )  # fmt: skip
        session.add(pilot)
    scopes = [SITE, department("Planning"), Scope(Axis.TOPIC, str(topic.id))]
    for scope in (*scopes, *(Scope(Axis.SPACE, str(each.id)) for each in places)):
        for name, measure in catalogue().items():
            if scope.axis in measure.axes:
                figure(0.5, 40, scope, measure=name, n=40)
    return {
        "slug": [each.slug for each in places], "topic": [topic.slug], "pilot": [pilot.uid],
        "tile": [each.slug for each in TILES], "table": list(exporting.tables()),
        "measure": ["D4", "M44"], "condition": ["answered"], "uid": ["no-such-page"],
    }  # fmt: skip


def doors(app: Flask) -> Iterator[Rule]:
    """Every route of insight that can be asked."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and (
            rule.endpoint.startswith("insight.") or "/stats" in rule.rule
        ):
            yield rule


def addresses(rule: Rule, values: Mapping[str, list[Any]]) -> Iterator[str]:
    for name in rule.arguments:
        assert name in values, f"{rule} takes <{name}>: teach this test what stands there"
    names = sorted(rule.arguments)
    for chosen in product(*(values[name] for name in names)):
        built = rule.build(dict(zip(names, chosen, strict=True)), append_unknown=False)
        assert built is not None
        yield str(built[1])


def behind(rule: Rule, path: str, values: Mapping[str, list[Any]]) -> list[str]:
    """The same address with what it reads behind its question mark."""
    open_one, closed = values["slug"]
    if rule.endpoint == "insight.export":
        of = ("", "&scope=department&key=Planning", f"&scope=space&key={closed}")
        measure = "D5" if path.endswith("/steps") else "D4"
        scopes = of if path.rsplit("/", 1)[-1] in {"figures", "trend", "steps"} else of[2:]
        return [f"{path}?format=json&measure={measure}&of=pilotpilot{each}" for each in scopes]
    if rule.endpoint == "insight.day":
        return [path, f"{path}?period=week", f"{path}?department=Planning", f"{path}?day={DAY}"]
    if rule.endpoint == "api.read_figure":
        topic = values["topic"][0]
        keys = ("", "?scope=department&key=Planning", f"?scope=space&key={open_one}",
                f"?scope=topic&key={topic}")  # fmt: skip
        return [path + each for each in keys]
    return [path]


def shows_none(rule: Rule, path: str) -> bool:
    table = path.split("?")[0].rsplit("/", 1)[-1]
    return rule.endpoint in NO_FIGURE or (
        rule.endpoint == "insight.export" and table in NO_FIGURE_AS_FILE
    )


@pytest.mark.parametrize("role", ROLES)
def test_p8_every_way_out_notes_the_look_and_every_refusal_too(
    role: str, app: Flask, people: Mapping[str, Person], values: Mapping[str, list[Any]],
    session: Session, browser_of: BrowserOf, program_of: ProgramOf,
) -> None:  # fmt: skip
    person, wrong, asked = people[role], [], 0
    browser, program = browser_of(person), program_of(person)
    known = dict(values, token=["x"], talk=["x"])
    for rule in doors(app):
        for plain in addresses(rule, known):
            for path in behind(rule, plain, values):
                session.execute(delete(InsightLook))
                session.commit()
                if rule.endpoint.startswith("api."):
                    answer: Any = program.call("GET", path.removeprefix("/api/v1"))
                else:
                    answer = browser.get(path)
                noted = session.scalars(select(InsightLook)).all()
                asked += 1
                assert answer.status_code < 500, path
                assert all(row.person_id == person.id for row in noted), path
                how = {row.how for row in noted if not row.refused}
                if (
                    shows_none(rule, path)
                    or rule.endpoint in OWN
                    or answer.status_code in {302, 404, 422}
                ):
                    told = rule.endpoint in OWN or not how or answer.status_code in {302, 404, 422}
                elif answer.status_code == 403:
                    told = any(row.refused for row in noted)
                else:
                    wanted = "api" if rule.endpoint.startswith("api.") else "screen"
                    wanted = "export" if rule.endpoint == "insight.export" else wanted
                    told = how == {wanted} or (bool(noted) and not how)
                if not told:
                    wrong.append(f"{answer.status_code} {path}: {sorted(how)}")
    assert asked > 40
    assert not wrong, "\n".join(wrong)


def test_p8_the_mail_of_the_day_is_a_look(
    people: Mapping[str, Person], values: Mapping[str, list[Any]], session: Session
) -> None:
    with written_in("en"):
        briefing.brief(people["manager"], SITE, DAY, how="mail")
    assert values
    assert set(session.scalars(select(InsightLook.how))) == {"mail"}
    assert session.scalar(select(func.count()).select_from(InsightLook))
