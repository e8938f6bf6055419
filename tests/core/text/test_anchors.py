"""A passage somebody pointed at is found again, or known to be gone; never another one in its place."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from essp.core.text.anchors import Anchor, Span, Words
from essp.core.text.tracing import Fate, Found, Trail, locate

PLAYBOOK = (
    "Use this page when the forecast shows that a station will carry more than its limit.",
    "Start the response as soon as the day-ahead forecast shows 92% of the thermal limit for more "
    "than two settlement periods. Do not wait for a second forecast run.",
    "Call the control room in Zwolle and open a case in the flex platform before 10:30.",
    "We use flexibility in a fixed order: limitation contracts first, then redispatch bids.",
    "Close the case only when the control room confirms that the load stays under the limit.",
)
LIMIT = "92% of the thermal limit for more than two settlement periods"


def pointed(text: str, quote: str) -> tuple[Words, Span]:
    words = Words(text)
    span = locate(words, Anchor(quote))
    assert span is not None
    return words, span


def followed(text: str, quote: str, after: str) -> tuple[Fate, str]:
    words, span = pointed(text, quote)
    new = Words(after)
    found = Trail(words, new).follow(span)
    return found.fate, new.quoted(found.span) if found.span else ""


def paragraphs(*changes: tuple[int, str]) -> str:
    given_ = dict(changes)
    return "\n".join(given_.get(at, text) for at, text in enumerate(PLAYBOOK))


def test_words_that_stayed_are_found_where_others_came_before_them() -> None:
    after = "A note for newcomers.\n" + paragraphs((0, "Read this first."))
    assert followed(paragraphs(), LIMIT, after) == (Fate.WHOLE, LIMIT)


def test_form_and_punctuation_and_capitals_may_change() -> None:
    after = paragraphs().replace(
        LIMIT, "92 % of the **Thermal** limit, for more than two\nsettlement periods"
    )
    fate, quote = followed(paragraphs(), LIMIT, after)
    assert fate is Fate.WHOLE
    assert quote.startswith("92 % of the **Thermal**")


def test_a_passage_is_followed_to_where_its_paragraph_was_moved() -> None:
    first, second, *rest = PLAYBOOK
    after = "\n".join([first, *rest, second])
    assert followed(paragraphs(), LIMIT, after) == (Fate.WHOLE, LIMIT)


def test_a_passage_that_was_moved_and_rewritten_in_part_is_found() -> None:
    first, second, *rest = PLAYBOOK
    moved = second.replace("more than two settlement periods", "at least two settlement periods")
    fate, quote = followed(paragraphs(), LIMIT, "\n".join([first, *rest, moved]))
    assert fate is Fate.CHANGED
    assert quote == "92% of the thermal limit for at least two settlement periods"


def test_words_that_took_the_place_of_others_belong_to_the_passage() -> None:
    after = paragraphs().replace("92% of the thermal limit", "95 percent of the thermal limit")
    fate, quote = followed(paragraphs(), LIMIT, after)
    assert fate is Fate.CHANGED
    assert quote == "95 percent of the thermal limit for more than two settlement periods"


def test_a_passage_survives_five_rewrites_of_its_paragraph_and_then_is_gone() -> None:
    rewrites = (
        "Start as soon as the forecast shows 92% of the thermal limit for more than two periods.",
        "Begin when the forecast shows 92% of the seasonal limit for more than two periods. Do not wait.",
        "As a rule, begin when the forecast shows 90% of the seasonal limit for two periods or more.",
        "Do not wait: as a rule, the forecast showing 90% of the seasonal limit for two periods is enough.",
        "Two periods: that is the rule. The forecast showing 90% of the seasonal limit, for two "
        "periods in a row, is enough to begin.",
    )
    words, span = pointed(paragraphs(), LIMIT)
    for rewrite in rewrites:
        new = Words(paragraphs((1, rewrite)))
        found = Trail(words, new).follow(span)
        assert found.span is not None, rewrite
        assert new.quoted(found.span) in rewrite
        words, span = new, found.span
    gone = Trail(words, Words("\n".join([PLAYBOOK[0], *PLAYBOOK[2:]]))).follow(span)
    assert gone == Found(Fate.GONE)


def test_a_passage_that_others_words_replaced_is_not_found_in_them() -> None:
    other = "Ask the duty manager, who keeps a list of names beside the telephone in the hall."
    words, span = pointed(paragraphs(), LIMIT)
    found = Trail(words, Words(paragraphs((1, other)))).follow(span)
    assert found == Found(Fate.REPLACED)


def test_a_sentence_like_it_that_was_there_before_does_not_pass_for_it() -> None:
    stations = [f"The limit of the station in {where} is {mw} MW until ten." for where, mw in (
        ("Lochem", 40), ("Zutphen", 55), ("Deventer", 62), ("Almelo", 48),
    )]  # fmt: skip
    for gone in stations:
        left = "\n".join(each for each in stations if each != gone)
        assert followed("\n".join(stations), gone, left) == (Fate.GONE, "")


def test_of_forty_equal_places_the_one_that_was_meant_is_found() -> None:
    text = "\n".join(
        f"Step {number}: call the control room. Then note {number}." for number in range(40)
    )
    words = Words(text)
    anchor = Anchor("call the control room", "Step 23", "Then note 23")
    span = locate(words, anchor)
    assert span is not None
    assert words.anchor(span).before.endswith("Step 23")
    new = Words(text.replace("Step 22: call the control room. Then note 22.\n", ""))
    found = Trail(words, new).follow(span)
    assert found.span is not None
    assert new.anchor(found.span).before.endswith("Step 23")
    assert Trail(
        words, Words(text.replace("Step 23: call the control room. Then note 23.\n", ""))
    ).follow(span) == Found(Fate.GONE)


def test_equal_places_with_equal_words_beside_them_are_told_apart_by_where_they_are() -> None:
    words = Words("Call the control room.\n" * 40)
    assert locate(words, Anchor("control room", "Call the", "Call the"), near=70) == Span(70, 2)


def test_what_was_shown_may_differ_a_little_from_the_text() -> None:
    words = Words("Call the control room in Zwolle: @ruben-haak or the shift lead, before 10:30.")
    span = locate(words, Anchor("the control room in Zwolle: @Ruben Haak or the shift lead"))
    assert span is not None
    assert words.quoted(span).startswith("the control room")
    assert words.quoted(span).endswith("the shift lead")
    assert locate(words, Anchor("an agreement with Protection engineering in Arnhem")) is None


def test_a_passage_that_was_gone_is_found_when_its_words_come_back() -> None:
    words, span = pointed(paragraphs(), LIMIT)
    anchor, without = words.anchor(span), Words("\n".join([PLAYBOOK[0], *PLAYBOOK[2:]]))
    found = Trail(without, words).back(anchor)
    assert found.span is not None
    assert words.quoted(found.span) == LIMIT
    unrelated = Words("\n".join([*PLAYBOOK[2:], "The thermal limit is set by the manufacturer."]))
    assert Trail(without, unrelated).back(anchor) == Found(Fate.GONE)


def test_a_word_or_two_are_not_taken_for_the_same_elsewhere() -> None:
    text = "Do this: yes.\nDo that: no."
    assert followed(text, "yes", "Do that: no.\nA wholly new line says yes.")[0] is Fate.GONE


SMALL = ("the", "of", "is", "a", "in", "and", "for")


@st.composite
def sentences_of_a_page(draw: st.DrawFn) -> list[list[str]]:
    """Sentences with words of their own, small words that all have, and a few that some share."""
    page = []
    for number in range(draw(st.integers(2, 10))):
        own = [f"w{number}x{at}" for at in range(draw(st.integers(6, 12)))]
        shared = draw(st.lists(st.sampled_from([*SMALL, "grid", "limit", "zwolle"]), max_size=8))
        page.append(draw(st.permutations(own + shared)))
    return page


SENTENCES = sentences_of_a_page()


def joined(sentences: list[list[str]]) -> str:
    return "\n".join(" ".join(words) + "." for words in sentences)


@given(SENTENCES, st.data())
def test_unchanged_words_are_found_wherever_they_move(
    sentences: list[list[str]], data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(0, len(sentences) - 1))
    moved = data.draw(st.permutations(sentences))
    words, new = Words(joined(sentences)), Words(joined(moved))
    start = sum(map(len, sentences[:chosen]))
    found = Trail(words, new).follow(Span(start, len(sentences[chosen])))
    assert found.span is not None
    wanted = words.keys[start : start + len(sentences[chosen])]
    assert new.keys[found.span.start : sum(found.span)] == wanted


@given(SENTENCES, st.data())
def test_deleted_words_are_never_found(sentences: list[list[str]], data: st.DataObject) -> None:
    chosen = data.draw(st.integers(0, len(sentences) - 1))
    others = sentences[:chosen] + sentences[chosen + 1 :]
    left = data.draw(st.permutations(others))
    start = sum(map(len, sentences[:chosen]))
    found = Trail(Words(joined(sentences)), Words(joined(left))).follow(
        Span(start, len(sentences[chosen]))
    )
    assert found.span is None


@given(SENTENCES, st.data())
def test_equal_sentences_are_told_apart_by_what_stands_beside_them(
    sentences: list[list[str]], data: st.DataObject
) -> None:
    twin = ["call", "the", "control", "room", "now"]
    heads = [[f"h{number}x", f"h{number}y", f"h{number}z"] for number in range(len(sentences))]
    blocks = [head + twin + each for head, each in zip(heads, sentences, strict=True)]
    chosen = data.draw(st.integers(0, len(blocks) - 1))
    dropped = data.draw(st.sets(st.integers(0, len(blocks) - 1), max_size=len(blocks) - 1))
    old, new = (
        Words(joined(blocks)),
        Words(joined([each for at, each in enumerate(blocks) if at not in dropped])),
    )
    start = sum(map(len, blocks[:chosen])) + 3
    found = Trail(old, new).follow(Span(start, len(twin)))
    if chosen in dropped:
        assert found.span is None
    else:
        assert found.span is not None
        assert new.keys[found.span.start - 3 : found.span.start] == heads[chosen]


@given(SENTENCES, SENTENCES, st.data())
def test_whatever_is_found_holds_words_of_the_passage(
    before: list[list[str]], after: list[list[str]], data: st.DataObject
) -> None:
    kept = [each for each in before if data.draw(st.booleans())]
    old, new = Words(joined(before)), Words(joined([*after[:1], *kept, *after[1:]]))
    start = data.draw(st.integers(0, len(old) - 1))
    size = data.draw(st.integers(1, min(12, len(old) - start)))
    found = Trail(old, new).follow(Span(start, size))
    if found.span is None:
        return
    there = new.keys[found.span.start : sum(found.span)]
    assert 0 <= found.span.start < sum(found.span) <= len(new)
    assert set(there) & set(old.keys[start : start + size])
    assert (found.fate is Fate.WHOLE) == (there == old.keys[start : start + size])


def test_the_cost_grows_with_the_text_and_not_with_its_square() -> None:
    def cost(size: int) -> float:
        lines = [
            f"Line {at} tells about part {at * 7} of the grid in area {at % 13}."
            for at in range(size)
        ]
        old = Words("\n".join(lines))
        new = Words(
            "\n".join(f"{line} Really." if at % 9 == 0 else line for at, line in enumerate(lines))
        )
        began = process_time()
        trail = Trail(old, new)
        for at in range(0, len(old) - 12, len(old) // 200):
            trail.follow(Span(at, 12))
        return process_time() - began

    small, large = min(cost(500) for _ in range(3)), min(cost(2000) for _ in range(3))
    assert large < 10 * small


def test_hostile_repetition_does_not_take_long() -> None:
    text = "na " * 30_000
    words, new = Words(text), Words("x " + text)
    trail = Trail(words, new)
    for at in range(0, 20_000, 1000):
        assert trail.follow(Span(at, 500)).fate is Fate.WHOLE
    assert locate(words, Anchor("na " * 500, "na", "na"), near=400) is not None
    assert all(a <= b for a, b in pairwise(words.starts))
