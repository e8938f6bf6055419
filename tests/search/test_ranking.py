"""What lifts one match over another: read often, changed lately; and what never does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from essp.core import clock, worker
from essp.core.db import transaction
from essp.people.models import Person
from essp.search import collecting, indexing
from essp.search.backends.whoosh import WhooshIndex
from essp.search.searching import search
from essp.spaces.models import Space
from essp.wiki import reads
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead
from tests.search.library import document, found
from tests.search.test_searching import counted

Make = Callable[..., Page]
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def three(tmp_path: Path) -> WhooshIndex:
    """Pages with about the same words: the last one changed is the least fitting."""
    index = WhooshIndex(tmp_path / "three")
    old = NOW - timedelta(days=2000)
    index.rebuild(
        [
            document("page:1", "Report one", "The cable was repaired in Lochem.", updated=old),
            document("page:2", "Report two", "The cable was repaired in Almelo.", updated=old),
            document("page:3", "Report new", "The cable was repaired in Borne.", updated=NOW),
            document("page:4", "Cable", "Nothing else at all is said of it here.", updated=old),
            document("page:5", "Half", "The cable, cable, cable and once more cable.", updated=NOW),
        ],
        lambda keys: [],
    )
    return index


def test_what_changed_lately_comes_before_what_fits_as_well(three: WhooshIndex) -> None:
    with clock.held_at(NOW):
        assert found(three, "repaired cable")[0] == "page:3"


def test_what_is_read_often_comes_before_what_fits_as_well(three: WhooshIndex) -> None:
    three.weigh({"page:2": 1.0})
    with clock.held_at(NOW + timedelta(days=3000)):
        assert found(three, "repaired cable")[0] == "page:2"
    three.weigh({"page:1": 1.0})
    with clock.held_at(NOW + timedelta(days=3000)):
        assert found(three, "repaired cable")[0] == "page:1"


def test_nothing_comes_before_the_exact_title_and_all_the_words(three: WhooshIndex) -> None:
    three.weigh({"page:1": 1.0, "page:3": 1.0, "page:5": 1.0})
    with clock.held_at(NOW):
        assert found(three, "cable")[0] == "page:4"
        assert found(three, "cable repaired")[-2:] != ["page:5", "page:4"]
        assert set(found(three, "cable repaired")[:3]) == {"page:1", "page:2", "page:3"}


def test_what_is_kept_of_reads_outlives_a_rebuild_and_damage(three: WhooshIndex) -> None:
    three.weigh({"page:2": 1.0})
    three.rebuild([document("page:2", "Two", "cable"), document("page:1", "One", "cable")], lambda _k: [])  # fmt: skip
    with clock.held_at(NOW + timedelta(days=3000)):
        assert found(three, "cable") == ["page:2", "page:1"]
    (three._store.root / "reads").write_text("{[")
    with clock.held_at(NOW + timedelta(days=3000)):
        assert set(found(three, "cable")) == {"page:1", "page:2"}


def test_a_view_is_counted_without_a_question_and_without_a_name(
    write: Make, femke: Person, noor: Person, space: Space, session: Session,
    browser_of: Callable[[Person], FlaskClient],
) -> None:  # fmt: skip
    page = write(femke, space, "Read me", "Please.")
    reads._counter.take()
    for reader in (noor, noor, femke):
        browser_of(reader).get(f"/s/{space.slug}/{page.slug}")
    number = page.id
    with counted(session) as statements:
        reads.count(number)
    assert not statements
    today = clock.now().date()
    assert reads.write_reads() == 1 and reads.write_reads() == 0
    reads.count(page.id)
    reads.write_reads()
    row = session.get_one(PageRead, (page.id, today), populate_existing=True)
    assert row.reads == 5
    assert set(PageRead.__table__.columns.keys()) == {"page_id", "day", "reads"}


def test_counts_that_could_not_be_written_are_kept(
    write: Make, femke: Person, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write(femke, space, "Read me", "Please.")
    reads._counter.take()
    reads.count(page.id)
    with monkeypatch.context() as patched:
        patched.setattr(reads, "_add", lambda views: 1 / 0)
        assert reads.write_reads() == 0
    assert reads.write_reads() == 1


def test_counts_that_can_never_be_written_do_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reads, "MOST", 3)
    counter, today = reads.Counter(), clock.now().date()
    counter.give_back({(today - timedelta(days=back), 7): 1 for back in range(5)})
    counter.count(8)
    counter.count(7)
    assert counter.take() == {
        (today, 7): 2, (today - timedelta(days=1), 7): 1, (today - timedelta(days=2), 7): 1
    }  # fmt: skip


def test_what_was_read_lately_counts_twice_and_long_ago_not_at_all(
    write: Make, femke: Person, space: Space
) -> None:
    page = write(femke, space, "Read me", "Please.")
    reads._counter.take()
    for days, times in ((0, 2), (50, 4), (200, 100)):
        with clock.held_at(NOW - timedelta(days=days)):
            for _ in range(times):
                reads.count(page.id)
    reads.write_reads()
    with clock.held_at(NOW):
        assert reads.reads_lately() == {page.id: 4.0}
        assert 0 < collecting.shares_of_reads()[f"page:{page.id}"] < 0.5


def test_reads_reach_the_index_by_a_job_of_their_own(
    library: dict[str, Page], write: Make, femke: Person, noor: Person, space: Space
) -> None:
    for name in ("North", "South"):
        write(femke, space, f"Windpark {name}", "Molens in het veld.")
    last = write(femke, space, "Windpark West", "Molens in het veld.")
    indexing.rebuild()
    reads._counter.take()
    for _ in range(300):
        reads.count(last.id)
    reads.write_reads()
    worker.do_all()
    with transaction():
        indexing.enqueue(indexing.weigh_reads)
    with clock.held_at(clock.now() + timedelta(hours=2)):
        worker.do_all()
        first = search(noor, "windpark molens").results[0]
    assert first.row.id == last.id


@pytest.mark.parametrize(
    "typed", ["femka de boer", "femke de bor", "fmeke de boer", "Femke de Boeer", "emke boer"]
)
def test_a_typo_in_a_name_still_finds_the_person_first(
    library: dict[str, Page], femke: Person, noor: Person, typed: str
) -> None:
    first = search(noor, typed).results[0]
    assert first.kind == "person" and first.row.name == "Femke de Boer"


def test_a_typo_in_a_title_or_a_space_still_finds_it(
    library: dict[str, Page], noor: Person
) -> None:
    assert search(noor, "transprot indicatr").results[0].row.title == "Transport indicator"
    (space,) = [r for r in search(noor, "congestoin managment").results if r.kind == "space"]
    assert space.row.name == "Congestion management"


def test_a_typo_in_a_closed_title_finds_nothing(library: dict[str, Page], noor: Person) -> None:
    answer = search(noor, "zebravnik")
    assert not answer.results and answer.meant is None
    assert not search(noor, "femka de boer", kind="space").results


def test_what_was_typed_is_searched_as_typed(library: dict[str, Page], noor: Person) -> None:
    assert not search(noor, "femka boeer", as_typed=True).results
