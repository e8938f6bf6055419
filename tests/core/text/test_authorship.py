"""Every word of a text keeps the author who first wrote it."""

import random
from collections import Counter
from collections.abc import Iterator
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.core.text.authorship import Authorship, OtherText, Share, Span, advance
from essp.core.text.passages import Credit
from tests.core.text.simulated_history import FREQUENT, History, Written, text_of, truth_of

ANNE, BRAM, CARLA = 1, 2, 3
SWITCH = "Close the upper valve before anyone opens the cabinet door."
METER = "Read the meter twice and write both numbers on the form."
PHONE = "Phone the control room when the green lamp stays dark."
FREQUENT_RIGHT = 0.95


def saved(*revisions: tuple[int, str]) -> tuple[Authorship, str]:
    """The attribution after saves of (author, text), numbered from 1, and the last text."""
    state, text = Authorship.empty(), ""
    for number, (author, new) in enumerate(revisions, 1):
        state, text = advance(state, text, new, author, number), new
    return state, text


def words_by(state: Authorship) -> dict[int, int]:
    return {share.author: share.words for share in state.shares()}


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


def test_new_words_belong_to_who_saves_them() -> None:
    state, text = saved((ANNE, "one two three\n"), (BRAM, "one two new three\n"))
    assert state.spans(text) == [
        Span("one two ", ANNE, 1),
        Span("new ", BRAM, 2),
        Span("three\n", ANNE, 1),
    ]


def test_a_moved_paragraph_keeps_its_author() -> None:
    state, _ = saved((ANNE, page(SWITCH, METER, PHONE)), (BRAM, page(PHONE, SWITCH, METER)))
    assert words_by(state) == {ANNE: 31}


def test_a_short_heading_moved_whole_keeps_its_author() -> None:
    before = page("Getting started", SWITCH, METER)
    state, _ = saved((ANNE, before), (BRAM, page(SWITCH, METER, "Getting started")))
    assert words_by(state) == {ANNE: 23}


def test_a_heading_moved_between_other_changes_keeps_its_author() -> None:
    before = page("Spare keys", SWITCH, METER, "Lost badges", PHONE)
    after = page(METER.replace("twice", "once"), "Lost badges", PHONE, "Ask first.", "Spare keys")
    state, text = saved((ANNE, before), (BRAM, after))
    assert state.line_authors(text)[-2] == ANNE


def test_a_list_entry_moved_among_entries_that_look_like_it_keeps_its_author() -> None:
    def entry(name: str) -> str:
        return f"- [{name}](manuals/{name.lower()}/{name.lower()}.html)"

    before = "\n".join(map(entry, ("Valve", "Meter", "Fuse", "Lamp")))
    after = "\n".join(
        map(entry, ("Cable", "Drum", "Earth", "Fuse", "Key", "Lamp", "Meter", "Valve"))
    )
    state, text = saved((ANNE, before), (BRAM, after))
    moved = f"{entry('Meter')}\n{entry('Valve')}"
    last = state.spans(text)[-1]
    assert last.author == ANNE
    assert last.text.endswith(moved.removeprefix("- ["))


def test_a_restored_paragraph_belongs_to_who_first_wrote_it() -> None:
    both = page(SWITCH, METER)
    state, text = saved((ANNE, both), (BRAM, page(SWITCH)), (CARLA, both))
    assert state.spans(text) == [Span(text, ANNE, 1)]


def test_a_paragraph_restored_in_another_place_belongs_to_who_first_wrote_it() -> None:
    state, _ = saved(
        (ANNE, page(METER, SWITCH)), (BRAM, page(SWITCH)), (CARLA, page(SWITCH, PHONE, METER))
    )
    assert words_by(state) == {ANNE: 21, CARLA: 10}


def test_a_blanked_page_that_is_restored_keeps_all_its_authors() -> None:
    first, second = page(SWITCH), page(SWITCH, METER)
    state, _ = saved((ANNE, first), (BRAM, second), (CARLA, ""), (CARLA, second))
    assert words_by(state) == {ANNE: 10, BRAM: 11}


def test_a_single_restored_word_between_the_same_neighbours_keeps_its_author() -> None:
    short = SWITCH.replace("upper ", "")
    state, _ = saved((ANNE, SWITCH), (BRAM, short), (CARLA, SWITCH))
    assert words_by(state) == {ANNE: 10}


def test_a_removed_word_that_is_used_again_elsewhere_is_new() -> None:
    without = page(SWITCH.replace("upper ", ""), METER)
    again = page(SWITCH.replace("upper ", ""), METER.replace("both", "the upper"))
    state, _ = saved((ANNE, page(SWITCH, METER)), (BRAM, without), (CARLA, again))
    assert words_by(state)[CARLA] == 2


def test_common_words_of_a_removed_paragraph_give_no_credit_for_a_new_one() -> None:
    new = "Ask the manager of the yard for the key when the gate is shut."
    state, _ = saved((ANNE, page(SWITCH, METER)), (BRAM, page(SWITCH)), (CARLA, page(SWITCH, new)))
    assert words_by(state) == {CARLA: 14, ANNE: 10}


def test_a_rewritten_paragraph_belongs_to_who_rewrote_it_frequent_words_included() -> None:
    old = "In the morning all of the engineers of the north walk to the station for the keys."
    new = "When somebody asks about the badge they send a short message via the portal today."
    state, _ = saved((ANNE, page(SWITCH, old, METER)), (BRAM, page(SWITCH, new, METER)))
    assert words_by(state) == {ANNE: 21, BRAM: 15}


def test_a_long_copy_belongs_to_who_wrote_the_original() -> None:
    state, _ = saved((ANNE, page(SWITCH, METER)), (BRAM, page(SWITCH, METER, SWITCH)))
    assert words_by(state) == {ANNE: 31}


def test_a_short_copy_belongs_to_the_copier() -> None:
    state, _ = saved((ANNE, page(SWITCH, METER)), (BRAM, page(SWITCH, METER, "Read the meter.")))
    assert words_by(state) == {ANNE: 21, BRAM: 3}


def test_merging_leaves_everyone_their_own_words() -> None:
    base = page(SWITCH, METER)
    theirs = base.replace("upper", "lower left")
    merged = theirs.replace("twice", "three times")
    state, _ = saved((ANNE, base), (BRAM, theirs), (CARLA, merged))
    assert words_by(state) == {ANNE: 19, BRAM: 2, CARLA: 2}


def test_a_war_of_reverts_changes_no_credit_and_does_not_grow() -> None:
    both, one = page(SWITCH, METER), page(SWITCH)
    state, _ = saved((ANNE, both), *[(BRAM, one), (CARLA, both)] * 40)
    assert words_by(state) == {ANNE: 21}
    assert len(state.removed) <= 2


def test_punctuation_and_layout_change_no_author() -> None:
    state, text = saved((ANNE, "one two. three"), (BRAM, "- *one*, two;\n- three!\n"))
    assert state.spans(text) == [Span(text, ANNE, 1)]


def test_shares_are_ranked_by_words_and_then_by_who_came_first() -> None:
    state, _ = saved((BRAM, "one"), (ANNE, "one two"), (CARLA, "one two three four"))
    assert state.shares() == [Share(CARLA, 2, 0.5), Share(BRAM, 1, 0.25), Share(ANNE, 1, 0.25)]


def test_each_block_names_its_main_author() -> None:
    text = "one two\n\nthree four\nfive"
    state, _ = saved((ANNE, "one two"), (BRAM, text))
    assert state.line_authors(text) == [ANNE, None, BRAM, BRAM]
    assert state.blocks(text, [(0, 4), (0, 1), (1, 2), (3, 99)]) == [BRAM, ANNE, None, BRAM]


def test_a_text_without_words_has_no_author() -> None:
    state, text = saved((ANNE, "word"), (BRAM, "---\n"))
    assert state.spans(text) == [Span("---\n", None, None)]
    assert state.shares() == []


def test_another_text_than_the_attributed_one_is_refused() -> None:
    state, _ = saved((ANNE, "one"))
    with pytest.raises(OtherText):
        advance(state, "two", "three", BRAM, 2)
    with pytest.raises(OtherText):
        state.spans("two")


def test_what_is_remembered_stays_bounded() -> None:
    chance = random.Random(5)
    state, text = Authorship.empty(), ""
    for number in range(1, 60):
        new = " ".join(f"w{chance.randrange(10**9)}" for _ in range(300))
        state, text = advance(state, text, new, ANNE, number), new
    assert sum(len(passage.words) for passage in state.removed) <= 2_000 + 3 * 300


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x01", b"\x01nonsense", b"\x07abc"])
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="attribution"):
        Authorship.loads(data)


texts = st.text(alphabet="ab c\n'", max_size=40)


@given(st.lists(st.tuples(st.integers(1, 3), texts), max_size=8))
@settings(max_examples=150)
def test_every_word_has_an_author_whatever_is_saved(revisions: list[tuple[int, str]]) -> None:
    state, text = saved(*revisions)
    spans = state.spans(text)
    assert "".join(span.text for span in spans) == text
    assert len(state.credits) == sum(share.words for share in state.shares())
    assert Authorship.loads(state.dumps()) == state
    assert all(1 <= credit.revision <= len(revisions) for credit in state.credits)
    assert list(state.removed_at) == sorted(state.removed_at)


def replayed(history: History, steps: int = 40) -> Iterator[tuple[list[Written], list[Credit]]]:
    """The words of each simulated revision, who wrote them, and the attribution of the same."""
    state, text, number = Authorship.empty(), "", 0
    for _ in range(steps):
        history.step()
        while number < len(history.revisions):
            page = history.revisions[number]
            author, number = history.savers[number], number + 1
            state, text = advance(state, text, text_of(page), author, number), text_of(page)
            yield [written for words in page for written in words], list(state.credits)
            if number % 10 == 0:
                state = Authorship.loads(state.dumps())


@pytest.mark.parametrize("seed", range(40))
def test_generated_histories_are_attributed_exactly(seed: int) -> None:
    for number, (words, credits) in enumerate(replayed(History(random.Random(seed))), 1):
        assert credits == [written.credit for written in words], f"revision {number}"


def test_frequent_words_leave_rare_ones_exact_and_are_nearly_always_right_themselves() -> None:
    right: Counter[bool] = Counter()
    for seed in range(12):
        for words, credits in replayed(History(random.Random(seed), frequent=0.3)):
            for written, credit in zip(words, credits, strict=True):
                if written.word in FREQUENT:
                    right[written.credit == credit] += 1
                else:
                    assert written.credit == credit, f"history {seed}"
    assert right[True] >= FREQUENT_RIGHT * right.total(), right


def test_the_truth_of_a_simulated_merge_leaves_both_authors_their_words() -> None:
    history = History(random.Random(1))
    history.save(history.grow(0), 0)
    history.save(history.merge(1), 1)
    assert {credit.author for credit in truth_of(history.present)} == {0, 1, 2}


def spent(words: int, edits: int) -> float:
    chance = random.Random(6)
    tokens = [f"w{chance.randrange(3000)}" for _ in range(words)]
    text = "\n".join(" ".join(tokens[at : at + 12]) for at in range(0, words, 12))
    state = advance(Authorship.empty(), "", text, ANNE, 1)
    started = process_time()
    for number in range(2, edits + 2):
        new = text.replace(chance.choice(tokens), f"new{number}", 1)
        state, text = advance(state, text, new, BRAM, number), new
    return process_time() - started


def test_the_cost_of_an_edit_grows_no_faster_than_the_text() -> None:
    assert spent(40_000, 10) < 40 * spent(4_000, 10)


def test_a_page_of_one_repeated_word_is_no_trap() -> None:
    state, text = saved((ANNE, "same " * 5_000))
    started = process_time()
    state = advance(state, text, "same " * 9_000 + "end", BRAM, 2)
    repeated = process_time() - started
    assert len(state.credits) == 9_001
    assert repeated < 100 * spent(5_000, 1) + 1


def test_credits_are_pairs_of_author_and_revision() -> None:
    state, _ = saved((ANNE, "one"), (BRAM, "one two"))
    assert state.credits == (Credit(ANNE, 1), Credit(BRAM, 2))
