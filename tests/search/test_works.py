"""Finding pieces of work by their words: each kind among its own, only what somebody may read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essp.search.backends import IndexMissing
from essp.search.backends.whoosh import filling
from essp.search.backends.whoosh.works import WhooshWorks
from essp.search.documents import Access
from essp.search.work_texts import WorkText

EVERYTHING = Access(everything=True)


def edit(number: int, text: str, space: int = 1, title: str = "Notes") -> WorkText:
    return WorkText("edit", number, space, title, text, "en")


@pytest.fixture
def works(tmp_path: Path) -> Iterator[WhooshWorks]:
    index = WhooshWorks(tmp_path / "works")
    index.rebuild([], lambda numbers: [])
    yield index
    index.close()


def found(works: WhooshWorks, *asked: str, access: Access = EVERYTHING) -> list[int]:
    return [each.work_id for each in works.find("edit", asked, access, 10)]


def test_there_is_nothing_to_ask_before_it_was_built(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        WhooshWorks(tmp_path / "works").find("edit", ["relay"], EVERYTHING, 10)


def test_what_has_more_of_the_words_comes_first(works: WhooshWorks) -> None:
    works.write([edit(1, "the relay of the pump"), edit(2, "a pump"), edit(3, "paint")])
    assert found(works, "relay", "pump") == [1, 2]


def test_words_are_found_in_any_form_and_in_the_title(works: WhooshWorks) -> None:
    works.write([edit(1, "relays"), edit(2, "a cable", title="The relay")])
    assert set(found(works, "relay")) == {1, 2}


def test_words_that_say_nothing_find_nothing(works: WhooshWorks) -> None:
    works.write([edit(1, "the relay")])
    assert found(works, "the", "who") == []


def test_a_kind_is_searched_by_itself(works: WhooshWorks) -> None:
    works.write([edit(1, "relay"), WorkText("section", 2, 1, "Relay", "relay", "en")])
    assert [each.work_id for each in works.find("section", ["relay"], EVERYTHING, 10)] == [2]


def test_a_text_around_a_name_tells_whose(works: WhooshWorks) -> None:
    works.write([WorkText("named", 7, 1, "Relay", "ask Noor about it", "en", person_id=4)])
    (fitting,) = works.find("named", ["relay"], EVERYTHING, 10)
    assert (fitting.work_id, fitting.person_id) == (7, 4)


def test_what_stands_in_a_space_is_for_its_readers(works: WhooshWorks) -> None:
    works.write([edit(1, "relay", space=1), edit(2, "relay", space=2)])
    assert found(works, "relay", access=Access(frozenset({2}))) == [2]
    assert found(works, "relay", access=Access()) == []


def test_a_work_that_is_written_again_loses_all_it_had(works: WhooshWorks) -> None:
    works.write([edit(1, "relay"), WorkText("thanked", 1, 1, "Relay", "thanks", person_id=4)])
    assert found(works, "relay") == [1]
    works.write([edit(1, "pump")])
    assert found(works, "relay") == []
    assert works.held() == {"edit:1:0"}


def test_a_work_that_is_gone_is_not_found(works: WhooshWorks) -> None:
    works.write([edit(1, "relay"), edit(2, "relay")])
    assert set(found(works, "relay")) == {1, 2}
    works.write([], gone=[1])
    assert found(works, "relay") == [2]


def test_what_is_written_during_a_rebuild_is_in_the_new_index(works: WhooshWorks) -> None:
    def texts() -> Iterator[WorkText]:
        yield edit(1, "relay")
        works.write([edit(2, "relay")])

    assert works.rebuild(texts(), lambda numbers: [edit(n, "relay") for n in numbers]) == 2
    assert set(found(works, "relay")) == {1, 2}


TEXT = st.lists(st.sampled_from(["relay", "pump", "paint", "naïve", "x1"]), max_size=6).map(
    " ".join
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(TEXT, min_size=1, max_size=12), most=st.integers(60, 400))
def test_what_is_built_at_once_says_the_same_however_little_of_it_fits_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: list[str], most: int
) -> None:
    monkeypatch.setattr(filling, "MOST_IN_MEMORY", most)
    monkeypatch.setattr(filling, "BLOCK", 3)
    told = [edit(number, text, space=number % 2) for number, text in enumerate(texts, 1)]
    one, other = WhooshWorks(tmp_path / "built"), WhooshWorks(tmp_path / "written")
    one.rebuild(told, lambda numbers: [])
    other.rebuild([], lambda numbers: [])
    other.write(told)
    for access in (EVERYTHING, Access(frozenset({1}))):
        for asked in (["relay"], ["pump", "x1"], ["naive", "paint", "notes"]):
            assert one.find("edit", asked, access, 5) == other.find("edit", asked, access, 5)
    one.close()
    other.close()


def test_a_rebuild_that_breaks_leaves_the_index_as_it_was(
    works: WhooshWorks, tmp_path: Path
) -> None:
    works.write([edit(1, "relay")])

    def broken() -> Iterator[WorkText]:
        yield edit(2, "relay")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        works.rebuild(broken(), lambda numbers: [])
    assert found(works, "relay") == [1]
    assert works.rebuild([edit(3, "relay")], lambda numbers: []) == 1
