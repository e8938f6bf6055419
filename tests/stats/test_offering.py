"""Tables of things as files: by the rules of their screens, with a button on each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.db import transaction
from essp.importers.models import ImportPage, ImportSource
from essp.people.models import Person, Role
from essp.spaces.models import Access, Space
from essp.stats import piloting
from essp.stats.asking import DAY as ONE
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.figure_models import FilledDay
from essp.stats.models import Usage
from essp.stats.piloting import Wanted
from essp.stats.place_models import Pilot
from essp.stats.privacy_models import InsightLook
from essp.topics.naming import start_topic
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead
from tests.stats.days import noon
from tests.stats.figures import DAY, agreed, figure, people_in
from tests.stats.shown_days import filled, read

MakePerson = Callable[..., Person]
MakeSpace = Callable[..., Space]
BrowserOf = Callable[[Person], FlaskClient]


@pytest.fixture
def sanne(make_person: MakePerson) -> Person:
    """A community manager of a site that measures in full, on which a day is filled."""
    made = make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value, language="en")
    agreed("full", made)
    with transaction() as session:
        session.add(FilledDay(day=DAY, step="complete", at=clock.now(), rows=1))
    return made


def table(browser: FlaskClient, name: str, **more: object) -> list[list[str]]:
    """The rows of a file, without what its columns mean."""
    answer = browser.get(f"/insight/export/{name}", query_string={"day": DAY.isoformat(), **more})
    assert answer.status_code == 200, answer.status
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    return rows[1 : rows.index([])]


def pilot_of(actor: Person, space: Space, name: str) -> Pilot:
    with transaction():
        return piloting.lay_out(
            actor,
            Wanted(space=space.slug, name=name, starts_on=DAY.isoformat(),
                   ends_on=(DAY + 28 * ONE).isoformat(), people=f"@{actor.handle}"),
            DAY,
        )  # fmt: skip


def test_words_searched_in_vain_come_along_disarmed_and_of_enough_people(
    sanne: Person, make_person: MakePerson, browser_of: BrowserOf, session: Session
) -> None:
    vain = [["=1+1", 12, 30], ["cable lift", 6, 9]]
    figure(0.2, 40, SITE, measure="M40", n=200, parts={"vain": vain})
    browser = browser_of(sanne)
    assert table(browser, "vain") == [["'=1+1", "12", "30"], ["cable lift", "6", "9"]]
    look = session.scalars(select(InsightLook)).one()
    assert (look.what, look.how, look.scope) == ("knowledge", "export", "site")
    # Who leads people is told of nothing of fewer than ten, here and on the screen.
    make_person("Bram Vos", manager_id=sanne.id)
    assert table(browser, "vain") == [["'=1+1", "12", "30"]]
    figure(2, 40, SITE, measure="D9", n=9, parts={})
    assert "cable lift" not in browser.get(f"/insight/knowledge?day={DAY}").text


def test_pilots_come_along_without_those_behind_a_door_and_without_who_came(
    sanne: Person, femke: Person, space: Space, make_space: MakeSpace, browser_of: BrowserOf
) -> None:  # fmt: skip
    closed = make_space(femke, "Reorganisation", access=Access.CLOSED, members=(sanne,))
    with clock.held_at(noon(DAY)):
        pilot_of(sanne, space, "@cables")
        pilot_of(sanne, closed, "Who moves")
        rows = table(browser_of(sanne), "pilots")
        assert {row[0]: row[1] for row in rows} == {
            "'@cables": space.name, "Who moves": "Reorganisation"
        }  # fmt: skip
        assert rows[0][2:6] == [DAY.isoformat(), (DAY + 28 * ONE).isoformat(), "1", "running"]


def test_what_was_brought_in_says_of_few_that_it_is_few(
    sanne: Person, femke: Person, space: Space, browser_of: BrowserOf, session: Session,
    make_person: MakePerson,
) -> None:  # fmt: skip
    page = brought(femke, space)
    people = people_in(make_person, "Grid", 5)
    for number, expected in ((4, "<5"), (5, "5")):
        for person in people[:number]:
            seen = Usage(day=DAY, person_id=person.id, verb="original open", kind="page",
                         object_id=page.id, department="", space_id=space.id, times=1)  # fmt: skip
            session.merge(seen)
        session.commit()
        [row] = table(browser_of(sanne), "moving")
        assert row[0] == space.name and row[4:8] == ["1", "1", "15", expected]
    assert row[8] == "0.75"


def brought(by: Person, space: Space) -> Page:
    """A page that came from elsewhere and was opened fifteen times on the day."""
    since = noon(DAY - 300 * ONE)
    with transaction() as session:
        source = ImportSource(space_id=space.id, kind="git", folder="", origin="/srv/handbook",
                              started_at=since, finished_at=since)  # fmt: skip
        session.add(source)
        session.flush()
        page = create_page(by, space, title="Vans", text="Three.\n").page
        session.add(PageRead(page_id=page.id, day=DAY, reads=15))
        session.add(
            ImportPage(source_id=source.id, key="v", page_id=page.id, own_title="Vans", title="Vans",
                       link_title="Vans")
        )  # fmt: skip
    return page


def test_every_screen_with_a_table_offers_it(
    sanne: Person, femke: Person, space: Space, browser_of: BrowserOf, session: Session,
    make_person: MakePerson,
) -> None:  # fmt: skip
    people_in(make_person, "Planning", 12)
    filled()
    figure(0.6, 12, Scope(Axis.SPACE, str(space.id)), measure="M20", n=20)
    figure(0.2, 40, SITE, measure="M40", n=200, parts={"vain": [["cable lift", 6, 9]]})
    with transaction():
        topic = start_topic(femke, name="Relays", language="en")
        topic.opened_at = clock.now()
    brought(femke, space)
    pilot_of(sanne, space, "Cables")
    browser, day = browser_of(sanne), f"day={DAY}"
    wanted = {
        "/insight": ("figures?",),
        "/insight?department=Planning": ("scope=department&key=Planning",),
        "/insight/tile/reach": ("trend?",),
        "/insight/pilots": ("pilots?",),
        "/insight/moving": ("moving?",),
        f"/s/{space.slug}/-/insight": (f"scope=space&key={space.slug}",),
        f"/topics/{topic.slug}/insight": (f"scope=topic&key={topic.slug}",),
    }
    for address, parts in wanted.items():
        found = read(browser, f"{address}{'&' if '?' in address else '?'}{day}")
        links = [each["href"] for each in found.select("a[href*='/insight/export/']")]
        assert links, address
        for part in parts:
            assert any(part in link for link in links), (address, links)
        for link in links:
            assert browser.get(link).status_code == 200, link
