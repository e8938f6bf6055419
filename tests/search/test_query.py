"""The query language reads everything and never fails."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.search.query import LONGEST, MOST_WORDS, Filter, Note, Phrase, Query, Word, parse


def test_plain_words_are_folded_and_kept_in_order() -> None:
    assert parse("Transport Indicátor").words == (Word("transport"), Word("indicator"))


def test_quotes_make_a_phrase_and_curly_quotes_do_too() -> None:
    assert parse('"onder de straat"').phrases == (Phrase(("onder", "de", "straat")),)
    assert parse("“onder de straat”").phrases == (Phrase(("onder", "de", "straat")),)


def test_a_single_quoted_word_is_that_word() -> None:
    assert parse('"kabel"').words == (Word("kabel"),)


def test_a_word_with_a_hyphen_or_point_is_sought_as_its_parts_in_order() -> None:
    assert parse("e-mail 3.5").phrases == (Phrase(("e", "mail")), Phrase(("3", "5")))


def test_a_minus_leaves_out_words_phrases_and_conditions() -> None:
    query = parse('cable -gas -"gas leak" -author:femke')
    assert query.words == (Word("cable"),)
    assert query.without == (Word("gas"), Phrase(("gas", "leak")))
    assert query.filters == (Filter("author", "femke", without=True),)


def test_a_hyphen_inside_a_word_leaves_nothing_out() -> None:
    assert parse("low-voltage").without == ()


def test_conditions_are_read_in_both_languages_with_and_without_quotes() -> None:
    query = parse('author:femke door:"Femke de Boer" space:ops topic:#cables kind:people by:@jan')
    assert query.filters == (
        Filter("author", "femke"),
        Filter("author", "Femke de Boer"),
        Filter("space", "ops"),
        Filter("topic", "cables"),
        Filter("kind", "person"),
        Filter("author", "jan"),
    )


def test_in_title_holds_for_every_word_and_title_for_its_own() -> None:
    assert parse("cable in:title").words == (Word("cable", title=True),)
    assert parse("title:cable gas").words == (Word("cable", title=True), Word("gas"))


def test_in_with_anything_else_is_a_space() -> None:
    assert parse("in:connections").filters == (Filter("space", "connections"),)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2025", date(2025, 1, 1)),
        ("2025-06", date(2025, 6, 1)),
        ("2025-06-30", date(2025, 6, 30)),
        ("30-6-2025", date(2025, 6, 30)),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, day: date) -> None:
    assert parse(f"after:{typed}").after == day
    assert parse(f"voor:{typed}").before == day


def test_the_narrowest_of_two_dates_counts() -> None:
    query = parse("after:2024 after:2025 before:2026 before:2027")
    assert (query.after, query.before) == (date(2025, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ('"onder de straat', Note("unclosed quote")),
        ("after:31-31-2025", Note("unreadable date", "31-31-2025")),
        ("after:soon", Note("unreadable date", "soon")),
        ("author: femke", Note("empty operator", "author")),
        ("kind:elephant", Note("unknown kind", "elephant")),
        ("x" * (LONGEST + 1), Note("too long")),
        (" ".join(f"w{n}" for n in range(60)), Note("too long")),
    ],
)
def test_what_was_read_otherwise_than_typed_is_said(typed: str, note: Note) -> None:
    assert note in parse(typed).notes


def test_an_unclosed_quote_is_read_as_plain_words() -> None:
    assert parse('"onder de straat').words == (Word("onder"), Word("de"), Word("straat"))


def test_an_unknown_operator_is_plain_words() -> None:
    assert parse("foo:bar").phrases == (Phrase(("foo", "bar")),)


def test_a_star_at_the_end_asks_for_beginnings_and_elsewhere_means_nothing() -> None:
    assert parse("kab*").words == (Word("kab", beginning=True),)
    assert parse("*a*").words == (Word("a"),)
    assert parse("*kab").words == (Word("kab"),)


def test_correcting_a_word_keeps_the_rest_of_what_was_typed() -> None:
    query = parse("Trnasport -gas author:femke").replacing("trnasport", ("transport",))
    assert query.text == "transport -gas author:femke"
    assert query.words == (Word("transport"),)


HOSTILE = [
    "*a*", "a~9", "?" * 50, " OR ".join(["x"] * 1500), "(" * 3000, ")" * 3000, "[a TO zzz]",
    "/(a+)+$/", "boost^100000000000", "x" * 7000, "a\0b", '"', '""', '"""', "-", "--", "- -", ":",
    "author:", 'author:"', "NOT OR x", "in:title", "after:", "after:9999-99-99", "\ud800", "🚀",
    "after:0000", "-" * 3000, '"a' * 200, "a:" * 200, "title:title:title:x", "\u202e\u0000\r\n",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_input_is_harmless_and_bounded(typed: str) -> None:
    assert bounded(parse(typed))


@given(st.text(max_size=600))
@settings(max_examples=150)
def test_any_text_is_a_query(typed: str) -> None:
    assert bounded(parse(typed))


@given(
    st.lists(
        st.sampled_from(
            [
                "-",
                '"',
                "author:",
                "in:title",
                "after:",
                "2025",
                "x",
                " ",
                "*",
                "(",
                "kabel",
                "'",
                "é",
            ]
        ),
        max_size=80,
    )
)
@settings(max_examples=150)
def test_any_mixture_of_operators_is_a_query(parts: list[str]) -> None:
    assert bounded(parse("".join(parts)))


def bounded(query: Query) -> bool:
    atoms = [*query.words, *query.phrases, *query.without]
    count = sum(len(atom.words) if isinstance(atom, Phrase) else 1 for atom in atoms)
    return count <= MOST_WORDS and len(query.text) <= LONGEST and len(query.filters) <= MOST_WORDS
