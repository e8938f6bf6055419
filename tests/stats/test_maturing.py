"""Phases of spaces on the days that are filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from essp.people.models import Person
from essp.spaces.models import Access, Champion, Space
from essp.stats import filling, measures
from essp.stats.asking import DAY, Asked, Axis
from essp.stats.catalogue.staying import active
from essp.stats.figure_models import Figure, SpacePhase
from essp.stats.maturing import mature, phases_over
from essp.stats.measures import catalogue
from essp.stats.models import Presence
from essp.stats.phases import RULES, STEADY, About, Phase, Value, conditions, reached
from tests.stats.days import AMSTERDAM, deed, noon, yesterday
from tests.stats.history_meta import UTC_ZONE, Community

GOOD = {"M20": 0.8, "C5ret": 0.6, "M13": 0.2, "M24": 0.6, "M31": 0.9, "M48": 0.8}


def figures(
    session: Session,
    space: Space,
    day: date,
    members: int = 40,
    *,
    top: float = 0.2,
    **values: float,
) -> None:
    """What was counted of a space on a day."""
    told = GOOD | {"M12": 0.3, "C5act": 20} | values
    for name, value in told.items():
        parts: dict[str, float] = {}
        if name == "M12":
            parts = {"effective": 9, "top": top}
        if name == "C5act":
            parts = {"contributions": 30.0, "contributors": 9, "departments": 3.0}
        session.add(
            Figure(day=day, scope="space", key=str(space.id), measure=name, value=value, n=members,
                   people=9, parts=parts)
        )  # fmt: skip
    session.commit()


def phase(session: Session, space: Space, day: date) -> SpacePhase:
    session.expire_all()
    return session.get_one(SpacePhase, (day, space.id))


def test_a_space_grows_after_fourteen_days_and_not_before(session: Session, space: Space) -> None:
    days = [yesterday() - ago * DAY for ago in range(STEADY, -1, -1)]
    for day in days:
        figures(session, space, day)
        assert mature(day, AMSTERDAM) == 1
        session.commit()
    assert [phase(session, space, day).phase for day in days] == [
        *["pioneering"] * (STEADY - 1), *["facilitating"] * 2,
    ]  # fmt: skip
    assert phases_over(days[-1], 3, [space.id])[space.id][-1] == (days[-1], "facilitating")


def test_counting_a_day_anew_says_the_same(session: Session, space: Space) -> None:
    day = yesterday()
    figures(session, space, day)
    mature(day, AMSTERDAM)
    before = phase(session, space, day).conditions
    session.commit()
    mature(day, AMSTERDAM)
    assert phase(session, space, day).conditions == before
    assert {each["name"] for each in before} == {rule.name for rule in RULES}


def test_a_day_that_was_missed_begins_the_count_anew_and_keeps_the_phase(
    session: Session, space: Space
) -> None:
    day = yesterday()
    figures(session, space, day - 5 * DAY)
    figures(session, space, day)
    session.add(
        SpacePhase(day=day - 5 * DAY, space_id=space.id, phase="strategic", reached="facilitating",
                   streak=13, conditions=[])
    )  # fmt: skip
    session.commit()
    mature(day, AMSTERDAM)
    found = phase(session, space, day)
    assert (found.phase, found.streak) == ("strategic", 1)


def test_a_space_of_few_is_too_small_to_phase(session: Session, space: Space) -> None:
    figures(session, space, yesterday(), members=11)
    mature(yesterday(), AMSTERDAM)
    assert phase(session, space, yesterday()).phase == Phase.TOO_SMALL.value


def test_people_in_a_space_are_counted_with_what_they_contributed(
    session: Session, space: Space, femke: Person, ruben: Person, noor: Person,
    make_space: Callable[..., Space],
) -> None:  # fmt: skip
    day = yesterday()
    quiet = make_space(femke, "Quiet", access=Access.CLOSED)
    for person, contributed in ((femke, 2), (ruben, 0)):
        person.joined_at = noon(day - 90 * DAY)
        session.add(
            Presence(day=day, person_id=person.id, space_id=space.id, department="", viewed=True,
                     reacted=0, contributed=contributed)
        )  # fmt: skip
    noor.joined_at = noon(day - 90 * DAY)
    space.created_at = quiet.created_at = noon(day - 90 * DAY)
    deed(femke, noon(day), space_id=space.id)
    deed(femke, noon(day - 3 * DAY), space_id=space.id)
    deed(femke, noon(day - 40 * DAY), space_id=space.id)
    deed(ruben, noon(day - 3 * DAY), space_id=space.id, source="migration")
    told = catalogue()["C5act"].read(Asked(day, 28, AMSTERDAM, Axis.SPACE))
    here = told[str(space.id)]
    assert (here.value, here.n) == (2, 3)
    assert here.parts == {"contributions": 2, "contributors": 1, "departments": 1}
    assert told[str(quiet.id)].value == 0
    back = catalogue()["C5ret"].read(Asked(day, 56, AMSTERDAM, Axis.SPACE))
    assert (back[str(space.id)].value, back[str(space.id)].n) == (1.0, 1)


def test_a_practice_space_has_no_phase(session: Session, space: Space, femke: Person) -> None:
    space.practice = True
    session.commit()
    asked = Asked(yesterday(), 28, AMSTERDAM, Axis.SPACE)
    assert str(space.id) not in {row.key for row in session.execute(active(asked))}


def test_the_phases_are_written_when_the_figures_of_a_day_stand(
    session: Session, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    space.created_at = noon(yesterday() - 9 * DAY)
    session.commit()
    own = {name: measures._measures[name] for name in ("C5act", "C5ret")}
    monkeypatch.setattr(measures, "_measures", own)
    filling.fill_day(yesterday(), AMSTERDAM)
    assert phase(session, space, yesterday()).phase == Phase.TOO_SMALL.value


def test_a_space_in_which_nobody_is_named_champion_is_judged_by_the_ten_who_write_most(
    session: Session, space: Space, femke: Person
) -> None:
    """A share of nobody would say that it stands on its own."""
    day = yesterday()

    def standing() -> dict[str, object]:
        mature(day, AMSTERDAM)
        session.commit()
        found = phase(session, space, day).conditions
        (each,) = [row for row in found if row["name"] == "facilitating:standing"]
        return {name: each[name] for name in ("value", "held", "instead")}

    figures(session, space, day, top=0.9, M13=0.2)
    assert standing() == {"value": 0.9, "held": False, "instead": True}
    champion = Champion(
        space_id=space.id, person_id=femke.id, says="", since=noon(day), appointed_by_id=femke.id
    )
    session.add(champion)
    session.commit()
    assert standing() == {"value": 0.2, "held": True, "instead": False}
    champion.since = noon(day + DAY)
    session.commit()
    assert standing()["instead"] is True


def test_a_real_community_never_leaves_pioneering_after_its_first_month(
    history_meta: Community,
) -> None:
    """Every four weeks of seven years: questions find a response, and all of it hangs on ten."""
    said: Counter[str] = Counter()
    failing: Counter[About] = Counter()
    with history_meta.app.app_context():
        windows = (history_meta.last - history_meta.first).days // 28
        for window in range(1, windows):
            found = conditions(real_values(history_meta.first + (28 * window - 1) * DAY))
            said[reached(found, 2295).value] += 1
            failing.update(
                each.rule.about
                for each in found
                if not each.held and each.rule.phase is Phase.FACILITATING
            )
    assert set(said) == {"dormant", "pioneering"}
    assert failing.most_common(1)[0][0] is About.STANDING
    assert failing[About.RETURNING] > failing[About.ANSWERED]


def real_values(day: date) -> dict[About, Value]:
    """What the measures say of the community on a day; whoever wrote counts as having been there.

    Nobody is named champion there.
    """
    values = {}
    for name, about in (("M20", About.ANSWERED), ("C5ret", About.RETURNING), ("M12", About.SPREAD),
                        ("M24", About.SOLVED), ("M31", About.ACROSS)):  # fmt: skip
        told = catalogue()[name]
        asked = Asked(day, told.window, UTC_ZONE, Axis.SPACE, imported=True)
        for reading in told.read(asked).values():
            value = reading.parts["effective"] if name == "M12" else reading.value
            values[about] = Value(value, reading.people)
            if name == "M12":
                values[About.STANDING] = Value(reading.parts["top"], reading.people, instead=True)
                values[About.ACTIVE] = Value(float(reading.people), reading.people)
                values[About.CONTRIBUTIONS] = Value(float(reading.n), reading.people)
    return values
