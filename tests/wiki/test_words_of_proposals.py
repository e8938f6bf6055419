"""Of a passage that changes several words each change is taken or left for itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.core.decision import Invalid
from essp.people.models import Person
from essp.wiki.attribution import check
from essp.wiki.carrying import version_of
from essp.wiki.hunks import assemble, hunks_of
from essp.wiki.integrity import verify
from essp.wiki.models import Page
from essp.wiki.proposal_models import State
from essp.wiki.texts import text_of
from tests.hygiene import HygieneClient
from tests.wiki.test_deciding import approved, authors
from tests.wiki.test_proposing import TEXT, page, proposed

__all__ = ["page"]

LINE = "Start at 95% of the limit."
BETTER = "Start early at 92% of the thermal limit."
WANTED = TEXT.replace(LINE, BETTER)
words = st.lists(st.sampled_from(["one", "two", "three", "four", "\n", ". "]), max_size=12)


def test_each_run_of_words_is_a_part_with_what_is_beside_it() -> None:
    [hunk] = hunks_of(TEXT, WANTED)
    assert [(part.old, part.new.strip()) for part in hunk.parts] == [
        ("", "early"), ("95", "92"), ("", "thermal"),
    ]  # fmt: skip
    assert hunk.parts[1].before.endswith("at ") and hunk.parts[1].after.startswith("%")
    assert hunks_of("One.", "Something else altogether")[0].parts == ()


@given(words.map(" ".join), words.map(" ".join))
def test_any_choice_of_parts_gives_a_text_and_all_or_none_the_two_texts(
    current: str, wanted: str
) -> None:
    hunks = hunks_of(current, wanted)
    every = {hunk.number: {part.number for part in hunk.parts} for hunk in hunks if hunk.parts}
    assert assemble(current, wanted, [hunk.number for hunk in hunks], parts=every) == wanted
    none: dict[int, set[int]] = {number: set() for number in every}
    assert assemble(current, wanted, list(every), parts=none) == current


def test_only_the_words_that_were_taken_are_published_and_are_the_proposers(
    page: Page, femke: Person, ruben: Person
) -> None:
    done = approved(femke, proposed(ruben, page, WANTED), parts={0: [1]}, rest_back=True)
    assert text_of(page) == TEXT.replace("95%", "92%")
    assert done.proposal.state == State.PARTLY.value and not done.amended
    assert [who for piece, who in authors(page).items() if "92" in piece] == [ruben.name]
    assert done.rest is not None and version_of(done.rest).text == WANTED
    assert check(page) and not verify()


def test_all_parts_are_the_whole_and_none_is_nothing(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, WANTED)
    with pytest.raises(Invalid, match="at least one"):
        approved(femke, proposal, parts={0: []})
    done = approved(femke, proposal, parts={0: [0, 1, 2]})
    assert (done.proposal.state, text_of(page)) == (State.APPROVED.value, WANTED)


def test_words_are_chosen_on_the_screen_and_stay_chosen_where_the_reason_is_missing(
    page: Page, femke: Person, ruben: Person, browser_of: Callable[[Person], HygieneClient]
) -> None:
    proposal = proposed(ruben, page, WANTED)
    browser, where = browser_of(femke), f"/proposals/{proposal.uid}"
    assert "Choose word by word" in browser.get(where).text
    sent = {
        "version": "1", "number": "1", "decision": "approve", "place": "0", "choice-0": "take",
        "parts-0": "3", "part-0": ["0", "2"], "words-0": BETTER,
    }  # fmt: skip
    answer = browser.submit(where + "/decide", sent, seen_on=where)
    assert answer.status_code == 422
    assert 'name="part-0" value="1">' in answer.text
    assert 'name="part-0" value="2" checked>' in answer.text
    sent["reason"] = "The number stays"
    assert browser.submit(where + "/decide", sent, seen_on=where).status_code == 303
    assert text_of(page) == TEXT.replace(LINE, "Start early at 95% of the thermal limit.")
