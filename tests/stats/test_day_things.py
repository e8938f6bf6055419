"""What stands behind the figures of a day: things one may read, who might know, who is thanked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import Refused
from essp.discussions.posting import reply
from essp.discussions.queries import opening_of
from essp.expertise import inviting
from essp.expertise.asking_models import Invitation
from essp.people.models import Person, Role
from essp.spaces.models import Space
from essp.stats import drilling
from essp.stats.asking import Asked
from essp.stats.models import Deed
from essp.stats.privacy_models import InsightChoice
from essp.stats.tiles import TILES
from tests.stats.figures import DAY, agreed
from tests.stats.shown_days import AMSTERDAM, NOON, asked, filled, read, waiting_at, words

BrowserOf = Callable[[Person], FlaskClient]


@pytest.fixture
def sanne(make_person: Callable[..., Person]) -> Person:
    return make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value, language="en")


@pytest.fixture
def full(sanne: Person) -> None:
    agreed("full", sanne)


@pytest.mark.usefixtures("full")
def test_questions_that_wait_are_listed_the_longest_first_and_closed_ones_are_not_there(
    sanne: Person, browser_of: BrowserOf, space: Space, closed_space: Space, femke: Person,
    ruben: Person,
) -> None:  # fmt: skip
    asked(space, ruben, "Who archives drawings?", NOON - timedelta(days=9))
    asked(space, ruben, "Which firmware?", NOON - timedelta(days=5))
    asked(closed_space, ruben, "Who is moved where?", NOON - timedelta(days=9))
    done = asked(space, ruben, "Is it answered?", NOON - timedelta(days=8))
    with clock.held_at(NOON - timedelta(days=7)), transaction():
        reply(femke, opening_of(done).uid, text="It is.")
    filled()
    browser = browser_of(sanne)
    page = words(read(browser))
    assert page.index("Who archives drawings?") < page.index("Which firmware?")
    tile = words(read(browser, "/insight/tile/unanswered"))
    assert "Who archives drawings?" in tile and "See who might know" in tile
    for text in (page, tile):
        assert "Is it answered?" not in text and "Who is moved where?" not in text


def test_asked_of_a_past_day_it_lists_what_waited_then(
    space: Space, sanne: Person, ruben: Person, femke: Person
) -> None:
    thread = asked(space, ruben, "Who archives drawings?", NOON - timedelta(days=9))
    with clock.held_at(NOON - timedelta(days=1)), transaction():
        reply(femke, opening_of(thread).uid, text="Bram does.")
    then, now = (Asked(day, 28, AMSTERDAM) for day in (DAY - timedelta(days=2), DAY))
    told = drilling.waiting(sanne, then, waiting_at(then.day))
    assert [each.id for each in told] == [thread.id]
    assert drilling.waiting(sanne, now, waiting_at(DAY)) == []
    (told,) = drilling.answered(sanne, Asked(DAY, 28, AMSTERDAM))
    assert told.answered is not None and 5 < told.days < 7


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("tile", [each.slug for each in TILES])
def test_every_figure_has_its_things_and_names_no_reader(
    tile: str, sanne: Person, noor: Person, browser_of: BrowserOf, space: Space
) -> None:
    for ago in range(2):
        filled(DAY - timedelta(days=ago))
    page = read(browser_of(sanne), f"/insight/tile/{tile}")
    assert page.h1.get_text() and "Noor Jansen" not in words(page)
    assert browser_of(noor).get(f"/insight/tile/{tile}").status_code == 403


def test_a_figure_that_there_is_none_of_is_not_there(sanne: Person, browser_of: BrowserOf) -> None:
    assert browser_of(sanne).get("/insight/tile/no-such").status_code == 404
    assert "Nothing is counted yet." in words(read(browser_of(sanne), "/insight/tile/reach"))


def test_how_everything_is_counted_is_for_everybody(femke: Person, browser_of: BrowserOf) -> None:
    page = read(browser_of(femke), "/insight/how")
    told = words(page)
    assert page.select_one("#D1") is not None and "Kaplan-Meier" in told
    assert "SELECT" in page.select_one("#M22 pre").get_text()


def test_a_question_is_brought_to_somebody_once_and_they_are_told(
    sanne: Person,
    ruben: Person,
    femke: Person,
    space: Space,
    session: Session,
    browser_of: BrowserOf,
) -> None:
    thread = asked(space, ruben, "Who archives drawings?", clock.now() - timedelta(days=9))
    browser = browser_of(sanne)
    found = read(browser, f"/t/{thread.uid}/might-know")
    assert "Who archives drawings?" in words(found)
    with transaction():
        assert inviting.invite(sanne, thread.uid, femke)
        assert inviting.invite(sanne, thread.uid, femke), "asked twice is asked once"
    rows = select(func.count()).select_from(Invitation).where(Invitation.thread_id == thread.id)
    assert session.scalar(rows) == 1
    assert "1 colleague was asked." in words(read(browser, f"/t/{thread.uid}/might-know"))


def test_a_question_that_has_its_answer_is_brought_to_nobody(
    sanne: Person, ruben: Person, femke: Person, space: Space
) -> None:
    thread = asked(space, ruben, "Who archives drawings?", clock.now() - timedelta(days=9))
    with transaction():
        thread.closed_at = clock.now()
    with pytest.raises(Refused):
        inviting.invite(sanne, thread.uid, femke)


@pytest.mark.usefixtures("full")
def test_only_who_chose_to_be_named_is_thanked_for_one_thing_that_everybody_may_open(
    sanne: Person,
    ruben: Person,
    femke: Person,
    space: Space,
    session: Session,
    browser_of: BrowserOf,
) -> None:
    thread = asked(space, sanne, "Who archives drawings?", NOON - timedelta(days=2))
    with clock.held_at(NOON), transaction():
        posts = [reply(each, opening_of(thread).uid, text="Bram.") for each in (femke, ruben)]
    for person, post in zip((femke, ruben), posts, strict=True):
        said = getattr(post, "post", post)
        session.add(
            Deed(at=NOON, day=DAY, actor_id=person.id, department="", verb="answer", kind="post",
                 object_id=said.id, number=said.number, space_id=space.id, to_id=sanne.id)
        )  # fmt: skip
    session.add(InsightChoice(person_id=femke.id, named=True, at=clock.now()))
    session.commit()
    filled()
    page = words(read(browser_of(sanne)))
    champions = page.split("Champions this week")[1].split("Where each space stands")[0]
    assert "Femke de Boer" in champions and "Ruben Haak" not in champions


@pytest.mark.usefixtures("full")
def test_the_sentences_on_top_are_of_what_was_kept(sanne: Person, browser_of: BrowserOf) -> None:
    filled()
    said = read(browser_of(sanne)).select_one("#said").get_text()
    assert said.startswith("3 questions wait for longer than promised.")
    assert "1 colleague wrote something for the first time and got no reply." in said
    assert "1 proposal waits for an owner." in said


@pytest.mark.usefixtures("full")
def test_who_came_and_went_is_drawn_in_numbers_alone(sanne: Person, browser_of: BrowserOf) -> None:
    filled()
    page = read(browser_of(sanne), "/insight/tile/flow")
    table = page.find("caption", string="Who came and who went, in numbers").find_parent("table")
    told = {row.th.get_text(): row.td.get_text() for row in table.tbody.find_all("tr")}
    # Each to the nearest five, and what is left of the whole too: these need not add up.
    assert told == {
        "new": "+10",
        "returned": "+5",
        "long away": "+5",
        "lapsed": "−10",
        "flow": "+15",
    }
