"""Copies: the words stay those of who wrote them, and the first revision says what it is a copy of."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.wiki import attribution, integrity, lifecycle
from essp.wiki.copying import Wish, copy_page, origin_of
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Kind, Link, Page
from essp.wiki.queries import find_revision
from essp.wiki.reading import authors_of
from essp.wiki.texts import text_of


@pytest.fixture
def other_space(make_space, femke):
    """A second open space."""
    return make_space(femke, "Field work")


@pytest.fixture
def tree(femke, ruben, space):
    """A page of two authors with a child, a grandchild and an archived child."""
    with transaction():
        top = create_page(femke, space, title="Handbook", text="One two three four.\n").page
        text = "One two three four.\n\nFive six seven [[Rota]].\n"
        edit_page(ruben, top, text=text, based_on=1)
        rota = create_page(ruben, space, title="Rota", text="Nights.\n", parent=top.uid).page
        create_page(femke, space, title="Nights", text="Late.\n", parent=rota.uid)
        old = create_page(femke, space, title="Old", text="Gone.\n", parent=top.uid).page
        lifecycle.archive_page(femke, old)
    return top


def copied(actor, page, space, title, **wish) -> Page:
    parent = wish.pop("parent", None)
    with transaction():
        return copy_page(actor, page, space, Wish(title, **wish), parent=parent).page


def test_the_words_of_a_copy_belong_to_who_wrote_them(femke, ruben, noor, space, tree) -> None:
    copy = copied(noor, tree, space, "Second handbook")
    assert text_of(copy) == text_of(tree)
    shares = [(each.person.name, each.words) for each in authors_of(copy).named]
    assert shares == [(each.person.name, each.words) for each in authors_of(tree).named]
    assert noor.name not in dict(shares)
    with transaction():
        edit_page(noor, copy, text=text_of(copy) + "\nMine alone here.\n", based_on=1)
    assert noor.name in {each.person.name for each in authors_of(copy).named}
    assert attribution.check(copy)
    assert integrity.verify() == []


def test_the_first_revision_says_where_the_copy_came_from(noor, space, tree) -> None:
    copy = copied(noor, tree, space, "Second handbook")
    first = find_revision(copy, 1)
    assert (first.kind, first.refers_to) == (Kind.COPIED.value, 2)
    assert first.summary == "Copied from “Handbook”, version 2."
    origin = origin_of(copy)
    assert origin is not None
    assert (origin.source_id, origin.number) == (tree.id, 2)


def test_a_copy_of_a_copy_still_knows_its_authors(noor, ruben, space, tree) -> None:
    second = copied(noor, copied(noor, tree, space, "B"), space, "C")
    assert {each.person.name for each in authors_of(second).named} == {
        "Femke de Boer",
        "Ruben Haak",
    }
    assert attribution.check(second)


def test_a_tree_is_copied_with_its_places_and_without_what_is_archived(
    session, noor, other_space, tree
) -> None:
    top = copied(noor, tree, other_space, "Handbook", with_below=True)
    pages = session.scalars(select(Page).where(Page.space_id == other_space.id)).all()
    assert sorted(each.title for each in pages) == ["Handbook", "Nights", "Rota"]
    by_title = {each.title: each for each in pages}
    assert by_title["Rota"].parent_id == top.id
    assert by_title["Nights"].parent_id == by_title["Rota"].id
    target = session.scalars(select(Link.target_id).where(Link.page_id == top.id)).one()
    assert target == by_title["Rota"].id


def test_links_to_permanent_addresses_lead_to_the_copies_as_well(
    session, femke, noor, other_space, space, tree
) -> None:
    rota = session.scalars(select(Page).where(Page.title == "Rota")).one()
    elsewhere = femke_page(femke, space, "Elsewhere", "x\n")
    text = (
        f"[rota](/p/{rota.uid}#nights) `[no](/p/{rota.uid})` [else](/p/{elsewhere.uid}) "
        f"[away](https://example.com/p/{rota.uid})\n"
    )
    linking = femke_page(femke, space, "Linking", text, parent=tree.uid)
    copied(noor, tree, other_space, "Handbook", with_below=True)
    by_title = {
        each.title: each
        for each in session.scalars(select(Page).where(Page.space_id == other_space.id))
    }
    copy = by_title["Rota"].uid
    assert text_of(by_title[linking.title]) == text.replace(
        f"/p/{rota.uid}#nights", f"/p/{copy}#nights"
    )


def femke_page(femke, space, title, text, **where) -> Page:
    with transaction():
        return create_page(femke, space, title=title, text=text, **where).page


def test_within_a_space_the_titles_below_get_what_was_chosen_or_a_number(
    session, noor, space, tree
) -> None:
    copied(noor, tree, space, "Plan 2027", with_below=True, prefix="2027: ")
    copied(noor, tree, space, "Plan 2028", with_below=True)
    titles = set(session.scalars(select(Page.title).where(Page.space_id == space.id)))
    assert {"2027: Rota", "2027: Nights", "Rota (2)", "Nights (2)"} <= titles


def test_a_page_may_be_copied_below_itself(noor, space, tree) -> None:
    copy = copied(noor, tree, space, "Inner", with_below=True, parent=tree.uid)
    assert copy.parent_id == tree.id


def test_links_of_a_copy_in_another_space_lead_where_they_led(
    session, noor, other_space, tree
) -> None:
    copy = copied(noor, tree, other_space, "Handbook")
    original = session.scalars(select(Link.target_id).where(Link.page_id == tree.id)).one()
    assert session.scalars(select(Link.target_id).where(Link.page_id == copy.id)).one() == original


def test_a_taken_title_and_a_closed_door_refuse_a_copy(
    noor, ruben, space, closed_space, tree
) -> None:
    with pytest.raises(Invalid, match="Handbook"):
        copied(noor, tree, space, "Handbook")
    with pytest.raises(Refused):
        copied(noor, tree, closed_space, "Handbook")


def test_a_copy_out_of_a_closed_space_does_not_name_what_it_came_from(
    femke, ruben, space, closed_space
) -> None:
    with transaction():
        plan = create_page(femke, closed_space, title="Secret plan", text="x\n").page
    copy = copied(ruben, plan, space, "Public part")
    assert find_revision(copy, 1).summary == "Copied from a page of another space."


def targets(session, page) -> list[str]:
    """Titles of the pages that the links of a page lead to, in their order."""
    rows = select(Page.title).join(Link, Link.target_id == Page.id).where(Link.page_id == page.id)
    return list(session.scalars(rows.order_by(Link.place)))


@pytest.fixture
def woven(femke, space):
    """Two pages that link to each other in every form, to themselves, and out."""
    with transaction():
        create_page(femke, space, title="Outside", text="Far.\n")
        plan = create_page(femke, space, title="Plan", text="One.\n").page
        text = (
            "See [[Plan]] and `[[Plan]]`, [[Plan#Costs|the costs]], [[Outside]], [[#Here]].\n\n"
            "| a |\n|---|\n| [[Plan\\|it]] |\n\n![[Plan]]\n\n    [[Plan]]\n"
        )
        create_page(femke, space, title="Step", text=text, parent=plan.uid)
        own = f"[[Step]], [[{space.slug}:Step]] and [[plan]].\n"
        edit_page(femke, plan, text=own, based_on=1)
    return plan


def test_links_within_a_copied_branch_lead_to_the_copies(session, noor, space, woven) -> None:
    copy = copied(noor, woven, space, "Plan 2027", with_below=True, prefix="2027: ")
    step = session.scalars(select(Page).where(Page.title == "2027: Step")).one()
    assert text_of(copy) == "[[2027: Step]], [[2027: Step]] and [[Plan 2027]].\n"
    assert text_of(step) == (
        "See [[Plan 2027]] and `[[Plan]]`, [[Plan 2027#Costs|the costs]], [[Outside]], [[#Here]].\n\n"
        "| a |\n|---|\n| [[Plan 2027\\|it]] |\n\n![[Plan 2027]]\n\n    [[Plan]]\n"
    )
    assert targets(session, copy) == ["2027: Step", "2027: Step", "Plan 2027"]
    assert targets(session, step) == ["Plan 2027", "Plan 2027", "Outside", "Plan 2027", "Plan 2027"]
    assert targets(session, woven) == ["Step", "Step", "Plan"]
    with transaction():
        edit_page(noor, copy, text="Now: " + text_of(copy), based_on=1)
    assert targets(session, copy) == ["2027: Step", "2027: Step", "Plan 2027"]


def test_only_the_new_words_of_such_a_link_are_those_of_who_copied(
    session, femke, noor, space, woven
) -> None:
    copy = copied(noor, woven, space, "Plan 2027", with_below=True, prefix="2027: ")
    step = session.scalars(select(Page).where(Page.title == "2027: Step")).one()
    shares = {each.person.name: each.words for each in authors_of(step).named}
    assert shares[femke.name] > shares[noor.name] == 4
    assert attribution.check(copy) and attribution.check(step)
    assert integrity.verify() == []


def test_a_renamed_page_is_still_known_to_the_links_of_a_copy(session, noor, space, woven) -> None:
    step = session.scalars(select(Page).where(Page.title == "Step")).one()
    with transaction():
        lifecycle.rename_page(noor, step, title="First step")
    copy = copied(noor, woven, space, "Plan 2027", with_below=True, prefix="New ")
    assert targets(session, copy)[0] == "New First step"
