"""What two people made of one text is brought together, and nothing typed is lost."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.core.text.merge import Agreed, Conflict, Edited, Merge, merge, resolve, undo
from essp.core.text.tokens import word_list

texts = st.text(alphabet="ab .\n", max_size=30)
VALVE = "Close the upper valve. Then phone the control room. Wait for the green lamp.\n"


@given(texts, texts)
def test_an_edit_of_one_side_is_taken_as_it_is(base: str, edited: str) -> None:
    assert merge(base, edited, base).text == edited
    assert merge(base, base, edited).text == edited
    assert merge(base, edited, edited).text == edited


@given(texts, texts, texts)
@settings(max_examples=300)
def test_sides_can_be_exchanged(base: str, mine: str, theirs: str) -> None:
    there, back = merge(base, mine, theirs), merge(base, theirs, mine)
    assert there.clean == back.clean
    if there.clean:
        assert there.text == back.text
    else:
        assert [(c.mine, c.theirs) for c in there.conflicts] == [
            (c.theirs, c.mine) for c in back.conflicts
        ]


def edited(chance: random.Random, words: list[str], who: str) -> list[str]:
    words = [*words]
    for number in range(chance.randrange(1, 6)):
        at = chance.randrange(len(words) + 1)
        new = [f"{who}{number}x{step}" for step in range(chance.randrange(3))]
        words[at : at + chance.randrange(3)] = new
    return words


@pytest.mark.parametrize("seed", range(60))
def test_no_word_that_either_side_typed_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    base = [f"w{at}" + chance.choice(["", "", ".", "\n"]) for at in range(40)]
    mine, theirs = edited(chance, base, "m"), edited(chance, base, "t")
    merged = merge(" ".join(base), " ".join(mine), " ".join(theirs))
    as_mine, as_theirs, as_both = (
        word_list(resolve(merged.chunks, [choice] * len(merged.conflicts)))
        for choice in ("mine", "theirs", "both")
    )
    own = {word for word in word_list(" ".join(mine)) if word.startswith("m")}
    other = {word for word in word_list(" ".join(theirs)) if word.startswith("t")}
    assert own <= set(as_mine)
    assert other <= set(as_theirs)
    assert own | other <= set(as_both)
    kept = set(mine) & set(theirs) & set(base)
    assert {word for text in kept for word in word_list(text)} <= set(as_mine)


@pytest.mark.parametrize("seed", range(40))
def test_edits_of_different_paragraphs_always_merge(seed: int) -> None:
    chance = random.Random(seed)
    base = [[f"w{number}n{at}" for at in range(12)] for number in range(8)]
    mine, theirs = [*base], [*base]
    expected = [*base]
    for number in range(len(base)):
        side, who = (mine, "m") if chance.random() < 0.5 else (theirs, "t")
        side[number] = expected[number] = edited(chance, base[number], f"{who}{number}y")
    join = [["\n\n".join(map(" ".join, page)) for page in (base, mine, theirs, expected)]]
    (before, one, two, both) = join[0]
    assert merge(before, one, two).text == both


def test_edits_of_different_words_of_one_sentence_merge() -> None:
    base = "The red lamp means that the pump runs.\n"
    merged = merge(base, base.replace("red", "green"), base.replace("pump", "fan"))
    assert merged.text == "The green lamp means that the fan runs.\n"


def test_the_same_edit_of_both_is_made_once() -> None:
    mine = VALVE.replace("upper", "lower").replace("green", "white")
    theirs = VALVE.replace("upper", "lower").replace("control", "operations")
    assert merge(VALVE, mine, theirs).text == mine.replace("control", "operations")


def test_a_conflict_is_shown_as_whole_sentences() -> None:
    mine, theirs = VALVE.replace("control", "night"), VALVE.replace("control", "operations")
    assert merge(VALVE, mine, theirs).chunks == (
        Agreed("Close the upper valve. "),
        Conflict(
            "Then phone the control room.",
            "Then phone the night room.",
            "Then phone the operations room.",
        ),
        Agreed(" Wait for the green lamp.\n"),
    )


def test_two_conflicts_in_one_sentence_are_shown_as_one() -> None:
    base = "Take the old key to the small office every morning.\n"
    mine = base.replace("old", "brass").replace("small", "front")
    theirs = base.replace("old", "steel").replace("small", "back")
    (conflict,) = merge(base, mine, theirs).conflicts
    assert conflict.mine == mine.rstrip("\n")
    assert conflict.theirs == theirs.rstrip("\n")


def test_neighbouring_words_changed_by_two_people_are_one_place() -> None:
    assert not merge("one two three", "uno two three", "one due three").clean
    assert merge("one two three", "uno two three", "one two tre").clean


def test_a_paragraph_added_before_an_edited_one_merges() -> None:
    base = "First paragraph here.\n\nSecond one follows.\n"
    mine = "First paragraph here.\n\nA new one.\n\nSecond one follows.\n"
    theirs = "First paragraph here.\n\nThe second one follows.\n"
    assert merge(base, mine, theirs).text == mine.replace("Second", "The second")
    other = base.replace("here", "there")
    assert merge(base, mine, other).text == mine.replace("here", "there")


def test_lines_added_by_both_at_one_point_can_both_be_kept() -> None:
    base = "- apples\n- pears\n"
    merged = merge(base, base + "- plums\n", base + "- grapes\n")
    assert resolve(merged.chunks, ["both"]) == "- apples\n- pears\n- plums\n- grapes\n"


def test_deleting_a_sentence_that_another_edits_is_a_conflict() -> None:
    mine = VALVE.replace("Then phone the control room. ", "")
    theirs = VALVE.replace("control room", "night desk")
    merged = merge(VALVE, mine, theirs)
    assert resolve(merged.chunks, ["theirs"]) == theirs
    assert resolve(merged.chunks, ["mine"]) == mine


def test_a_conflict_can_be_resolved_by_hand() -> None:
    chunks = [Agreed("a "), Conflict("b", "c", "d"), Agreed(" e")]
    assert resolve(chunks, ["both"]) == "a c d e"
    assert resolve(chunks, ["something else"]) == "a something else e"
    assert resolve(chunks, [Edited("mine")]) == "a mine e"


def test_every_conflict_needs_a_choice() -> None:
    with pytest.raises(ValueError, match="1 conflicts, 0 choices"):
        _ = Merge((Conflict("a", "b", "c"),)).text


@given(texts, texts, texts)
def test_agreed_text_and_one_side_make_up_a_whole(base: str, mine: str, theirs: str) -> None:
    """Where mine is chosen everywhere, only their changes outside the conflicts are added."""
    merged = merge(base, mine, theirs)
    chosen = Counter(word_list(resolve(merged.chunks, ["mine"] * len(merged.conflicts))))
    assert sum(chosen.values()) <= len(word_list(mine)) + len(word_list(theirs))


def test_a_change_in_the_middle_is_undone() -> None:
    after = VALVE.replace("upper", "lower")
    current = after.replace("green", "white")
    assert undo(current, after, VALVE).text == VALVE.replace("green", "white")


def test_a_change_that_was_built_upon_cannot_be_undone_alone() -> None:
    after = VALVE.replace("upper", "lower")
    current = after.replace("lower", "lower left-hand")
    assert undo(after, after, VALVE).text == VALVE
    assert not undo(current.replace("lower", "bottom"), after, VALVE).clean
