"""Links that hold: by id through every renaming and move, and what a title means when one is saved."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.spaces.governing import change_space, state_of
from essp.spaces.membership import add_member
from essp.spaces.models import Access
from essp.wiki import astray, lifecycle, linked, relinking
from essp.wiki.editing import create_page, edit_page
from essp.wiki.linked import Fault
from essp.wiki.models import Link, Page, Revision


@pytest.fixture
def other_space(make_space, femke):
    """A second open space."""
    return make_space(femke, "Field work")


def page(actor, space, title, text="x", **more) -> Page:
    with transaction():
        return create_page(actor, space, title=title, text=text, **more).page


def saved(actor, page, text) -> None:
    with transaction():
        edit_page(actor, page, text=text, based_on=page.revision_number)


def renamed(actor, page, title) -> None:
    with transaction():
        lifecycle.rename_page(actor, page, title=title)


def targets(session, page) -> list[int | None]:
    rows = select(Link.target_id).where(Link.page_id == page.id).order_by(Link.place)
    return list(session.scalars(rows))


def shown(browser_of, reader, page) -> str:
    return browser_of(reader).get(f"/p/{page.uid}", follow_redirects=True).text


def test_links_hold_through_two_new_names_and_two_moves_without_a_revision_of_others(
    session, femke, ruben, noor, space, other_space, browser_of
) -> None:
    rota = page(femke, other_space, "Rota")
    from_afar = page(ruben, space, "Handbook", f"See [[{other_space.slug}:Rota]] and [[Nothing]].")
    near = page(ruben, other_space, "Calendar", "See [[Rota|the list]] and [[Rota#Nights]].")
    before = session.scalar(select(func.count()).select_from(Revision))
    renamed(femke, rota, "Duty list")
    renamed(femke, rota, "Who is on duty")
    with transaction():
        lifecycle.move_page(femke, rota, space)
    with transaction():
        lifecycle.move_page(femke, rota, other_space)
    assert session.scalar(select(func.count()).select_from(Revision)) == before + 4
    assert targets(session, from_afar) == [rota.id, None]
    assert targets(session, near) == [rota.id, rota.id]
    told = shown(browser_of, noor, from_afar)
    assert f'<a class="wikilink" href="/s/{other_space.slug}/who-is-on-duty">' in told
    assert ">Who is on duty</a>" in told
    assert ">the list</a>" in shown(browser_of, noor, near)
    assert ">Who is on duty: Nights</a>" in shown(browser_of, noor, near)


def test_a_text_saved_again_with_the_old_title_still_leads_to_the_page(
    session, femke, space, other_space
) -> None:
    rota = page(femke, space, "Rota")
    handbook = page(femke, space, "Handbook", "See [[Rota]].")
    renamed(femke, rota, "Duty list")
    with transaction():
        lifecycle.move_page(femke, rota, other_space)
    saved(femke, handbook, "Please see [[Rota]] and [[rota]].")
    assert targets(session, handbook) == [rota.id, rota.id]
    later = page(femke, space, "Later", "See [[Rota]] as well.")
    assert targets(session, later) == [rota.id]


def test_a_new_page_with_the_old_title_takes_what_is_saved_from_then_on(
    session, femke, space
) -> None:
    rota = page(femke, space, "Rota")
    untouched = page(femke, space, "Untouched", "See [[Rota]].")
    touched = page(femke, space, "Touched", "See [[Rota]].")
    renamed(femke, rota, "Duty list")
    second = page(femke, space, "Rota", "A new one.")
    assert targets(session, untouched) == [rota.id]
    renamed(femke, untouched, "Only renamed")
    assert targets(session, untouched) == [rota.id]
    saved(femke, touched, "See [[Rota]], the new one.")
    assert targets(session, touched) == [second.id]
    with transaction():
        relinking.rebuild(untouched)
    assert targets(session, untouched) == [rota.id]


def test_a_new_page_takes_over_the_links_of_one_that_was_put_away_or_left_the_space(
    session, femke, space, other_space
) -> None:
    gone, left = page(femke, space, "Gone"), page(femke, space, "Left")
    handbook = page(femke, space, "Handbook", "See [[Gone]] and [[Left]].")
    with transaction():
        lifecycle.archive_page(femke, gone)
        lifecycle.move_page(femke, left, other_space)
    assert targets(session, handbook) == [gone.id, left.id]
    new_gone, new_left = page(femke, space, "Gone"), page(femke, space, "Left")
    assert targets(session, handbook) == [new_gone.id, new_left.id]


def test_a_page_that_moved_still_means_the_pages_of_the_space_it_came_from(
    session, femke, space, other_space
) -> None:
    rota = page(femke, space, "Rota")
    handbook = page(femke, space, "Handbook", "See [[Rota]].")
    with transaction():
        lifecycle.move_page(femke, handbook, other_space)
    assert targets(session, handbook) == [rota.id]
    saved(femke, handbook, "See [[Rota]] soon.")
    assert targets(session, handbook) == [rota.id]


def test_titles_that_share_an_address_are_not_taken_for_each_other(session, femke, space) -> None:
    plus = page(femke, space, "C++")
    assert plus.slug == "c"
    handbook = page(femke, space, "Handbook", "[[C]] [[C+]] [[你好]] [[c++]]")
    assert targets(session, handbook) == [None, None, None, plus.id]


def test_a_page_that_goes_to_a_taken_title_is_refused_in_words(femke, space) -> None:
    page(femke, space, "Rota")
    other = page(femke, space, "Calendar")
    with pytest.raises(Invalid, match="Rota"):
        renamed(femke, other, "rota")


def test_a_new_name_of_a_space_breaks_no_link(session, femke, space, other_space) -> None:
    rota = page(femke, other_space, "Rota")
    handbook = page(femke, space, "Handbook", f"See [[{other_space.slug}:Rota]].")
    with transaction():
        change_space(
            femke, other_space, name="Outdoors", slug="outdoors", purpose="", rules="",
            access=Access.OPEN, language="en", based_on=state_of(other_space),
        )  # fmt: skip
    saved(femke, handbook, "See [[field-work:Rota]] and [[outdoors:Rota]].")
    assert targets(session, handbook) == [rota.id, rota.id]


def test_backlinks_name_each_page_once_and_only_what_the_reader_may_know(
    femke, ruben, noor, space, closed_space
) -> None:
    rota = page(femke, space, "Rota", "[[Rota]] itself.")
    page(femke, space, "Handbook", "[[Rota]] and [[rota|again]]\n\n![[Rota]]\n")
    page(femke, closed_space, "Plan", f"[[{space.slug}:Rota]]")
    away = page(femke, space, "Old", "[[Rota]]")
    with transaction():
        lifecycle.archive_page(femke, away)
    outsider = linked.backlinks(noor, rota)
    assert [(e.page.title, e.times, e.includes) for e in outsider.items] == [("Handbook", 3, True)]
    assert outsider.total == 1
    assert [e.page.title for e in linked.backlinks(ruben, rota).items] == ["Handbook", "Plan"]
    with transaction():
        add_member(femke, closed_space, noor)
    assert linked.backlinks(noor, rota).total == 2


def test_backlinks_come_in_parts(femke, space) -> None:
    rota = page(femke, space, "Rota")
    for number in range(7):
        page(femke, space, f"Page {number}", "[[Rota]]")
    second = linked.backlinks(femke, rota, limit=3, offset=3)
    assert [each.page.title for each in second.items] == ["Page 3", "Page 4", "Page 5"]
    assert second.total == 7


def test_what_a_page_links_to_is_told_with_what_is_wrong(femke, noor, space, closed_space) -> None:
    rota = page(femke, space, "Rota", "# Nights\n")
    old = page(femke, space, "Old")
    page(femke, closed_space, "Plan")
    handbook = page(
        femke, space, "Handbook",
        f"[[Rota#Nights]] [[Rota#Days]] [[Old]] [[None]] [[{closed_space.slug}:Plan]] [[none]]\n"
        "https://a.example/x and <https://B.example/y> and https://a.example/x\n",
    )  # fmt: skip
    with transaction():
        lifecycle.archive_page(femke, old)
    told = linked.outgoing(noor, handbook)
    assert [(e.title, e.fault) for e in told] == [
        ("Rota", Fault.NONE),
        ("Rota", Fault.NO_SECTION),
        ("Old", Fault.ARCHIVED),
        ("None", Fault.MISSING),
        ("Plan", Fault.MISSING),
        ("none", Fault.MISSING),
    ]
    assert told[0].page is not None and told[0].page.id == rota.id
    assert told[4].page is None
    assert linked.outgoing(femke, handbook)[4].fault is Fault.NONE
    assert linked.web_links(handbook) == ["https://a.example/x", "https://B.example/y"]


def test_wanted_pages_count_who_asks_and_hide_nothing_by_silence(
    femke, ruben, noor, space, closed_space
) -> None:
    moving = page(femke, space, "Once here")
    page(femke, space, "One", "[[Rota]] [[Rota]] [[Once here]]")
    page(ruben, space, "Two", "[[rota]]")
    page(femke, closed_space, "Plan", f"[[{space.slug}:Rota]] [[{space.slug}:Secret wish]]")
    with transaction():
        lifecycle.move_page(femke, moving, closed_space)
    outsider = astray.wanted(noor, space)
    assert [(each.title, each.times) for each in outsider.items] == [("Rota", 2), ("Once here", 1)]
    assert {each.title for each in outsider.items[0].pages} == {"One", "Two"}
    member = astray.wanted(ruben, space)
    assert [(each.title, each.times) for each in member.items] == [("Rota", 3), ("Secret wish", 1)]
    assert (outsider.total, member.total) == (2, 2)


def test_broken_links_of_a_space_are_told_with_their_page_and_reason(femke, noor, space) -> None:
    page(femke, space, "Rota", "# Nights\n")
    old = page(femke, space, "Old")
    page(femke, space, "Handbook", "[[Rota#Nights]] [[Rota#Days]] [[Old]] [[None]]")
    with transaction():
        lifecycle.archive_page(femke, old)
    told = astray.broken(noor, space)
    assert [(e.page.title, e.link.title, e.link.section, e.link.fault) for e in told.items] == [
        ("Handbook", "Rota", "Days", Fault.NO_SECTION),
        ("Handbook", "Old", "", Fault.ARCHIVED),
        ("Handbook", "None", "", Fault.MISSING),
    ]
    assert told.total == 3


def test_an_orphan_is_a_page_that_no_page_the_reader_may_read_links_to(
    femke, ruben, noor, space, closed_space
) -> None:
    top = page(femke, space, "Handbook", "[[Handbook]] [[Rota]]")
    page(femke, space, "Rota", parent=top.uid)
    page(femke, space, "Alone", parent=top.uid)
    page(femke, closed_space, "Plan", f"[[{space.slug}:Alone]]")
    assert [(e.page.title, e.above) for e in astray.orphans(noor, space).items] == [
        ("Alone", "Handbook"),
        ("Handbook", None),
    ]
    assert [e.page.title for e in astray.orphans(ruben, space).items] == ["Handbook"]


def test_addresses_on_the_web_are_gathered_by_site(femke, noor, space) -> None:
    page(femke, space, "One", "https://b.example/ https://a.example/x")
    page(femke, space, "Two", "https://a.example/x")
    told = astray.web_addresses(noor, space)
    assert [(e.host, e.times) for e in told.items] == [("a.example", 2), ("b.example", 1)]
    assert {each.title for each in told.items[0].pages} == {"One", "Two"}


def test_who_links_into_a_tree_from_outside_is_asked_before_it_is_put_away(femke, space) -> None:
    top = page(femke, space, "Handbook", "[[Rota]]")
    page(femke, space, "Rota", "[[Handbook]]", parent=top.uid)
    page(femke, space, "Outside", "[[Rota]] [[Handbook]]")
    assert [(e.page.title, e.times) for e in linked.linked_into(femke, top).items] == [
        ("Outside", 2)
    ]


def test_the_web_of_links_can_be_checked_and_worked_out_anew(session, femke, space) -> None:
    rota = page(femke, space, "Rota", "# Nights\n\nhttps://a.example/\n")
    handbook = page(femke, space, "Handbook", "[[Rota]]")
    assert relinking.check(rota) and relinking.check(handbook)
    with transaction():
        session.query(Link).delete()
    assert relinking.check(rota) and not relinking.check(handbook)
    relinking.rebuild_links.run(after=0)
    assert relinking.check(handbook)
    assert targets(session, handbook) == [rota.id]
