"""Who may change a page: protection, and what becomes of saves, moves and restores there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import lifecycle
from essp.wiki.editing import create_page, edit_page, save_topics
from essp.wiki.guard_models import Level, Protection
from essp.wiki.guarding import guard_of
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, ProposalVersion
from essp.wiki.protecting import Wish, confirm, protect, release, set_on
from essp.wiki.retagging import TopicWish
from essp.wiki.sections import sections_of
from essp.wiki.texts import text_of
from essp.wiki.trail_models import CurationAct

TEXT = "Intro.\n\n## Limits\n\nNever above 92%.\n\n## After\n\nWrite it down.\n"


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page in a space of Femke, with two sections."""
    with transaction():
        return create_page(femke, space, title="Playbook", text=TEXT).page


def guard(actor: Person, page: Page, level: Level, **values: object) -> Protection | None:
    with transaction():
        return protect(actor, page, Wish(level, **values))


def guard_section(actor: Person, page: Page, words: str, level: Level) -> None:
    [section] = [each for each in sections_of(page) if each.words == words]
    guard(actor, page, level, section_id=section.id, reason="Checked numbers")


def save(actor: Person, page: Page, text: str, based_on: int | None = None, **values: object):
    with transaction():
        based_on = based_on or page.revision_number
        return edit_page(actor, page, text=text, based_on=based_on, **values)


def proposed(proposal: Proposal | None) -> str:
    assert proposal is not None
    return session().get_one(ProposalVersion, (proposal.id, proposal.version)).text


def test_an_edit_of_a_page_reviewed_first_waits_whole(
    page: Page, femke: Person, ruben: Person
) -> None:
    guard(femke, page, Level.BEFORE)
    saved = save(ruben, page, TEXT.replace("92", "95"), summary="Measured anew")
    assert saved.revision is None
    assert proposed(saved.proposal) == TEXT.replace("92", "95")
    assert saved.proposal is not None and saved.proposal.reason == "Measured anew"
    assert text_of(page) == TEXT


def test_one_save_publishes_the_open_part_and_keeps_the_guarded_part_waiting(
    page: Page, femke: Person, ruben: Person
) -> None:
    guard_section(femke, page, "Limits", Level.BEFORE)
    typed = TEXT.replace("92", "95").replace("Intro.", "Introduction.")
    saved = save(ruben, page, typed)
    assert text_of(page) == TEXT.replace("Intro.", "Introduction.")
    assert saved.revision is not None and saved.revision.number == 2
    assert proposed(saved.proposal) == typed


def test_an_edit_beside_a_guarded_section_is_an_ordinary_save(
    page: Page, femke: Person, ruben: Person
) -> None:
    guard_section(femke, page, "Limits", Level.LOCKED)
    saved = save(ruben, page, TEXT.replace("down", "everything down"))
    assert saved.proposal is None
    assert text_of(page) == TEXT.replace("down", "everything down")


def test_a_guarded_section_stays_guarded_under_another_name(
    page: Page, femke: Person, ruben: Person
) -> None:
    guard_section(femke, page, "Limits", Level.BEFORE)
    renamed = TEXT.replace("## Limits", "## Bounds")
    save(femke, page, renamed)
    assert save(ruben, page, renamed.replace("92", "95")).proposal is not None
    assert text_of(page) == renamed


def test_a_save_onto_a_page_locked_meanwhile_becomes_a_proposal(
    page: Page, femke: Person, ruben: Person
) -> None:
    save(femke, page, TEXT.replace("Intro", "Preface"))
    guard(femke, page, Level.LOCKED, reason="An incident is looked into")
    saved = save(ruben, page, TEXT.replace("down", "everything down"), based_on=1)
    assert proposed(saved.proposal) == TEXT.replace("Intro", "Preface").replace(
        "down", "everything down"
    )


def test_the_same_save_again_is_the_same_proposal(page: Page, femke: Person, ruben: Person) -> None:
    guard_section(femke, page, "Limits", Level.BEFORE)
    typed = TEXT.replace("92", "95").replace("Intro.", "Introduction.")
    first = save(ruben, page, typed, based_on=1, save_key="k1")
    again = save(ruben, page, typed, based_on=1, save_key="k1")
    assert (again.revision, again.proposal) == (first.revision, first.proposal)
    alone = TEXT.replace("92", "90").replace("Intro.", "Introduction.")
    first = save(ruben, page, alone, save_key="k2")
    assert save(ruben, page, alone, save_key="k2").proposal is first.proposal


def test_what_an_owner_writes_on_a_guarded_page_is_approved(page: Page, femke: Person) -> None:
    guard(femke, page, Level.BEFORE)
    assert page.approved_number == 1
    saved = save(femke, page, TEXT.replace("92", "95"))
    assert saved.proposal is None
    assert page.approved_number == 2


def test_an_edit_reviewed_afterwards_goes_live_and_is_not_approved(
    page: Page, femke: Person, ruben: Person
) -> None:
    guard(femke, page, Level.AFTERWARDS)
    assert save(ruben, page, TEXT.replace("92", "95")).proposal is None
    assert (page.approved_number, page.revision_number) == (1, 2)


def test_restoring_and_undoing_on_a_guarded_page_are_proposals(
    page: Page, femke: Person, ruben: Person
) -> None:
    save(femke, page, TEXT.replace("92", "95"))
    guard_section(femke, page, "Limits", Level.BEFORE)
    with transaction():
        restored = lifecycle.restore_revision(ruben, page, 1)
        undone = lifecycle.undo_revision(ruben, page, 2, summary="Wrong number")
    assert proposed(restored.proposal) == proposed(undone.proposal) == TEXT
    assert text_of(page) == TEXT.replace("92", "95")


def test_topics_typed_with_a_save_stay_as_they_were_on_a_guarded_page(
    page: Page, femke: Person, ruben: Person
) -> None:
    guard(femke, page, Level.BEFORE)
    saved = save(ruben, page, TEXT + "More.\n", topics=TopicWish(["Heat"]))
    assert saved.topics_left and saved.proposal is not None and saved.revision is None


@pytest.mark.parametrize("level", [Level.BEFORE, Level.LOCKED])
def test_others_do_not_rename_move_tag_archive_or_bring_back_a_guarded_page(
    page: Page, femke: Person, ruben: Person, make_space: Callable[..., Space], level: Level
) -> None:
    guard(femke, page, level, reason="Because")
    elsewhere = make_space(ruben, "Elsewhere")
    for deed in (
        lambda: lifecycle.rename_page(ruben, page, title="Other"),
        lambda: lifecycle.move_page(ruben, page, elsewhere),
        lambda: save_topics(ruben, page, TopicWish(["Heat"])),
        lambda: lifecycle.archive_page(ruben, page),
    ):
        with pytest.raises(Refused), transaction():
            deed()
    with transaction():
        lifecycle.archive_page(femke, page)
    with pytest.raises(Refused), transaction():
        lifecycle.bring_back(ruben, page)


@pytest.mark.parametrize("section", [False, True])
def test_the_page_above_a_guarded_one_is_not_moved_or_archived_by_others(
    page: Page, space: Space, femke: Person, ruben: Person, make_space: Callable[..., Space],
    section: bool,
) -> None:  # fmt: skip
    with transaction():
        child = create_page(femke, space, title="Below", text=TEXT, parent=page.uid).page
    if section:
        guard_section(femke, child, "Limits", Level.BEFORE)
    else:
        guard(femke, child, Level.BEFORE)
    elsewhere = make_space(ruben, "Elsewhere")
    with pytest.raises(Refused, match="Below"), transaction():
        lifecycle.move_page(ruben, page, elsewhere)
    with pytest.raises(Refused, match="Below"), transaction():
        lifecycle.archive_page(ruben, page)
    with transaction():
        lifecycle.move_page(femke, page, elsewhere)
    assert session().scalars(select(Protection.space_id)).all() == [elsewhere.id]


def test_a_guard_of_all_below_holds_for_new_pages_there(
    page: Page, space: Space, femke: Person, ruben: Person
) -> None:
    guard(femke, page, Level.BEFORE, subtree=True)
    with transaction():
        child = create_page(femke, space, title="Below", text=TEXT, parent=page.uid).page
    assert guard_of(ruben, child).waits(guard_of(ruben, child).level)
    with pytest.raises(Refused), transaction():
        lifecycle.move_page(ruben, child, space)


def test_of_two_guards_the_strictest_holds_and_the_other_comes_back(
    page: Page, femke: Person, ruben: Person
) -> None:
    guard(femke, page, Level.AFTERWARDS, subtree=True)
    locked = guard(femke, page, Level.LOCKED, reason="An incident")
    assert guard_of(ruben, page).level is Level.LOCKED
    assert locked is not None
    with transaction():
        release(femke, locked.uid, reason="Solved")
    assert guard_of(ruben, page).level is Level.AFTERWARDS


def test_a_new_guard_of_the_same_takes_the_place_of_the_former(page: Page, femke: Person) -> None:
    guard(femke, page, Level.BEFORE)
    guard(femke, page, Level.LOCKED, reason="An incident")
    assert [each.level for each in set_on(page)] == ["locked"]
    assert guard(femke, page, Level.OPEN, reason="Over") is None
    assert set_on(page) == []
    kinds = session().scalars(select(CurationAct.kind).order_by(CurationAct.id)).all()
    assert kinds == ["protected", "protected", "released"]


def test_a_guard_ends_at_its_moment(page: Page, femke: Person, ruben: Person) -> None:
    guard(femke, page, Level.LOCKED, reason="Tests", until=clock.now() + timedelta(hours=1))
    assert not guard_of(ruben, page).free
    with clock.held_at(clock.now() + timedelta(hours=2)):
        assert guard_of(ruben, page).free


def test_a_lock_without_an_end_is_confirmed_for_half_a_year(page: Page, femke: Person) -> None:
    row = guard(femke, page, Level.LOCKED, reason="Legal hold")
    assert row is not None and row.confirm_by is not None
    before = row.confirm_by
    with clock.held_at(clock.now() + timedelta(days=100)), transaction():
        confirm(femke, row.uid)
    assert row.confirm_by - before > timedelta(days=99)


def test_only_owners_say_who_may_change_a_page(page: Page, femke: Person, ruben: Person) -> None:
    with pytest.raises(Refused):
        guard(ruben, page, Level.BEFORE)
    row = guard(femke, page, Level.BEFORE)
    assert row is not None
    with pytest.raises(Refused), transaction():
        release(ruben, row.uid)
    with transaction():
        release(femke, row.uid)
    with pytest.raises(NotFound), transaction():
        release(femke, row.uid)


def test_what_makes_no_sense_is_said(page: Page, femke: Person) -> None:
    for field, wish in (
        ("reason", Wish(Level.LOCKED)),
        ("reason", Wish(Level.BEFORE, reason="x" * 501)),
        ("until", Wish(Level.BEFORE, until=clock.now() - timedelta(minutes=1))),
        ("scope", Wish(Level.BEFORE, section_id=999_999)),
        ("level", Wish(Level.OPEN)),
    ):
        with pytest.raises(Invalid) as caught, transaction():
            protect(femke, page, wish)
        assert list(caught.value.errors) == [field]


def test_others_put_nothing_below_a_page_of_which_all_below_is_guarded(
    page: Page, space: Space, femke: Person, ruben: Person
) -> None:
    with transaction():
        other = create_page(ruben, space, title="Elsewhere", text=TEXT).page
    guard(femke, page, Level.BEFORE, subtree=True)
    with pytest.raises(Invalid, match="parent"), transaction():
        create_page(ruben, space, title="New", text=TEXT, parent=page.uid)
    with pytest.raises(Invalid, match="parent"), transaction():
        lifecycle.move_page(ruben, other, space, parent=page.uid)
    with transaction():
        create_page(femke, space, title="New", text=TEXT, parent=page.uid)


def test_a_guard_of_a_page_alone_leaves_room_below_it(
    page: Page, space: Space, femke: Person, ruben: Person
) -> None:
    guard(femke, page, Level.LOCKED, reason="An incident")
    with transaction():
        assert create_page(ruben, space, title="New", text=TEXT, parent=page.uid).revision
