"""The rules of what is kept, noted, handed out and never measured, each by its number: five to thirteen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.decision import NotFound, Refused
from essp.people.models import Person, Role
from essp.personal import forgetting, handing_out
from essp.spaces.models import Space
from essp.stats import looks, reading
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.measures import catalogue
from essp.stats.models import Presence, Searched, Usage
from essp.stats.privacy_models import InsightChoice, InsightLook
from essp.stats.reading import Withheld
from essp.stats.retention import reduce_to_totals
from tests.api.conftest import ProgramOf, program_of
from tests.stats.figures import DAY, agreed, figure, measured

__all__ = ["program_of"]

BrowserOf = Callable[[Person], FlaskClient]
MakePerson = Callable[..., Person]
MakeSpace = Callable[..., Space]


@pytest.fixture
def carla(make_person: MakePerson) -> Person:
    """A community manager."""
    since = clock.now() - timedelta(days=2000)
    return make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value, joined_at=since)


def read(actor: Person, scope: Scope, **how: object) -> reading.Shown:
    return reading.figures(actor, scope, DAY, ["T1"], what="a test", **how)["T1"]  # type: ignore[arg-type]


def test_p8_every_look_is_noted_once_a_minute_also_what_was_refused(
    carla: Person, noor: Person, closed_space: Space, session: Session
) -> None:
    with measured():
        figure(9, 9, SITE)
        for _again in range(3):
            read(carla, SITE)
        read(carla, SITE, how="export")
        for scope in (
            SITE,
            Scope(Axis.SPACE, str(closed_space.id)),
            Scope(Axis.SPACE, "999999"),
            Scope(Axis.SPACE, "x"),
        ):
            with pytest.raises((Refused, NotFound)):
                read(noor, scope)
    rows = session.scalars(select(InsightLook).order_by(InsightLook.id)).all()
    assert [(row.person_id, row.what, row.how, row.scope, row.refused) for row in rows] == [
        (carla.id, "a test", "screen", "site", ""), (carla.id, "a test", "export", "site", ""),
        (noor.id, "a test", "screen", "site", "not allowed"),
        (noor.id, "a test", "screen", "space", "not there"),
        (noor.id, "a test", "screen", "space", "not there"),
        (noor.id, "a test", "screen", "space", "not there"),
    ]  # fmt: skip
    assert looks.count(carla) == 2 and looks.count(noor) == 4


def test_p9_what_is_made_of_reading_is_not_measured_by_default(
    carla: Person, administrator: Person
) -> None:
    with measured(personal=True):
        figure(9, 9, SITE)
        assert read(carla, SITE).withheld is Withheld.NOT_MEASURED
        agreed("full", administrator)
        assert read(carla, SITE).value == 9
        agreed("off", administrator)
    with measured():
        assert read(carla, SITE).withheld is Withheld.NOT_MEASURED


def test_p13_few_is_never_told_as_none(carla: Person) -> None:
    with measured():
        figure(3, 3, SITE)
        shown = read(carla, SITE)
        assert (shown.value, shown.n, shown.people, shown.band) == (None, None, None, None)
        assert shown.withheld is Withheld.FEW and not shown.parts and not shown.trend
        figure(None, 0, SITE)
        assert read(carla, SITE).withheld is Withheld.NOTHING


def test_p5_nothing_that_is_counted_names_or_orders_people(carla: Person) -> None:
    people = ("person", "people_ids", "handle", "actor", "author", "who", "names")
    for measure in catalogue().values():
        assert not any(word in measure.id for word in people)
        said = str(measure.formula).lower()
        assert "ranking" not in said and "leaderboard" not in said, measure.id
        axes = {axis.value for axis in measure.axes}
        assert axes <= {"site", "space", "department", "topic"}, measure.id


def test_p6_no_address_leads_from_a_figure_to_who_read_or_searched(
    carla: Person, femke: Person, administrator: Person, space: Space, session: Session,
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    agreed("full", administrator)
    session.add(
        Usage(day=DAY, person_id=femke.id, verb="view", kind="space", object_id=space.id,
              department="Grid planning", space_id=space.id, times=3)
    )  # fmt: skip
    session.add(
        Searched(at=clock.now(), day=DAY, person_id=femke.id, department="Grid planning",
                 key="canarysearch", words="canarysearch", found=0, topics=[])
    )  # fmt: skip
    session.commit()
    for reader in (carla, administrator):
        browser = browser_of(reader)
        for rule in _routes_of_figures(browser):
            if "<" in rule:
                continue
            answer = browser.get(rule)
            assert "canarysearch" not in answer.text, rule
            assert f"/people/{femke.handle}" not in answer.text, rule


def test_p7_what_was_opened_and_looked_for_is_gone_after_35_days_and_figures_stay(
    carla: Person, femke: Person, space: Space, session: Session
) -> None:
    today = DAY + timedelta(days=60)
    for ago in (34, 35, 36, 60):
        day = today - timedelta(days=ago)
        session.add(
            Usage(day=day, person_id=femke.id, verb="view", kind="space", object_id=space.id,
                  department="", space_id=space.id)
        )  # fmt: skip
        session.add(
            Searched(at=clock.now(), day=day, person_id=femke.id, department="", key="heat",
                     words="heat", found=1, topics=[])
        )  # fmt: skip
        session.add(
            Presence(day=day, person_id=femke.id, space_id=0, department="", viewed=True,
                     reacted=0, contributed=0, kinds=3)
        )  # fmt: skip
    session.commit()
    with measured():
        figure(9, 9, SITE)
        reduce_to_totals(today)
        session.expire_all()
        for table in (Usage, Searched, Presence):
            days = set(session.scalars(select(table.day)))
            assert days == {today - timedelta(days=34)}, table
        assert read(carla, SITE).value == 9


def test_p10_what_is_kept_of_somebody_is_handed_out_and_forgotten(
    femke: Person, administrator: Person, space: Space, session: Session, tmp_path: Path
) -> None:
    def keep() -> None:
        session.add(
            Usage(day=DAY, person_id=femke.id, verb="view", kind="space", object_id=space.id,
                  department="Grid planning", space_id=space.id)
        )  # fmt: skip
        session.add(
            Searched(at=clock.now(), day=DAY, person_id=femke.id, department="", key="heat",
                     words="canaryheat", found=1, topics=[])
        )  # fmt: skip
        session.add(
            Presence(day=DAY, person_id=femke.id, space_id=0, department="", viewed=True,
                     reacted=0, contributed=0, kinds=3)
        )  # fmt: skip
        session.commit()

    keep()
    told = {kept.name: number for kept, number in handing_out.told(femke, femke)}
    assert (told["opened-things"], told["looked-for"], told["days-here"]) == (1, 1, 1)
    said = "".join(item.text or "" for item in handing_out.parcel(femke, femke, tmp_path))
    assert "canaryheat" in said
    forgetting.make_anonymous(administrator, femke, data=tmp_path)
    for table in (Usage, Searched, Presence, InsightChoice):
        assert session.scalar(select(func.count()).select_from(table)) == 0, table


def test_p11_no_measure_speaks_of_mood_or_of_how_well_somebody_works() -> None:
    never = ("mood", "sentiment", "happiness", "performance", "productiv", "diligen", "stemming")
    for measure in catalogue().values():
        said = f"{measure.name} {measure.formula} {measure.example}".lower()
        assert not [word for word in never if word in said], measure.id


def test_p12_screen_file_and_program_get_the_same_of_few(
    carla: Person, administrator: Person, browser_of: BrowserOf, program_of: ProgramOf
) -> None:
    agreed("full", administrator)
    with measured():
        for value, people in ((3, 3), (12, 9)):
            figure(value, people, SITE)
            told = read(carla, SITE).value
            file = browser_of(carla).get(f"/insight/export/figures?day={DAY}&format=json").json
            [row] = [each for each in file["rows"] if each["id"] == "T1"]
            program = program_of(carla).call("GET", f"/stats/T1?day={DAY}").json
            assert told == row["value"] == program["value"]
            assert (told is None) is (people < 5)


def _routes_of_figures(browser: FlaskClient) -> list[str]:
    rules = browser.application.url_map.iter_rules()
    return [
        rule.rule
        for rule in rules
        if "GET" in (rule.methods or ()) and ("insight" in rule.rule or "/stats" in rule.rule)
        and not rule.rule.startswith("/api/")
    ]  # fmt: skip
