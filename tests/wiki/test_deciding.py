"""Deciding on proposals: what is published is what was approved, and every word has its true author."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from essp.core.db import session, transaction
from essp.core.decision import Invalid, Refused
from essp.people.models import Person
from essp.spaces.models import Ownership, Space
from essp.wiki import lifecycle
from essp.wiki.attribution import check, pieces_of, rebuild
from essp.wiki.carrying import carry_along, version_of
from essp.wiki.deciding import (
    AlreadyDecided,
    Approved,
    Overtaken,
    Seen,
    Taken,
    approve,
    decline,
    send_back,
    together,
)
from essp.wiki.editing import create_page, edit_page, locked
from essp.wiki.hunks import assemble, hunks_of
from essp.wiki.integrity import verify
from essp.wiki.models import Page, Revision, RevisionCredit
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.revising import bring_back, revise, withdraw
from essp.wiki.texts import text_of
from essp.wiki.trail_models import CurationAct
from tests.wiki.test_proposing import TEXT, edited, page, proposed

__all__ = ["page"]

TWO = TEXT.replace("95%", "92%").replace("what you did", "everything that happened tonight")


def seen(proposal: Proposal) -> Seen:
    """The proposal as it stands."""
    return Seen(proposal.version, session().get_one(Page, proposal.page_id).revision_number)


def approved(actor: Person, proposal: Proposal, **taken: object) -> Approved:
    """The proposal approved as it stands; the reason is given where a part is left."""
    with transaction():
        return approve(actor, proposal, seen(proposal), taken=Taken(**taken), reason="Too vague")


def authors(page: Page) -> dict[str, str]:
    """Each piece of the page's text with who wrote it."""
    return {piece.text.strip(): piece.author.name for piece in pieces_of(page) if piece.author}


def test_an_approved_proposal_is_a_revision_by_its_author(
    page: Page, femke: Person, ruben: Person
) -> None:
    done = approved(femke, proposed(ruben, page, TWO))
    assert (done.revision.author_id, text_of(page)) == (ruben.id, TWO)
    assert (done.proposal.state, done.proposal.became) == (State.APPROVED.value, 2)
    assert page.approved_number == 2
    assert check(page) and not verify()


def test_each_place_is_taken_for_itself_and_the_rest_left_out(
    page: Page, femke: Person, ruben: Person
) -> None:
    done = approved(femke, proposed(ruben, page, TWO), hunks=[0])
    assert text_of(page) == TEXT.replace("95%", "92%")
    assert (done.proposal.state, done.rest) == (State.PARTLY.value, None)
    assert check(page)


def test_the_rest_goes_back_to_who_proposed_it(page: Page, femke: Person, ruben: Person) -> None:
    done = approved(femke, proposed(ruben, page, TWO), hunks=[0], rest_back=True)
    assert done.rest is not None and done.rest.state == State.SENT_BACK.value
    assert version_of(done.rest).text == TWO
    assert (done.rest.author_id, done.rest.decision) == (ruben.id, "Too vague")


def test_what_is_left_needs_a_reason(page: Page, femke: Person, ruben: Person) -> None:
    proposal = proposed(ruben, page, TWO)
    with pytest.raises(Invalid), transaction():
        approve(femke, proposal, seen(proposal), taken=Taken(hunks=[0]))
    with pytest.raises(Invalid), transaction():
        send_back(femke, proposal, seen(proposal), reason=" ")


def test_amended_words_are_the_owners_and_the_others_stay_the_proposers(
    page: Page, femke: Person, ruben: Person
) -> None:
    text = TEXT + "\nCall redispatch before noon.\n"
    done = approved(femke, proposed(ruben, page, text), text=text.replace("noon", "ten o'clock"))
    assert text_of(page) == text.replace("noon", "ten o'clock")
    assert authors(page)["Call redispatch before"] == ruben.name
    assert authors(page)["ten o'clock."] == femke.name
    credited = select(RevisionCredit.person_id)
    assert session().scalars(credited).all() == [femke.id]
    assert check(page) and not verify()
    before = authors(page)
    with transaction():
        rebuild(locked(page))
    assert authors(page) == before
    assert done.proposal.state == State.APPROVED.value


def test_one_place_is_amended_and_another_left(page: Page, femke: Person, ruben: Person) -> None:
    approved(femke, proposed(ruben, page, TWO), hunks=[0], words={0: "Start at 91% of the limit."})
    assert text_of(page) == TEXT.replace("95%", "91%")
    assert authors(page)["91%"] == femke.name
    assert check(page)


def test_nobody_approves_their_own(page: Page, femke: Person) -> None:
    proposal = proposed(femke, page, TWO)
    for taken in (Taken(), Taken(text=TEXT + "Mine.\n"), Taken(hunks=[0])):
        with pytest.raises(Refused), transaction():
            approve(femke, proposal, seen(proposal), taken=taken, reason="why")
    with pytest.raises(Refused), transaction():
        together([(proposal, seen(proposal))], partial(approve, femke))


def test_only_who_owns_the_page_decides(page: Page, ruben: Person, noor: Person) -> None:
    with pytest.raises(Refused):
        approved(noor, proposed(ruben, page, TWO))


def test_an_owner_who_was_removed_while_reviewing_is_refused(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TWO)
    with transaction():
        session().delete(session().get_one(Ownership, (page.space_id, femke.id)))
    with pytest.raises(Refused):
        approved(femke, proposal)
    assert proposal.state == State.WAITING.value


def test_what_came_after_it_was_shown_is_not_approved(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TWO)
    shown = seen(proposal)
    with transaction():
        revise(ruben, proposal, text=TWO + "More.\n", based_on=1, version=1, reason="More")
    with pytest.raises(Overtaken), transaction():
        approve(femke, proposal, shown)
    shown = seen(proposal)
    edited(femke, page, TEXT + "\nAn edit.\n")
    with pytest.raises(Overtaken), transaction():
        approve(femke, proposal, shown)
    assert page.revision_number == 2


def test_approving_twice_tells_that_it_was_decided(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TWO)
    approved(femke, proposal)
    with pytest.raises(AlreadyDecided):
        approved(femke, proposal)
    assert page.revision_number == 2


def test_a_proposal_for_a_page_that_was_archived_waits(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TWO)
    with transaction():
        lifecycle.archive_page(femke, page)
        carry_along(page)
    with pytest.raises(Refused):
        approved(femke, proposal)
    with transaction():
        lifecycle.bring_back(femke, page)
        carry_along(page)
    approved(femke, proposal)
    assert text_of(page) == TWO


def test_a_proposal_follows_its_page_to_another_name(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TWO)
    shown = seen(proposal)
    with transaction():
        lifecycle.rename_page(femke, page, title="Another name")
        carry_along(page)
    with pytest.raises(Overtaken), transaction():
        approve(femke, proposal, shown)
    approved(femke, proposal)
    assert (page.title, text_of(page)) == ("Another name", TWO)


def test_a_stuck_proposal_is_not_approved_until_its_author_sets_it_right(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TEXT.replace("95%", "92%"))
    edited(femke, page, TEXT.replace("95%", "90%"))
    with pytest.raises(Refused):
        approved(femke, proposal)
    with transaction():
        revise(ruben, proposal, text=TEXT.replace("95%", "92%"), based_on=2, version=1, reason="")
    approved(femke, proposal)
    assert text_of(page) == TEXT.replace("95%", "92%")


def test_the_others_are_carried_along_when_one_is_approved(
    page: Page, femke: Person, ruben: Person, noor: Person
) -> None:
    first, second = proposed(ruben, page, TWO), proposed(noor, page, TEXT + "\nAn end.\n")
    approved(femke, first)
    assert (second.version, second.based_on) == (2, 2)
    approved(femke, second)
    assert text_of(page) == TWO + "\nAn end.\n"
    assert check(page)


def test_declined_withdrawn_and_brought_back_tell_their_state(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TWO)
    with transaction():
        withdraw(ruben, proposal)
    assert proposal.state == State.WITHDRAWN.value
    with transaction():
        edit_page(femke, page, text=TEXT + "\nMore.\n", based_on=1)
        carry_along(page)
        bring_back(ruben, proposal)
    assert version_of(proposal).text == TWO + "\nMore.\n"
    with transaction():
        decline(femke, proposal, seen(proposal), reason="Not here")
    assert (proposal.state, proposal.decision) == (State.DECLINED.value, "Not here")
    with pytest.raises(Refused), transaction():
        bring_back(ruben, proposal)
    kinds = session().scalars(select(CurationAct.kind).order_by(CurationAct.id)).all()
    assert kinds == ["withdrawn", "declined"]


def test_several_pages_are_approved_together_or_not_at_all(
    page: Page, femke: Person, ruben: Person, space: Space
) -> None:
    with transaction():
        other = create_page(femke, space, title="Other", text=TEXT).page
    first, second = proposed(ruben, page, TWO, bundle="b"), proposed(ruben, other, TWO, bundle="b")
    with pytest.raises(Overtaken), transaction():
        together([(first, seen(first)), (second, Seen(9, 1))], partial(approve, femke))
    assert (page.revision_number, other.revision_number) == (1, 1)
    with transaction():
        together([(each, seen(each)) for each in (first, second)], partial(approve, femke))
    assert (text_of(page), text_of(other)) == (TWO, TWO)


def test_a_proposal_that_deletes_its_section_says_which_heading_goes(
    page: Page, femke: Person, ruben: Person
) -> None:
    text = TEXT.split("## After")[0]
    proposal = proposed(ruben, page, text)
    (hunk,) = hunks_of(text_of(page), version_of(proposal).text)
    assert hunk.gone == ["After"]
    approved(femke, proposal)
    assert text_of(page) == text


def test_any_choice_of_places_gives_a_text() -> None:
    assert [hunk.heading for hunk in hunks_of(TEXT, TWO)] == ["When to start", "After"]
    assert assemble(TEXT, TWO, []) == TEXT
    assert assemble(TEXT, TWO, [0, 1]) == TWO
    assert assemble("a", "", [0]) == ""


def test_the_revision_names_both_in_its_hash_chain(
    page: Page, femke: Person, ruben: Person
) -> None:
    approved(femke, proposed(ruben, page, TWO), text=TWO + "\nMore by the owner.\n")
    kept = session().scalars(select(Revision).where(Revision.page_id == page.id)).all()
    assert [each.author_id for each in kept] == [femke.id, ruben.id]
    assert not verify()
