"""Writing the Whoosh index: in batches, by one plain writer, into few segments."""

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from essp.search.backends.whoosh.engine import SegmentReader
from essp.search.backends.whoosh.schema import row_of
from essp.search.documents import Document

MEMORY = 128  # MB of postings before they are spilled to disk, as the engine counts them
WITH_A_SAVE = 12  # documents merged at most while someone waits to find what they saved
WHILE_IDLE = 2_000  # documents merged at most in one go, which is half a minute's work

Segments = list[Any]
Policy = Callable[[Any, Segments], Segments]


def write_batch(index: Any, documents: Iterable[Document], deletions: Iterable[str]) -> None:
    """Replace and take out in one commit; nothing is changed when anything fails."""
    latest = {document.key: document for document in documents}
    _committed(index, latest, [*latest, *deletions], merging_with_a_save())


def merging_with_a_save() -> Policy:
    """How segments are merged while someone waits to find what they saved."""
    return _policy(WITH_A_SAVE, at_least=6)


def fill(index: Any, documents: Iterable[Document]) -> int:
    """Write documents, each of another key, into an empty index; how many they were."""
    writer = index.writer(limitmb=MEMORY, compound=False)
    count = 0
    try:
        for document in documents:
            writer.add_document(**row_of(document))
            count += 1
        writer.commit(merge=False)
    except BaseException:
        abandon(writer)
        raise
    return count


def merge(index: Any) -> bool:
    """Merge what is worth merging while idle; False when the index is in good order."""
    with closing(index.reader()) as reader:
        leaves = [leaf.segment() for leaf, _ in reader.leaf_readers()]
    segments = [segment for segment in leaves if segment is not None]
    if not worth_merging(segments, WHILE_IDLE, at_least=3):
        return False
    _committed(index, {}, [], _policy(WHILE_IDLE, at_least=3))
    return True


def _committed(index: Any, latest: dict[str, Document], keys: list[str], policy: Policy) -> None:
    writer = index.writer(limitmb=MEMORY, compound=False)
    try:
        with closing(index.searcher()) as searcher:
            for key in keys:
                if (number := searcher.document_number(key=key)) is not None:
                    writer.delete_document(number)
        for document in latest.values():
            writer.add_document(**row_of(document))
        writer.commit(mergetype=policy)
    except BaseException:
        abandon(writer)
        raise


def abandon(writer: Any) -> None:
    """Let go of the lock whatever state the writer is in."""
    try:
        if not writer.is_closed:
            writer.cancel()
    finally:
        if writer.writelock is not None and writer.writelock.fd is not None:
            writer.writelock.release()


def worth_merging(segments: Segments, most: int, at_least: int) -> Segments:
    """The smallest segments, as long as the next is of their size; none unless there are enough.

    Each document is merged again only when what it is in has doubled, however many saves there are.
    """
    chosen: Segments = []
    merged = 0
    for segment in sorted(segments, key=_living):
        if merged + _living(segment) > most or _living(segment) > 2 * merged + 8:
            break
        chosen.append(segment)
        merged += _living(segment)
    return chosen if len(chosen) >= at_least else []


def _policy(most: int, at_least: int) -> Policy:
    def merge_some(writer: Any, segments: Segments) -> Segments:
        chosen = worth_merging(segments, most, at_least)
        for segment in chosen:
            _take_over(writer, segment)
        return [segment for segment in segments if segment not in chosen]

    return merge_some


def _take_over(writer: Any, segment: Any) -> None:
    """Copy the living documents of a segment into the one being written."""
    if _living(segment):
        with closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
            writer.add_reader(reader)


def _living(segment: Any) -> int:
    return int(segment.doc_count())
