"""Two texts are compared line by line and word by word."""

import random
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from essp.core.text.diff import Comparison, Row, Segment, change_size, compare

texts = st.text(alphabet="ab c.\n", max_size=60)


def rows(comparison: Comparison) -> list[Row]:
    return [row for hunk in comparison.hunks for row in hunk.rows]


def side(all_rows: list[Row], new: bool) -> str:
    lines = []
    for row in all_rows:
        if (row.new_number if new else row.old_number) is not None:
            segments = row.new_segments if new else row.old_segments
            lines.append("".join(segment.text for segment in segments))
    return "\n".join(lines)


@given(texts, texts)
def test_both_texts_can_be_read_back_from_a_comparison(old: str, new: str) -> None:
    found = rows(compare(old, new, context=1000))
    if old != new:
        assert side(found, new=False).rstrip("\n") == old.rstrip("\n")
        assert side(found, new=True).rstrip("\n") == new.rstrip("\n")


@given(texts, texts)
def test_a_comparison_is_empty_only_for_equal_texts(old: str, new: str) -> None:
    assert compare(old, new).same == (old == new)


@given(texts, texts)
def test_every_line_is_shown_or_counted_as_skipped(old: str, new: str) -> None:
    found = compare(old, new, context=1)
    shown = [row.new_number for row in rows(found) if row.new_number]
    skipped = found.skipped + sum(hunk.skipped for hunk in found.hunks)
    whole = [row for row in rows(compare(old, new, context=1000)) if row.new_number]
    assert old == new or len(shown) + skipped == len(whole)


def test_changed_words_are_marked_inside_their_line() -> None:
    (row,) = rows(compare("The cat sat down.", "The dog sat down."))
    assert row.kind == "changed"
    assert row.segments == (
        Segment("same", "The "),
        Segment("deleted", "cat"),
        Segment("inserted", "dog"),
        Segment("same", " sat down."),
    )


def test_rewritten_words_next_to_each_other_read_as_one_change() -> None:
    (row,) = rows(compare("Call the old desk today please now", "Call a new desk today please now"))
    assert row.segments[1:3] == (Segment("deleted", "the old"), Segment("inserted", "a new"))


def test_a_line_stands_beside_the_one_that_holds_its_words() -> None:
    old = "First we dig a trench.\nThen we lay the cable."
    new = "Ask for a permit.\nThen we lay the new cable."
    kinds = [(row.kind, row.old_number, row.new_number) for row in rows(compare(old, new))]
    assert kinds == [("deleted", 1, None), ("inserted", None, 1), ("changed", 2, 2)]


def test_unchanged_lines_far_from_a_change_are_skipped_and_counted() -> None:
    lines = [f"line number {at}" for at in range(100)]
    changed = [*lines]
    changed[20] = "something else"
    changed[70] = "different again"
    found = compare("\n".join(lines), "\n".join(changed))
    assert [hunk.skipped for hunk in found.hunks] == [17, 43]
    assert found.skipped == 26


def test_a_moved_line_is_marked_at_both_ends() -> None:
    found = rows(compare("move this whole line\nb\nc\nd", "b\nc\nd\nmove this whole line"))
    assert [row.kind for row in found if row.moved] == ["deleted", "inserted"]


def test_a_new_text_is_all_inserted() -> None:
    assert [row.kind for row in rows(compare("", "one\ntwo\n"))] == ["inserted", "inserted"]


def test_the_size_of_a_change_counts_words_only() -> None:
    assert change_size("one two, three", "one  2 and three!") == (2, 1)


def page(chance: random.Random, lines: int) -> list[str]:
    return [" ".join(f"w{chance.randrange(2000)}" for _ in range(12)) for _ in range(lines)]


def test_cost_grows_with_the_text_and_not_with_its_square() -> None:
    chance = random.Random(3)
    spent = []
    for lines in (1_000, 10_000):
        old = page(chance, lines)
        new = [line + " more" if chance.random() < 0.05 else line for line in old]
        started = process_time()
        compare("\n".join(old), "\n".join(new))
        spent.append(process_time() - started)
    assert spent[1] < 70 * spent[0]


def test_a_very_long_line_is_compared() -> None:
    chance = random.Random(4)
    old = " ".join(f"w{chance.randrange(90_000)}" for _ in range(40_000))
    (row,) = rows(compare(old, old.replace("w77", "changed")))
    assert row.kind == "changed"
