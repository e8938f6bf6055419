"""What is measured in plain words, the agreement it rests on, the log of looks, and one's own say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.people.models import Person, Role
from essp.spaces.models import Space
from essp.stats import agreeing, choosing, delegating, looks, recording
from essp.stats.agreeing import Agreed
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.looks import Look
from essp.stats.models import Presence, Searched, Usage
from essp.stats.privacy_models import InsightChoice, InsightDelegate, InsightLook, InsightSwitch
from essp.stats.verbs import Opened, Thing
from tests.people.conftest import send
from tests.stats.figures import DAY, agreed

BrowserOf = Callable[[Person], FlaskClient]
MakePerson = Callable[..., Person]


def opened(person: Person, space: Space, session: Session) -> None:
    """Somebody opened a space, looked for something, and was here."""
    session.add(
        Usage(day=DAY, person_id=person.id, verb="view", kind="space", object_id=space.id,
              department="", space_id=space.id)
    )  # fmt: skip
    session.add(
        Searched(at=clock.now(), day=DAY, person_id=person.id, department="", key="heat",
                 words="heat", found=0, topics=[])
    )  # fmt: skip
    for number, contributed in ((0, 0), (space.id, 2)):
        session.add(
            Presence(day=DAY, person_id=person.id, space_id=number, department="", viewed=True,
                     reacted=0, contributed=contributed, kinds=17)
        )  # fmt: skip
    session.commit()


def read_rows(session: Session) -> int:
    seen = select(func.count()).select_from(Presence).where(Presence.viewed)
    rows = [session.scalar(select(func.count()).select_from(each)) for each in (Usage, Searched)]
    return sum(rows) + session.scalar(seen)


def test_everybody_reads_what_is_measured_and_by_which_agreement(
    femke: Person, administrator: Person, browser_of: BrowserOf
) -> None:
    page = browser_of(femke).get("/insight/privacy").text
    assert "The minimum is measured" in page and "Nobody has changed it" in page
    with transaction():
        agreeing.switch(administrator, "full", Agreed("OR 2026-14", "2026-03-01", "For a year"))
    page = browser_of(femke).get("/insight/privacy").text
    assert "OR 2026-14" in page and "Ada Beheer" in page and "For a year" in page
    assert "/insight/agreement" not in page
    assert "/insight/agreement" in browser_of(administrator).get("/insight/privacy").text


def test_measuring_more_needs_the_consent_of_the_works_council(
    femke: Person, administrator: Person, browser_of: BrowserOf, session: Session
) -> None:
    with pytest.raises(Refused):
        agreeing.switch(femke, "full", Agreed("OR 2026-14", "2026-03-01"))
    assert browser_of(femke).get("/insight/agreement").status_code == 404
    browser = browser_of(administrator)
    answer = send(browser, "/insight/agreement", {"mode": "full"}, "/insight/agreement")
    assert answer.status_code == 422
    assert "Name the works council" in answer.text and "on which day" in answer.text
    sent = {"mode": "full", "reference": "OR 2026-14", "agreed_on": "2999-01-01"}
    assert "still to come" in send(browser, "/insight/agreement", sent, "/insight/agreement").text
    sent["agreed_on"] = "2026-03-01"
    assert send(browser, "/insight/agreement", sent, "/insight/agreement").status_code == 303
    assert recording.mode() == "full"
    send(browser, "/insight/agreement", sent, "/insight/agreement")
    assert session.scalar(select(func.count()).select_from(InsightSwitch)) == 1
    assert (
        send(browser, "/insight/agreement", {"mode": "minimal"}, "/insight/agreement").status_code
        == 303
    )
    assert recording.mode() == "minimal"


def test_measuring_less_drops_at_once_what_people_read_and_keeps_what_they_did(
    femke: Person, administrator: Person, space: Space, session: Session
) -> None:
    agreed("full", administrator)
    opened(femke, space, session)
    assert read_rows(session) == 4
    with transaction():
        agreeing.switch(administrator, "minimal", Agreed())
    assert read_rows(session) == 0
    kept = session.scalars(select(Presence)).all()
    assert [(row.contributed, row.viewed, row.kinds) for row in kept] == [(2, False, 16)]


def test_who_objects_is_kept_no_more_and_need_not_say_why(
    femke: Person, ruben: Person, administrator: Person, space: Space, session: Session,
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    agreed("full", administrator)
    opened(femke, space, session)
    opened(ruben, space, session)
    browser = browser_of(femke)
    assert send(browser, "/insight/privacy/objection", {}, "/insight/privacy").status_code == 303
    assert "You objected" in browser.get("/insight/privacy").text
    assert read_rows(session) == 4
    for person in (femke, ruben):
        recording.opened(person.id, Opened.VIEW, Thing.SPACE, space.slug)
    recording.write()
    assert set(session.scalars(select(Usage.person_id))) == {ruben.id}
    assert (
        send(browser, "/insight/privacy/objection/taken-back", {}, "/insight/privacy").status_code
        == 303
    )
    assert session.get_one(InsightChoice, femke.id).objected_at is None
    with pytest.raises(Invalid):
        choosing.object_to_it(femke, "x" * 600)
    assert (
        send(
            browser, "/insight/privacy/objection", {"reason": "x" * 600}, "/insight/privacy"
        ).status_code
        == 422
    )


def test_the_delegate_reads_all_looks_and_everybody_else_their_own(
    femke: Person, ruben: Person, administrator: Person, closed_space: Space, noor: Person,
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    with transaction():
        delegating.name_delegate(administrator, "@noor-jansen", "OR 2026-9")
    looks.note(femke, [Look("silos", "screen", SITE, DAY)])
    looks.note(femke, [Look("space", "export", Scope(Axis.SPACE, str(closed_space.id)), DAY)])
    looks.note(ruben, [Look("day", "api", SITE, DAY)], "not allowed")
    delegate = browser_of(noor).get("/insight/log").text
    assert "Femke de Boer" in delegate and "Ruben Haak" in delegate
    assert "refused: it is not theirs to see" in delegate
    assert "a place that you may not know of" in delegate and "Reorganisation" not in delegate
    own = browser_of(femke).get("/insight/log").text
    assert "Reorganisation" in own and "Ruben Haak" not in own
    assert "Ruben Haak" not in browser_of(administrator).get("/insight/log").text
    assert browser_of(noor).get("/insight/log?by=ruben-haak").status_code == 200
    assert browser_of(femke).get("/insight/log?by=ruben-haak").status_code == 404
    file = browser_of(noor).get("/insight/export/log").text
    assert "ruben-haak" in file and "Reorganisation" not in file
    assert "ruben-haak" not in browser_of(administrator).get("/insight/export/log").text


def test_a_long_log_comes_in_parts(femke: Person, browser_of: BrowserOf, session: Session) -> None:
    for number in range(60):
        session.add(
            InsightLook(at=clock.now(), person_id=femke.id, what=f"look-{number:02}", how="screen",
                        scope="site", key="", day=DAY)
        )  # fmt: skip
    session.commit()
    first, second = (browser_of(femke).get(f"/insight/log?part={part}").text for part in (1, 2))
    assert "look-59" in first and "look-09" not in first
    assert "look-09" in second and "look-59" not in second


def test_an_administrator_names_the_delegate_and_never_themselves(
    femke: Person, noor: Person, administrator: Person, browser_of: BrowserOf, session: Session
) -> None:
    with pytest.raises(Refused):
        delegating.name_delegate(femke, "noor-jansen", "OR 2026-9")
    browser = browser_of(administrator)
    for handle, reference in (
        ("nobody", "OR 9"), ("ada-beheer", "OR 9"), ("noor-jansen", ""), ("\0", "OR 9"),
    ):  # fmt: skip
        sent = {"handle": handle, "delegate_reference": reference}
        assert send(browser, "/insight/delegates", sent, "/insight/agreement").status_code == 422, (
            handle
        )
    sent = {"handle": "@Noor-Jansen", "delegate_reference": "OR 9"}
    for _twice in range(2):
        assert send(browser, "/insight/delegates", sent, "/insight/agreement").status_code == 303
    row = session.scalars(select(InsightDelegate)).one()
    assert "Noor Jansen" in browser_of(femke).get("/insight/privacy").text
    assert (
        send(browser, f"/insight/delegates/{row.id}/end", {}, "/insight/agreement").status_code
        == 303
    )
    assert not looks.reads_all(noor)
    with pytest.raises(NotFound):
        delegating.end(administrator, 999_999)


def test_nobody_is_told_of_what_another_chose(
    femke: Person, administrator: Person, browser_of: BrowserOf
) -> None:
    with transaction():
        choosing.object_to_it(femke, "My own affair")
    for path in ("/insight/privacy", "/insight/agreement", "/insight/log"):
        assert "My own affair" not in browser_of(administrator).get(path).text


def test_a_community_manager_is_no_delegate(
    make_person: MakePerson, femke: Person, browser_of: BrowserOf
) -> None:
    carla = make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)
    looks.note(femke, [Look("day", "screen", SITE, DAY)])
    assert "Femke de Boer" not in browser_of(carla).get("/insight/log").text
