"""Writing the Whoosh index: in batches, by one plain writer, into few segments."""

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from essp.search.backends.whoosh.engine import SegmentReader
from essp.search.backends.whoosh.schema import row_of
from essp.search.documents import Document

MEMORY = 128  # MB of postings before they are spilled to disk, as the engine counts them
WITH_A_SAVE = 40  # documents that may be merged while someone waits to find what they saved
WITH_MORE = ((24, 5_000), (12, 600))  # from so many segments, so many documents

Segments = list[Any]
Policy = Callable[[Any, Segments], Segments]


def write_batch(index: Any, documents: Iterable[Document], deletions: Iterable[str]) -> None:
    """Replace and take out in one commit; nothing is changed when anything fails."""
    latest = {document.key: document for document in documents}
    _committed(index, latest, [*latest, *deletions], few_segments)


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
        _abandon(writer)
        raise
    return count


def merge(index: Any) -> bool:
    """Merge what is worth merging while idle; False when the index is in good order."""
    with closing(index.reader()) as reader:
        leaves = [leaf for leaf, _ in reader.leaf_readers()]
        segments = [leaf.segment() for leaf in leaves if leaf.segment() is not None]
    if not worth_merging(segments):
        return False
    _committed(index, {}, [], _all_worth_it)
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
        _abandon(writer)
        raise


def _abandon(writer: Any) -> None:
    """Let go of the lock whatever state the writer is in."""
    try:
        if not writer.is_closed:
            writer.cancel()
    finally:
        if writer.writelock is not None and writer.writelock.fd is not None:
            writer.writelock.release()


def few_segments(writer: Any, segments: Segments) -> Segments:
    """Merge the smallest segments into the new one, as long as that stays a matter of moments."""
    by_size = sorted(segments, key=_living)
    most = next((docs for count, docs in WITH_MORE if len(segments) >= count), WITH_A_SAVE)
    merged = 0
    while (
        by_size and merged + _living(by_size[0]) <= most and _living(by_size[0]) <= 2 * merged + 8
    ):
        merged += _take_over(writer, by_size.pop(0))
    return by_size


def worth_merging(segments: Segments) -> Segments:
    """All segments but one that outweighs the rest and has few deletions; a lone one is left."""
    if not segments:
        return []
    largest = max(segments, key=_living)
    rest = [segment for segment in segments if segment is not largest]
    dominates = _living(largest) > 4 * sum(map(_living, rest))
    clean = largest.deleted_count() <= largest.doc_count_all() // 5
    if dominates and clean:
        return rest if len(rest) > 1 else []
    return segments


def _all_worth_it(writer: Any, segments: Segments) -> Segments:
    chosen = worth_merging(segments)
    for segment in chosen:
        _take_over(writer, segment)
    return [segment for segment in segments if segment not in chosen]


def _take_over(writer: Any, segment: Any) -> int:
    """Copy the living documents of a segment into the one being written; how many."""
    if _living(segment):
        with closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
            writer.add_reader(reader)
    return _living(segment)


def _living(segment: Any) -> int:
    return int(segment.doc_count())
