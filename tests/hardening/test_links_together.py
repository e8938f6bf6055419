"""Renaming and linking at the same moment: nobody waits for ever, and no link is lost."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from essp.core.db import session
from essp.wiki import lifecycle, relinking
from essp.wiki.editing import edit_page
from essp.wiki.links import lead_late_links
from essp.wiki.models import Link, Page
from tests.hardening.together import (
    WRITERS,
    at_once,
    browser,
    new_page,
    outcome,
    writer,
)


def page(uid: str) -> Page:
    return session().scalars(select(Page).where(Page.uid == uid)).one()


def test_of_several_who_take_the_same_title_at_once_one_gets_it(together: Flask) -> None:
    uids = [new_page(together, f"Candidate {number}") for number in range(WRITERS)]

    def rename(number: int) -> str:
        return outcome(
            lambda: lifecycle.rename_page(writer(number), page(uids[number]), title="The one")
        )

    found = at_once(together, rename)
    assert sorted(found) == ["Invalid"] * (WRITERS - 1) + ["done"]
    with together.app_context():
        assert len(session().scalars(select(Page).where(Page.title == "The one")).all()) == 1


def test_a_new_name_and_edits_that_link_to_it_do_not_wait_for_each_other_for_ever(
    together: Flask,
) -> None:
    """Half rename a page, half save texts that want its new title and link to it by its old one."""
    for turn in range(3):
        target = new_page(together, f"Target {turn}", "x")
        wishes = f"[[Target {turn}]] [[Renamed {turn}]] [[Renamed {turn}|again]]\n"
        linking = [new_page(together, f"Linking {turn} {n}", wishes) for n in range(WRITERS)]

        def act(
            number: int, turn: int = turn, target: str = target, uids: list[str] = linking
        ) -> str:
            me = writer(number)
            if number == 0:
                return outcome(
                    lambda: lifecycle.rename_page(me, page(target), title=f"Renamed {turn}")
                )
            text = f"[[Renamed {turn}]] [[Target {turn}]] [[Linking {turn} 1]], number {number}\n"
            return outcome(lambda: edit_page(me, page(uids[number]), text=text, based_on=1))

        assert at_once(together, act) == ["done"] * WRITERS
        with together.app_context():
            lead_late_links.run(page_id=page(target).id)
            ids = [page(uid).id for uid in linking]
            rows = select(Link.target_id).where(
                Link.page_id.in_(ids), Link.title.in_([f"Renamed {turn}", f"Target {turn}"])
            )
            assert set(session().scalars(rows)) == {page(target).id}
            assert all(relinking.check(page(uid)) for uid in linking)


def test_pages_that_include_each_other_at_once_are_still_read(together: Flask) -> None:
    first, second = new_page(together, "Circle one", "x"), new_page(together, "Circle two", "y")

    def include(number: int) -> str:
        uid, other = ((first, "Circle two"), (second, "Circle one"))[number]
        return outcome(
            lambda: edit_page(writer(number), page(uid), text=f"![[{other}]]\n", based_on=1)
        )

    assert "done" in at_once(together, include, 2)
    with together.app_context():
        for uid in (first, second):
            assert browser(together, 0).get(f"/p/{uid}", follow_redirects=True).status_code == 200
