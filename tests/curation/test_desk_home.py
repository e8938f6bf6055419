"""Home and the bar above everything say what waits on the desk."""

from __future__ import annotations

from datetime import timedelta

from essp.core import clock
from essp.core.db import session, transaction
from essp.curation.models import Verification
from essp.home.gathering import needs_of
from essp.home.interests import interests_of
from essp.home.ranking import Want
from essp.wiki.editing import create_page
from essp.wiki.proposing import propose


def needs(app, person) -> dict[Want, str]:
    """What needs somebody, by its sort."""
    with app.test_request_context("/"):
        return {each.want: each.title for each in needs_of(interests_of(person)).shown}


def test_home_says_how_many_proposals_wait_and_how_many_pages_are_due(
    app, femke, noor, space
) -> None:
    with transaction():
        page = create_page(femke, space, title="Plan", text="One.\n").page
        propose(noor, page, text="Two.\n", based_on=1, reason="")
        day = clock.now() - timedelta(days=40)
        session().add(
            Verification(
                page_id=page.id, number=1, by_id=femke.id, at=day, days=30,
                until=(day + timedelta(days=30)).date(),
            )
        )  # fmt: skip
    found = needs(app, femke)
    assert found[Want.PROPOSAL] == "1 proposal waits for you"
    assert found[Want.REVIEW] == "1 page is due to be looked at again"
    assert Want.PROPOSAL not in needs(app, noor)


def test_the_bar_leads_to_the_desk_for_those_who_look_after_something(
    browser_of, femke, noor, space
) -> None:
    assert 'href="/curation"' in browser_of(femke).get("/spaces").text
    assert 'href="/curation" aria-current="page"' in browser_of(femke).get("/curation").text
    assert 'href="/curation"' not in browser_of(noor).get("/spaces").text


def test_the_quick_switcher_leads_to_the_desk(browser_of, femke, noor, space) -> None:
    def places(person, typed: str) -> list[str]:
        groups = browser_of(person).get(f"/switch?q={typed}").get_json()["groups"]
        return [item["url"] for group in groups for item in group["items"]]

    assert "/curation" in places(femke, "cura")
    assert "/curation" in places(femke, "")
    assert "/curation" not in places(femke, "plan")
    assert "/curation" not in places(noor, "cura")
