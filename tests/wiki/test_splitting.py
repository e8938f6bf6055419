"""An edit of a page with guarded sections: what goes live, and what waits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.core.markdown import headings_in
from essp.wiki.splitting import Split, passages, split

PAGE = """Intro.

## Start

Call the desk.

## Limits

Never above 92%. See [the rule][rule] and the note[^why].

### At night

Call twice.

## After

Write it down.

[rule]: /rule
[^why]: Because of the winter."""
LIMITS = 1  # the number of that heading


def guarded_text(text: str, words: str = "Limits") -> str:
    [place] = [at for at, each in enumerate(headings_in(text)) if each.text == words]
    [passage] = passages(text, [place])
    return "\n".join(text.split("\n")[passage.start : passage.end])


def test_an_edit_beside_a_guarded_section_goes_live_whole() -> None:
    typed = PAGE.replace("the desk", "the night desk").replace("it down", "everything down")
    assert split(PAGE, typed, [LIMITS]) == Split(typed, None)


def test_an_edit_within_a_guarded_section_waits_whole() -> None:
    typed = PAGE.replace("92%", "95%")
    assert split(PAGE, typed, [LIMITS]) == Split(PAGE, typed)


def test_of_a_mixed_edit_the_open_part_goes_live() -> None:
    beside = PAGE.replace("the desk", "the night desk")
    typed = beside.replace("92%", "95%")
    assert split(PAGE, typed, [LIMITS]) == Split(beside, typed)


def test_what_stands_below_a_guarded_heading_is_guarded_with_it() -> None:
    typed = PAGE.replace("Call twice.", "Call once.")
    assert split(PAGE, typed, [LIMITS]) == Split(PAGE, typed)


def test_a_new_section_right_after_a_guarded_one_goes_live() -> None:
    typed = PAGE.replace("## After", "## Between\n\nNew.\n\n## After")
    assert split(PAGE, typed, [LIMITS]) == Split(typed, None)


def test_a_section_that_is_last_is_guarded_to_the_end_of_the_page() -> None:
    page = "## One\n\nText.\n\n## Two\n\nGuarded."
    assert split(page, page + " More.", [1]) == Split(page, page + " More.")
    assert split(page, page + "\n\nMore.", [1]) == Split(page, page + "\n\nMore.")
    assert split(page, page + "\n\n## Three\n", [1]) == Split(page + "\n\n## Three\n", None)


def test_an_edit_of_touching_lines_is_divided_between_them() -> None:
    page = "Open line.\n## Guarded\nKept."
    typed = "Open words.\n## Guarded well\nKept."
    assert split(page, typed, [0]) == Split("Open words.\n## Guarded\nKept.", typed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("## Limits", "## Bounds", id="the heading says something else"),
        pytest.param("## Limits", "### Limits", id="the heading becomes part of another section"),
        pytest.param("Never above", "# Inside\n\nNever above", id="a heading cuts it short"),
        pytest.param("Call the desk.", "```\nCall the desk.", id="a fence makes it code"),
        pytest.param("Call the desk.", "~~~~ x", id="another fence makes it code"),
        pytest.param("## After\n", "", id="the next heading goes and its text joins in"),
        pytest.param("## After", "### After", id="the next section becomes part of it"),
        pytest.param("## Limits\n", "", id="the heading goes"),
        pytest.param("/rule", "/elsewhere", id="its link leads elsewhere"),
        pytest.param("of the winter", "I say so", id="its footnote says something else"),
        pytest.param("Intro.", "Intro.\n\n[rule]: /mine", id="an earlier address for its link"),
    ],
)
def test_what_would_move_text_out_of_its_guard_waits(old: str, new: str) -> None:
    assert old in PAGE
    typed = PAGE.replace(old, new, 1)
    assert split(PAGE, typed, [LIMITS]) == Split(PAGE, typed)


def test_a_second_heading_with_the_same_words_does_not_take_the_guard_over() -> None:
    copy = guarded_text(PAGE)
    typed = PAGE.replace("## Start", copy + "\n\n## Start", 1)
    found = split(PAGE, typed, [LIMITS])
    assert found.live == PAGE or split(found.live, found.live.replace("92", "1"), [LIMITS + 2])


def test_a_guarded_section_put_into_another_one_waits() -> None:
    page = "## A\n\nOne.\n\nTwo.\n\n## G\n\nKept.\n\n## B\n\nThree.\n\nFour.\n\nFive."
    typed = page.replace("## G\n\nKept.\n\n", "") + "\n\n## G\n\nKept."
    assert split(page, typed, [1]).waiting == typed


LINES = st.sampled_from(
    ["", "", "word", "other words", "# Top", "## One", "## Two", "### Deep", "```", "~~~", "> said",
     "- item", "    code", "===", "| a | b |", "[x]: /y", "see [x]"]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=14).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(current=TEXTS, typed=TEXTS, number=st.integers(0, 4))
def test_a_guarded_section_stands_in_what_goes_live(current: str, typed: str, number: int) -> None:
    found = split(current, typed, [number])
    assert (found.live if found.waiting is None else found.waiting) == typed
    for each in passages(current, [number]):
        kept = current.split("\n")[each.start : each.end]
        every = passages(found.live, range(len(headings_in(found.live))))
        assert kept in [found.live.split("\n")[one.start : one.end] for one in every]


@settings(max_examples=60, deadline=None)
@given(head=TEXTS, before=st.lists(st.sampled_from(["a", "b c", ""])), after=st.lists(st.just("d")))
def test_words_in_the_open_part_never_wait(head: str, before: list[str], after: list[str]) -> None:
    guarded = "## Guarded\n\nKept."
    current = "\n".join(["Start", "", guarded, "", "## Open", "", "End"])
    typed = "\n".join(["Start", *before, "", guarded, "", "## Open", *after, "", "End"])
    assert split(current, typed, [0]) == Split(typed, None)
