"""The index on disk: private, replaceable, and never the end of anything when it breaks."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from essp.search.backends import IndexBroken, IndexBusy, IndexMissing
from essp.search.backends.whoosh import WhooshIndex
from essp.search.backends.whoosh.store import Store
from essp.search.documents import Access, Document
from essp.search.query import parse
from tests.search.library import ALL, LIBRARY, document, found, jumped


def root(index: WhooshIndex) -> Path:
    return index._store.root


def files(index: WhooshIndex) -> list[Path]:
    return sorted(index._store.live().iterdir())


def test_only_its_owner_may_open_the_folder(index: WhooshIndex) -> None:
    assert stat.S_IMODE(root(index).stat().st_mode) == 0o700


def test_a_written_document_is_found_by_the_next_question(index: WhooshIndex) -> None:
    assert found(index, "windmolen") == []
    index.write([document("page:50", "Windmolen", "draait")])
    assert found(index, "windmolen") == ["page:50"] and jumped(index, "windm") == ["Windmolen"]


def test_writing_again_replaces_and_deleting_takes_away(index: WhooshIndex) -> None:
    index.write([document("page:4", "Substation", "New text")])
    assert "page:4" not in found(index, "short") and "page:4" in found(index, "substation")
    index.write([], ["page:4", "page:999"])
    assert found(index, "substation") == [] and jumped(index, "subst") == []
    assert index.count() == len(LIBRARY) - 1


def test_the_last_of_two_documents_with_one_key_counts(index: WhooshIndex) -> None:
    index.write([document("page:50", "Eerste"), document("page:50", "Tweede")])
    assert found(index, "eerste") == [] and found(index, "tweede") == ["page:50"]


def test_stamps_tell_what_the_index_was_told(index: WhooshIndex) -> None:
    assert dict(index.stamps()) == {told.key: told.stamp for told in LIBRARY}
    changed = document("page:4", "Station", "Longer.")
    index.write([changed])
    assert dict(index.stamps())["page:4"] == changed.stamp


def test_another_process_sees_what_this_one_wrote(index: WhooshIndex) -> None:
    other = WhooshIndex(root(index))
    assert found(other, "windmolen") == []
    index.write([document("page:50", "Windmolen")])
    assert found(other, "windmolen") == ["page:50"]
    index.rebuild(LIBRARY[:2], lambda keys: [])
    assert found(other, "windmolen") == [] and other.count() == 2


def test_without_an_index_everything_says_so(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    asked: list[Callable[[], object]] = [
        index.count,
        index.tidy,
        lambda: index.write(LIBRARY),
        lambda: found(index, "kabel"),
        lambda: jumped(index, "kabel"),
    ]
    for ask in asked:
        with pytest.raises(IndexMissing):
            ask()
    index.rebuild(LIBRARY, lambda keys: [])
    assert found(index, "kabel")


def damage_nothing(path: Path) -> None:
    path.unlink()


def damage_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def damage_noise(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


@pytest.mark.parametrize("damage", [damage_nothing, damage_short, damage_noise])
@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", "_stored.col"])
@pytest.mark.parametrize("running", [True, False])
def test_damaged_files_break_politely_and_a_rebuild_heals(
    index: WhooshIndex, damage: Callable[[Path], None], suffix: str, running: bool
) -> None:
    if running:
        found(index, "station")
    else:
        index.close()
    for path in files(index):
        if path.name.endswith(suffix):
            damage(path)
    asked: list[Callable[[], object]] = [
        lambda: found(index, "kabel station", ALL),
        lambda: jumped(index, "kab"),
        lambda: index.suggest(parse("kabals"), Access()),
        lambda: index.write([document("page:60", "Nieuw", "kabel")]),
    ]
    for ask in asked:
        try:
            ask()
        except IndexBroken:
            index.close()
    assert index.rebuild(LIBRARY, lambda keys: []) == len(LIBRARY)
    assert set(found(index, "kabel")) == {"page:2", "page:6"}


def test_a_garbled_or_dangling_name_of_the_live_index_is_broken(index: WhooshIndex) -> None:
    for name in ("../elsewhere", "generation-99", "", "\x80"):
        (root(index) / "CURRENT").write_text(name, "latin-1")
        with pytest.raises(IndexBroken):
            found(index, "kabel")
    index.rebuild(LIBRARY, lambda keys: [])
    assert found(index, "kabel")


def test_what_is_written_during_a_rebuild_is_in_the_new_index(index: WhooshIndex) -> None:
    fresh = document("page:70", "Tussendoor", "geschreven tijdens de herbouw")
    asked: set[str] = set()

    def slowly() -> Iterator[Document]:
        yield from LIBRARY[:3]
        index.write([fresh], ["page:1"])
        assert found(index, "tussendoor") == ["page:70"]
        yield from LIBRARY[3:]

    def again(keys: set[str]) -> Iterable[Document]:
        asked.update(keys)
        return [fresh] if fresh.key in keys else []

    index.rebuild(slowly(), again)
    assert asked == {"page:70", "page:1"}
    assert found(index, "tussendoor") == ["page:70"]
    assert "page:1" not in found(index, "transport indicator")


def test_the_live_index_answers_during_a_rebuild_and_survives_its_failure(
    index: WhooshIndex,
) -> None:
    def failing() -> Iterator[Document]:
        yield LIBRARY[0]
        assert set(found(index, "kabel")) == {"page:2", "page:6"}
        raise RuntimeError("the tables went away")

    with pytest.raises(RuntimeError):
        index.rebuild(failing(), lambda keys: [])
    assert set(found(index, "kabel")) == {"page:2", "page:6"}
    index.rebuild(LIBRARY, lambda keys: [])
    assert len([path for path in root(index).iterdir() if path.is_dir()]) == 1


def test_two_rebuilds_at_once_are_refused(index: WhooshIndex) -> None:
    def rebuilding() -> Iterator[Document]:
        with pytest.raises(IndexBusy):
            WhooshIndex(root(index)).rebuild([], lambda keys: [])
        yield LIBRARY[0]

    assert index.rebuild(rebuilding(), lambda keys: []) == 1


HOLDER = """
import sys, time
from pathlib import Path
from essp.search.backends.whoosh.store import Store
store = Store(Path(sys.argv[1]))
with store.writing():
    store.open(store.live()).writer()
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_of_a_killed_writer_does_not_stay(index: WhooshIndex) -> None:
    command = [sys.executable, "-W", "ignore", "-c", HOLDER, str(root(index))]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    index.write([document("page:50", "Windmolen")])
    assert found(index, "windmolen") == ["page:50"]


def test_a_busy_index_is_waited_for_and_then_given_up(
    index: WhooshIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("essp.search.backends.whoosh.store.PATIENCE", 0.1)
    with Store(root(index)).writing(), pytest.raises(IndexBusy):
        index.write([document("page:50", "Windmolen")])


def test_a_failed_write_changes_nothing_and_lets_go_of_the_lock(
    index: WhooshIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = document("page:51", "Kapot")
    with monkeypatch.context() as patch:
        patch.setattr(
            "essp.search.backends.whoosh.writing.row_of",
            lambda told: {"nowhere": 1} if told is bad else {"key": told.key},
        )
        with pytest.raises(IndexBroken):
            index.write([document("page:50", "Windmolen"), bad], ["page:4"])
    assert index.count() == len(LIBRARY)
    index.write([document("page:50", "Windmolen")])
    assert found(index, "windmolen") == ["page:50"]


def test_threads_may_search_while_another_writes(index: WhooshIndex) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def asking() -> None:
        try:
            while not done.is_set():
                assert set(found(index, "onder straat")) >= {"page:2"}
                assert jumped(index, "kab")
                time.sleep(0)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(12):
        index.write([document(f"page:{200 + n}", f"Bewaard {n}", "kabel")])
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_work_of_a_query_does_not_grow_with_its_length(index: WhooshIndex) -> None:
    index.write(
        [document(f"page:{n}", f"Rapport {n}", "wind zon water net " * 5) for n in range(300, 700)]
    )

    def spent(typed: str) -> float:
        began = time.process_time()
        for _ in range(5):
            index.search(parse(typed), Access())
        return time.process_time() - began

    spent("wind zon")
    assert spent("wind zon water net " * 300) < 12 * spent("wind zon water net") + 0.2


@given(st.text(max_size=80), st.text(max_size=300), st.lists(st.text(max_size=30), max_size=3))
@example("\ud800\0", "\udfff \0 \x1b " * 40, ["\ud800", "", "\0"])
@example("x" * 250, "é" * 5_000, ["ﬁ" * 60])
@settings(max_examples=30, deadline=None)
def test_any_text_can_be_indexed(
    tmp_path_factory: pytest.TempPathFactory, title: str, body: str, names: list[str]
) -> None:
    index = WhooshIndex(tmp_path_factory.mktemp("any") / "index")
    told = document("page:1", title, body, topics=tuple(names), authors=tuple(names))
    index.rebuild([told], lambda keys: [])
    assert dict(index.stamps()) == {"page:1": told.stamp}
    assert found(index, "kind:page") == ["page:1"]
