"""Passages show where the words stand, in plain pieces."""

from hypothesis import given, settings
from hypothesis import strategies as st

from essp.search.passages import Passage, marked, passages
from essp.search.query import parse

TEXT = (
    "The map is refreshed every Monday. A transport indicator changes only after the planner signs "
    "it, so a new cable shows up a week later. "
    + "Nothing to see here. " * 40
    + "De kabels liggen onder de straat bij station Lochem, en de transportindicator is nul. "
    + "Nothing more to see. " * 40
)


def marks(passage: Passage) -> list[str]:
    return [segment.text for segment in passage if segment.marked]


def text_of(passage: Passage) -> str:
    return "".join(segment.text for segment in passage)


def test_an_inflected_form_is_marked() -> None:
    assert marks(marked("De kabels en de Kabel", parse("kabel"))) == ["kabels", "Kabel"]
    assert marks(marked("It indicates, by indicating", parse("indicate"))) == [
        "indicates",
        "indicating",
    ]


def test_neighbouring_words_are_marked_as_one() -> None:
    assert marks(marked("A transport indicator.", parse("transport indicator"))) == [
        "transport indicator"
    ]


def test_two_words_are_marked_where_they_are_written_as_one() -> None:
    assert marks(marked("De transportindicator", parse("transport indicator"))) == [
        "transportindicator"
    ]


def test_a_phrase_is_marked_only_where_it_stands() -> None:
    found = marks(marked("onder water, de straat, onder de straat", parse('"onder de straat"')))
    assert found == ["onder de straat"]


def test_an_accent_in_the_text_does_not_hide_a_word() -> None:
    assert marks(marked("Één café", parse("cafe"))) == ["café"]
    assert marks(marked("één étage", parse("etage"))) == ["étage"]


def test_the_passage_holds_the_words_and_says_that_there_is_more() -> None:
    (passage,) = passages(TEXT, parse("lochem"))
    assert marks(passage) == ["Lochem"]
    assert text_of(passage).startswith("…") and text_of(passage).endswith("…")
    assert len(text_of(passage)) < 200


def test_two_passages_show_different_words() -> None:
    found = passages(TEXT, parse("planner straat"))
    assert [marks(passage) for passage in found] == [["planner"], ["straat"]]


def test_without_a_match_the_beginning_is_shown() -> None:
    (passage,) = passages(TEXT, parse("zebra"))
    assert text_of(passage).startswith("The map is refreshed")
    assert marks(passage) == []


def test_an_empty_text_has_no_passage() -> None:
    assert passages("  ", parse("zebra")) == ()


def test_markup_in_a_text_stays_text() -> None:
    assert text_of(marked("<b>kabel</b>", parse("kabel"))) == "<b>kabel</b>"


@given(st.text(max_size=400), st.text(max_size=40))
@settings(max_examples=100)
def test_marking_adds_and_loses_nothing(text: str, typed: str) -> None:
    told = text_of(marked(text, parse(typed)))
    assert " ".join(told.split()) == " ".join(text.split())


@given(st.text(alphabet="ab .é\n", max_size=900), st.sampled_from(["a", "ab b", '"a b"', "b*"]))
@settings(max_examples=100)
def test_every_passage_is_short_and_taken_from_the_text(text: str, typed: str) -> None:
    flat = " ".join(text.split())
    for passage in passages(text, parse(typed)):
        told = text_of(passage).strip("…").strip()
        assert len(told) <= 181
        assert " ".join(told.split()) in flat
