"""Saving pages: what is merged, what conflicts, what makes no revision."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import lifecycle
from essp.wiki.editing import Conflict, create_page, edit_page
from essp.wiki.history import page_history
from essp.wiki.integrity import verify
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.reading import authors_of
from essp.wiki.texts import text_of

TEXT = "## When to start\n\nStart at 95% of the limit.\n\n## After\n\nWrite down what you did.\n"


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page by Femke with two sections."""
    with transaction():
        return create_page(femke, space, title="Congestion playbook", text=TEXT).page


def save(actor: Person, page: Page, text: str, based_on: int, **values: object):
    with transaction():
        return edit_page(actor, page, text=text, based_on=based_on, **values)


def test_a_new_page_has_one_revision_by_its_author(page: Page, femke: Person) -> None:
    assert page.revision_number == 1
    assert text_of(page) == TEXT
    assert [author.person.id for author in authors_of(page).named] == [femke.id]


def test_edits_of_different_places_merge_and_everyone_keeps_their_words(
    page: Page, femke: Person, ruben: Person
) -> None:
    save(ruben, page, TEXT.replace("95%", "92%"), 1)
    saved = save(femke, page, TEXT.replace("did.", "did and why you did it."), 1)
    assert saved.merged_with == (2,)
    assert text_of(page) == TEXT.replace("95%", "92%").replace("did.", "did and why you did it.")
    shares = {author.person.id: author.words for author in authors_of(page).named}
    assert shares[ruben.id] == 1


def test_edits_of_the_same_words_conflict_and_keep_both_texts(
    page: Page, femke: Person, ruben: Person
) -> None:
    save(ruben, page, TEXT.replace("95%", "92%"), 1)
    with pytest.raises(Conflict) as caught:
        save(femke, page, TEXT.replace("95%", "90%"), 1)
    (conflict,) = caught.value.merge.conflicts
    assert "92%" in conflict.theirs
    assert "90%" in conflict.mine
    assert caught.value.current == 2
    assert page.revision_number == 2


def test_saving_twice_with_the_same_key_makes_one_revision(page: Page, ruben: Person) -> None:
    first = save(ruben, page, TEXT + "More.\n", 1, save_key="k1")
    again = save(ruben, page, TEXT + "More.\n", 1, save_key="k1")
    assert first.revision is not None
    assert again.revision is not None
    assert first.revision.id == again.revision.id
    assert page.revision_number == 2


def test_no_change_makes_no_revision(page: Page, ruben: Person) -> None:
    assert save(ruben, page, TEXT.replace("\n", "\r\n"), 1).revision is None
    assert page.revision_number == 1


@pytest.mark.parametrize("based_on", [None, 0, -1, 2, 99])
def test_a_save_without_a_base_that_exists_is_refused_in_words(
    page: Page, ruben: Person, based_on: int | None
) -> None:
    with pytest.raises(Invalid, match="started from"):
        save(ruben, page, "x", based_on)


def test_a_page_over_a_megabyte_is_refused(page: Page, ruben: Person) -> None:
    with pytest.raises(Invalid, match="divide"):
        save(ruben, page, "word " * 400_000, 1)
    assert page.revision_number == 1


def test_control_characters_are_left_out(page: Page, ruben: Person) -> None:
    save(ruben, page, "a\x00b\x07c\td\udc80\n", 1)
    assert text_of(page) == "abc\td?\n"


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "x" * 256])
def test_a_title_that_is_empty_or_too_long_is_refused(
    femke: Person, space: Space, title: str
) -> None:
    with pytest.raises(Invalid), transaction():
        create_page(femke, space, title=title, text="x")


def test_a_title_that_exists_is_refused_whatever_its_case(
    page: Page, femke: Person, space: Space
) -> None:
    with pytest.raises(Invalid, match="Congestion playbook"), transaction():
        create_page(femke, space, title="CONGESTION  playbook", text="x")


def test_a_title_of_emoji_makes_a_page(femke: Person, space: Space) -> None:
    with transaction():
        page = create_page(femke, space, title="🔌🔥", text="x").page
    assert page.slug == "page"


def test_who_may_not_read_a_space_may_not_write_in_it(noor: Person, closed_space: Space) -> None:
    with pytest.raises(Refused), transaction():
        create_page(noor, closed_space, title="Hello", text="x")


def test_what_was_archived_together_comes_back_together(
    page: Page, ruben: Person, space: Space
) -> None:
    with transaction():
        child = create_page(ruben, space, title="Child", text="x", parent=page.uid).page
        deep = create_page(ruben, space, title="Deep", text="x", parent=child.uid).page
        before = create_page(ruben, space, title="Before", text="x", parent=page.uid).page
        lifecycle.archive_page(ruben, before)
    with transaction():
        lifecycle.archive_page(ruben, page)
        create_page(ruben, space, title="Child", text="Another took its title")
    with transaction():
        back = lifecycle.bring_back(ruben, page)
    assert (back.below, back.left) == ([deep], [child])
    assert deep.parent_id == page.id and not deep.archived
    assert child.archived and before.archived


def test_an_archived_page_is_not_edited_but_brought_back(page: Page, ruben: Person) -> None:
    with transaction():
        lifecycle.archive_page(ruben, page)
    with pytest.raises(Refused, match="Bring it back"):
        save(ruben, page, "x", 2)
    with transaction():
        lifecycle.bring_back(ruben, page)
    assert save(ruben, page, "x", 3).revision is not None
    assert [each.kind for each in page_history(page)] == [
        "edited",
        "brought back",
        "archived",
        "created",
    ]


def test_restored_words_belong_to_who_first_wrote_them(
    page: Page, femke: Person, ruben: Person
) -> None:
    save(ruben, page, "Everything is gone.\n", 1)
    with transaction():
        lifecycle.restore_revision(ruben, page, 1)
    assert text_of(page) == TEXT
    assert [author.person.id for author in authors_of(page).named] == [femke.id]


def test_one_edit_in_the_middle_is_undone_and_later_ones_stay(
    page: Page, femke: Person, ruben: Person
) -> None:
    save(ruben, page, TEXT.replace("95%", "92%"), 1)
    save(femke, page, TEXT.replace("95%", "92%") + "\nThe end.\n", 2)
    with transaction():
        lifecycle.undo_revision(femke, page, 2)
    assert text_of(page) == TEXT + "\nThe end.\n"


def test_an_edit_that_later_ones_changed_cannot_be_undone_and_says_where(
    page: Page, femke: Person, ruben: Person
) -> None:
    save(ruben, page, TEXT.replace("95%", "92%"), 1)
    save(femke, page, TEXT.replace("95%", "90%"), 2)
    with pytest.raises(lifecycle.CannotUndo) as caught, transaction():
        lifecycle.undo_revision(femke, page, 2)
    assert "90%" in caught.value.merge.conflicts[0].mine


def test_a_moved_page_takes_what_is_below_it_along(
    page: Page, femke: Person, ruben: Person, make_space: Callable[..., Space]
) -> None:
    with transaction():
        child = create_page(femke, _space(page), title="Rota", text="a", parent=page.uid).page
        below = create_page(
            femke, _space(page), title="Phone list", text="b", parent=child.uid
        ).page
    other = make_space(ruben, "System operations")
    with transaction():
        lifecycle.move_page(ruben, child, other)
    assert find_page(ruben, below.uid).space_id == other.id
    assert below.lineage == f"/{child.id}/{below.id}/"


def test_a_page_cannot_stand_below_itself(page: Page, femke: Person) -> None:
    with transaction():
        child = create_page(femke, _space(page), title="Rota", text="a", parent=page.uid).page
    with pytest.raises(Invalid, match="below itself"), transaction():
        lifecycle.move_page(femke, page, _space(page), parent=child.uid)


def test_a_page_of_a_closed_space_is_not_there_for_others(
    femke: Person, ruben: Person, noor: Person, closed_space: Space
) -> None:
    with transaction():
        page = create_page(femke, closed_space, title="Plan", text="x").page
    assert find_page(ruben, page.uid).id == page.id
    with pytest.raises(NotFound):
        find_page(noor, page.uid)


def test_history_is_whole_after_all_kinds_of_change(page: Page, femke: Person) -> None:
    for number in range(1, 45):
        save(femke, page, f"{TEXT}\nLine {number}.\n", number)
    with transaction():
        lifecycle.rename_page(femke, page, title="Playbook")
    assert verify() == []
    assert text_of(page, 23) == f"{TEXT}\nLine 22.\n"


def _space(page: Page) -> Space:
    from essp.core.db import session

    space = session().get(Space, page.space_id)
    assert space is not None
    return space
