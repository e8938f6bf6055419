"""What came together by itself is told beside what is left to choose."""

from __future__ import annotations

from essp.core.db import transaction
from essp.core.text.merge import merge
from essp.wiki.editing import create_page, edit_page
from essp.wiki.fitting import Fitted, fitted
from tests.wiki.test_web import fields

BASE = """# Playbook

## When to start

Start at 95% of the limit.

## At night

Call the desk.

## Afterwards

Write it down. Then go home.
"""


def settled(mine: str, theirs: str) -> list[Fitted]:
    """What fitted in two edits of the base."""
    return fitted(BASE, mine, theirs, merge(BASE, mine, theirs))


def words(each: Fitted) -> list[tuple[str, str]]:
    """The words that came and went."""
    return [tuple(part) for part in each.segments if part.kind != "same"]


def test_each_change_is_told_with_its_section_and_whose_it_is() -> None:
    mine = BASE.replace("95%", "92%").replace("the desk", "the duty manager")
    theirs = BASE.replace("95%", "90%").replace("Write it down", "Write it down at once")
    first, second = settled(mine, theirs)
    assert (first.heading, first.whose) == ("At night", "mine")
    assert ("inserted", "duty manager") in words(first)
    assert (second.heading, second.whose) == ("Afterwards", "theirs")
    assert "at once" in "".join(text for _kind, text in words(second))


def test_what_is_left_to_choose_is_not_among_them() -> None:
    assert settled(BASE.replace("95%", "92%"), BASE.replace("95%", "90%")) == []


def test_lines_that_came_and_went_are_told_with_whoever_did_it() -> None:
    mine = BASE.replace("95%", "92%").replace("Call the desk.\n", "")
    theirs = BASE.replace("95%", "90%") + "\nTell the others.\nAnd sleep.\n"
    gone, came = settled(mine, theirs)
    assert gone.whose == "mine" and words(gone) == [("deleted", "Call the desk.")]
    assert came.whose == "theirs" and came.heading == "Afterwards"
    assert [text for _kind, text in words(came)] == ["Tell the others.", "And sleep."]


def test_the_same_change_of_both_and_two_changes_of_one_line_are_of_both() -> None:
    mine = BASE.replace("95%", "92%").replace("Write it", "Note it")
    theirs = BASE.replace("95%", "90%").replace("go home", "go to bed")
    (both,) = settled(mine, theirs)
    assert both.whose == "both"


def test_a_long_line_is_cut_around_the_words_that_changed() -> None:
    long = " ".join(["word"] * 200)
    base = f"Start at 95%.\n\n{long} old {long}\n"
    mine, theirs = base.replace("95%", "92%"), base.replace("95%", "90%").replace(" old ", " new ")
    (only,) = fitted(base, mine, theirs, merge(base, mine, theirs))
    told = "".join(part.text for part in only.segments)
    assert len(told) < 140 and told.startswith("…") and told.endswith("…")
    assert "old" in told and "new" in told


def test_a_heading_inside_code_is_no_section() -> None:
    base = "Start at 95%.\n\n```\n# a comment\n```\n\nThe end.\n"
    mine, theirs = base.replace("95%", "92%"), base.replace("95%", "90%").replace("end", "close")
    (only,) = fitted(base, mine, theirs, merge(base, mine, theirs))
    assert only.heading == ""


def test_the_screen_of_a_conflict_folds_what_came_in(femke, space, ruben, browser_of) -> None:
    with transaction():
        page = create_page(femke, space, title="Playbook", text=BASE).page
    ruben_reads = browser_of(ruben)
    form = fields(ruben_reads.get(f"/p/{page.uid}/edit").text)
    with transaction():
        theirs = BASE.replace("95%", "90%").replace("go home", "go to bed")
        edit_page(femke, page, text=theirs, based_on=1)
    mine = BASE.replace("95%", "92%")
    answer = ruben_reads.submit(f"/p/{page.uid}/edit", {**form, "text": mine})
    assert answer.status_code == 409
    fold = answer.text.split('<details class="merge', 1)[1].split("</details>", 1)[0]
    assert "One change fitted in by itself" in fold
    assert "<b>Afterwards.</b> Only Femke de Boer changed this:" in fold
    assert "<ins>to bed</ins>" in fold and "90" not in fold
