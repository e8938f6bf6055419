"""Programs get figures by the rules of the screens: as who they act, withheld alike, every call noted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.people.models import Person, Role
from essp.spaces.models import Access, Space
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.measures import About, Unit
from essp.stats.privacy_models import InsightLook
from tests.api.conftest import ProgramOf
from tests.stats.figures import DAY, agreed, department, figure, measured, people_in

SHAPE = {
    "id", "name_nl", "name_en", "formula_text", "window", "unit", "n", "value", "prev", "noise_band",
    "desirable", "suppressed", "as_of", "sql_hash",
}  # fmt: skip


@pytest.fixture
def carla(make_person: Callable[..., Person], administrator: Person) -> Person:
    """A community manager of a site that measures in full."""
    agreed("full", administrator)
    return make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)


def test_the_catalogue_tells_what_everything_means_in_both_languages(
    femke: Person, program_of: ProgramOf
) -> None:
    told = program_of(femke).call("GET", "/stats").json
    assert told["mode"] == "minimal" and told["day"] is None
    found = {each["id"]: each for each in told["items"]}
    assert {"D1", "D8", "M02"} <= set(found)
    assert found["D5"]["name_en"] == "Participation ladder"
    assert found["D5"]["name_nl"] != found["D5"]["name_en"]
    assert all(each["formula_text"] and each["example"] for each in told["items"])


def test_a_figure_has_its_base_its_band_what_was_before_and_a_hash(
    carla: Person, program_of: ProgramOf, session: Session
) -> None:
    with measured(unit=Unit.SHARE):
        figure(0.6, 30, SITE, n=50, low=0.46, high=0.72, version="abc123")
        told = program_of(carla).call("GET", f"/stats/T1?day={DAY}&back=2").json
    assert set(told) >= SHAPE
    assert (told["value"], told["n"], told["unit"]) == (0.6, 50, "share")
    assert told["noise_band"] == {"low": 0.46, "high": 0.72}
    assert (told["sql_hash"], told["suppressed"], told["prev"]) == ("abc123", None, None)
    assert told["as_of"].startswith("2026-03-17T23:00:00")
    assert told["trend"] == [
        {"day": "2026-03-16", "value": None},
        {"day": "2026-03-17", "value": 0.6},
    ]
    [look] = session.scalars(select(InsightLook)).all()
    assert (look.how, look.what, look.scope, look.day) == ("api", "measure", "site", DAY)


def test_too_few_people_are_null_with_the_reason_and_never_0(
    carla: Person, program_of: ProgramOf, make_person: Callable[..., Person]
) -> None:
    people_in(make_person, "Planning", 20)
    people_in(make_person, "Sales", 9)
    program = program_of(carla)
    with measured(about=About.PEOPLE):
        figure(3, 20, department("Planning"))
        told = program.call("GET", f"/stats/T1?scope=department&key=Planning&day={DAY}").json
        assert (told["value"], told["n"], told["suppressed"]) == (None, None, "few")
        figure(None, 0, SITE)
        told = program.call("GET", f"/stats/T1?day={DAY}").json
        assert (told["value"], told["suppressed"]) == (None, None)
        assert program.call("GET", "/stats/T1?day=0001-01-01").json["suppressed"] == "not filled"


def test_nobody_gets_by_a_program_what_the_screen_refuses(
    femke: Person, noor: Person, carla: Person, closed_space: Space, program_of: ProgramOf,
    make_space: Callable[..., Space],
) -> None:  # fmt: skip
    by_request = make_space(femke, "Tariffs", access=Access.BY_REQUEST)
    with measured():
        for scope in (
            SITE,
            *(Scope(Axis.SPACE, str(each.id)) for each in (closed_space, by_request)),
        ):
            figure(12, 9, scope)
        outsider, manager = program_of(noor), program_of(carla)
        for path in ("/stats/T1", "/stats/silos", "/stats/knowledge"):
            assert outsider.call("GET", path).status_code == 403, path
        for path in ("/stats/T1?scope=space&key={}", "/spaces/{}/stats"):
            for program in (outsider, manager):
                hidden = program.call("GET", path.format(closed_space.slug))
                missing = program.call("GET", path.format("no-such-place"))
                assert hidden.status_code == missing.status_code == 404
                assert hidden.json == missing.json
                assert program.call("GET", path.format(by_request.slug)).status_code == 403
            assert program_of(femke).call("GET", path.format(by_request.slug)).status_code == 200
        assert outsider.call("GET", "/stats/none").status_code == 404
        assert manager.call("GET", "/stats/T1?scope=topic&key=none").status_code == 404


def test_everybody_gets_their_own_figures_and_no_others(
    femke: Person, program_of: ProgramOf
) -> None:
    program = program_of(femke)
    assert program.call("GET", "/stats/mine").status_code == 404
    with measured():
        figure(12, 9, SITE)
        told = program.call("GET", "/stats/mine").json
        assert {each["name"] for each in told["items"]} >= {"contributions", "accepted answers"}
        assert program.call("GET", "/stats/mine?person=ruben-haak").json == told
