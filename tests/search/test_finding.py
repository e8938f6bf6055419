"""What is found, in which order, and for whom."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.search.backends.whoosh import WhooshIndex
from essp.search.documents import Access
from essp.search.query import parse
from tests.search.library import ALL, LIBRARY, MEMBER, document, found, jumped, meant
from tests.search.test_query import HOSTILE


def test_the_page_with_exactly_that_title_comes_first(index: WhooshIndex) -> None:
    assert found(index, "station")[0] == "page:4"
    assert found(index, "STATION")[0] == "page:4"
    assert found(index, "femke-de-boer")[0] == "person:1"


def test_what_has_all_words_comes_before_what_has_some(index: WhooshIndex) -> None:
    hits = index.search(parse("kabels straat planner"), Access()).items
    assert [hit.every_word for hit in hits] == [False] * len(hits)
    hits = index.search(parse("transport planner"), Access()).items
    complete = [hit.every_word for hit in hits]
    assert complete == sorted(complete, reverse=True) and complete[0]
    assert {hit.key for hit in hits if hit.every_word} == {"page:1", "page:3"}


def test_a_word_in_the_title_weighs_more_than_many_in_the_text(index: WhooshIndex) -> None:
    index.write(
        [
            document("page:20", "Meters", "Everything about reading them."),
            document("page:21", "Forms", "meters " * 30 + "and other things."),
        ]
    )
    assert found(index, "meters forms")[0] in {"page:20", "page:21"}
    assert found(index, "meter")[0] == "page:20"


def test_inflected_forms_find_each_other_in_dutch_and_english(index: WhooshIndex) -> None:
    assert set(found(index, "kabel")) == {"page:2", "page:6"}
    assert "page:1" in found(index, "calculating")
    assert "page:3" in found(index, "letter")


def test_two_english_words_find_the_one_dutch_word(index: WhooshIndex) -> None:
    assert "page:2" in found(index, "transport indicator")


def test_accents_and_capitals_make_no_difference(index: WhooshIndex) -> None:
    assert found(index, "KÁBELS") == found(index, "kabels")


def test_a_phrase_is_found_only_in_its_order(index: WhooshIndex) -> None:
    assert found(index, '"onder de straat"') == ["page:2"]
    assert found(index, '"straat de onder"') == []


def test_a_phrase_does_not_run_from_the_title_into_the_text(index: WhooshIndex) -> None:
    assert found(index, '"straat de kabels"') == []


def test_a_minus_takes_out(index: WhooshIndex) -> None:
    assert found(index, "kabel -straat") == ["page:6"]
    assert found(index, 'kabel -"onder de straat"') == ["page:6"]
    assert "page:2" not in found(index, "station -author:femke")


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("author:femke kind:page", {"page:2"}),
        ('author:"Femke de Boer" kind:page', {"page:2"}),
        ("by:femke-de-boer kind:page", {"page:2"}),
        ("space:ops", {"page:2", "page:4"}),
        ("topic:headroom", {"page:1", "page:2"}),
        ("topic:headroom space:ops", {"page:2"}),
        ("in:title station", {"page:4", "page:6"}),
        ("kind:space", {"space:1"}),
        ("space:ops -topic:kabels", {"page:4"}),
        ("kab* kind:page", {"page:2", "page:6"}),
        ("author:nobody", set()),
    ],
)
def test_conditions_narrow(index: WhooshIndex, typed: str, keys: set[str]) -> None:
    assert set(found(index, typed)) == keys


def test_dates_narrow_to_the_day(index: WhooshIndex) -> None:
    assert found(index, "after:2025-09-01") == ["page:2"]
    assert found(index, "after:2025-09-02") == []
    assert found(index, "before:2024") == ["page:4"]
    assert found(index, "station before:2024") == ["page:4"]


def test_without_words_the_last_changed_comes_first(index: WhooshIndex) -> None:
    assert found(index, "space:ops") == ["page:2", "page:4"]


def test_an_empty_query_finds_nothing(index: WhooshIndex) -> None:
    assert found(index, "") == [] and found(index, ' "" - * ') == []


def test_function_words_ask_for_nothing_beside_others_but_can_be_sought(index: WhooshIndex) -> None:
    assert found(index, "the of kabel") == found(index, "kabel")
    assert "page:2" in found(index, "onder")


def test_pages_of_results_follow_each_other(index: WhooshIndex) -> None:
    index.write(
        [document(f"page:{n}", f"Report {n}", "about wind " * (n % 7)) for n in range(100, 135)]
    )
    whole = found(index, "report wind", limit=50)
    paged: list[str] = []
    for offset in range(0, 50, 10):
        hits = index.search(parse("report wind"), Access(), 10, offset)
        paged += [hit.key for hit in hits.items]
        assert hits.more == (len(paged) < 35)
    assert len(whole) == 35 and sorted(paged) == sorted(set(paged)) and set(paged) == set(whole)


def test_the_switcher_matches_beginnings_of_words_the_shortest_title_first(
    index: WhooshIndex,
) -> None:
    assert jumped(index, "sta") == ["Station", "Onderhoud van stations"]
    assert jumped(index, "onder st") == ["Kabels onder de straat", "Onderhoud van stations"]
    assert jumped(index, "femke b") == ["Femke de Boer"]


def test_the_switcher_forgives_one_slip_only_when_nothing_else_fits(index: WhooshIndex) -> None:
    for typed in ("tranpsort", "trnsport", "transsport", "tramsport"):
        assert jumped(index, typed) == ["Transport indicator"]
    assert jumped(index, "cong") == ["Congestion management"]
    assert jumped(index, "xyzzy") == []


def test_what_is_closed_is_found_by_its_readers_only(index: WhooshIndex) -> None:
    for typed in (
        "zebravink",
        '"zebravink project"',
        "reorganisation",
        "zebra*",
        "kind:page almelo",
    ):
        assert found(index, typed) == []
        assert found(index, typed, MEMBER) == ["page:5"]
        assert found(index, typed, ALL) == ["page:5"]
    assert jumped(index, "reorg") == []
    assert jumped(index, "reorg", MEMBER) == ["Reorganisation"]


def test_when_nothing_is_open_nothing_is_found(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    index.rebuild([document("page:5", "Zebra", "zebra", closed_in=7)], lambda keys: [])
    assert found(index, "zebra") == [] and found(index, "kind:page") == []
    assert found(index, "-giraffe") == []


def test_a_change_of_rights_holds_from_the_next_question(index: WhooshIndex) -> None:
    index.write([document("page:1", "Transport indicator", "Now closed", closed_in=9)])
    assert "page:1" not in found(index, "transport indicator", MEMBER)
    assert "page:1" in found(index, "transport indicator", Access(frozenset({9})))


def test_a_misspelling_is_put_right(index: WhooshIndex) -> None:
    assert meant(index, "trnasport") == "transport"
    assert meant(index, "Kabals straat") == "kabels straat" or meant(index, "kabals") == "kabels"
    assert meant(index, "stationplanner") == "station planner"


def test_a_known_word_is_not_put_right(index: WhooshIndex) -> None:
    assert meant(index, "transport") is None
    assert meant(index, "kabel") is None


def test_a_word_of_a_closed_space_is_suggested_to_its_readers_only(index: WhooshIndex) -> None:
    for typed in ("zebravnik", "zebravin", "zebravinks project"):
        assert meant(index, typed) is None
    assert meant(index, "zebravnik", MEMBER) == "zebravink"


def test_a_closed_form_of_an_open_word_is_not_suggested_either(index: WhooshIndex) -> None:
    index.write(
        [
            document("page:30", "Open", "een giraf loopt hier"),
            document("page:31", "Dicht", "alle giraffen lopen daar", closed_in=7),
        ]
    )
    assert meant(index, "giraffne") != "giraffen"
    assert meant(index, "giraffne", MEMBER) == "giraffen"


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_queries_are_answered(index: WhooshIndex, typed: str) -> None:
    index.search(parse(typed), Access())
    index.suggest(parse(typed), Access())
    index.switch(typed, Access())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> WhooshIndex:
    index = WhooshIndex(tmp_path_factory.mktemp("shared") / "index")
    mixed = [
        document(
            f"page:{n}", f"Page {('kabel', 'station', 'straat')[n % 3]} {n}",
            " ".join(("kabel", "station", "geheim", "onder", "straat")[n % 5 :]),
            closed_in=n % 4 if n % 4 else None, updated=datetime(2025, 1, 1 + n % 28, tzinfo=UTC),
        )
        for n in range(100, 160)
    ]  # fmt: skip
    index.rebuild(LIBRARY, lambda keys: [])
    for start in range(0, 60, 20):
        index.write(mixed[start : start + 20])
    return index


GATES = {d.key: d for d in LIBRARY} | {
    f"page:{n}": document(f"page:{n}", "", closed_in=n % 4 if n % 4 else None)
    for n in range(100, 160)
}
QUERY = st.lists(
    st.sampled_from(
        ["kabel", "station", "-straat", '"onder straat"', "geheim", "kind:page", "in:title", "sta*",
         "after:2025", "-geheim", "the", "page"]
    ), min_size=1, max_size=5,
).map(" ".join)  # fmt: skip


@given(QUERY, st.frozensets(st.integers(0, 4)))
@settings(max_examples=80, deadline=None)
def test_nothing_is_ever_found_that_the_access_does_not_admit(
    shared: WhooshIndex, typed: str, spaces: frozenset[int]
) -> None:
    access = Access(spaces)
    everything = set(found(shared, typed, ALL, limit=200))
    mine = found(shared, typed, access, limit=200)
    assert all(access.admits(GATES[key]) for key in mine)
    assert set(mine) == {key for key in everything if access.admits(GATES[key])}


@given(st.text(alphabet="kabelstion 1", max_size=8), st.frozensets(st.integers(0, 4)))
@settings(max_examples=60, deadline=None)
def test_the_switcher_offers_nothing_that_the_access_does_not_admit(
    shared: WhooshIndex, typed: str, spaces: frozenset[int]
) -> None:
    access = Access(spaces)
    assert all(access.admits(GATES[e.key]) for e in shared.switch(typed, access, limit=100))
