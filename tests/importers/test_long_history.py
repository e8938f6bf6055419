"""A long history costs time, not memory."""

from __future__ import annotations

import tracemalloc

from essp.importers.git import GitSource


def lengthen(history, commits):
    """Write many commits at once, each changing one line of a page and the message of the next."""
    stream = []
    for number in range(commits):
        text = f"# Page\n\n{number}\n" + "A line that stays.\n" * 50
        message = f"Step {number} " + "and why " * 20
        stream.append(
            f"commit refs/heads/main\ncommitter P{number % 9} <p{number % 9}@example.org> "
            f"{1_600_000_000 + number} +0000\ndata {len(message)}\n{message}\n"
            + f"M 100644 inline a.md\ndata {len(text)}\n{text}\n"
        )
    history.git("fast-import", "--quiet", given="".join(stream).encode())


def peak(path):
    """Bytes of memory held at most while a history is read, and how many revisions it has."""
    tracemalloc.start()
    try:
        with GitSource(path) as source:
            pages = source.pages()
            revisions = sum(1 for page in pages for _ in source.revisions(page.key, str))
        return tracemalloc.get_traced_memory()[1], revisions
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_history(history, tmp_path):
    long = type(history)(tmp_path / "long")
    lengthen(history, 400)
    lengthen(long, 2_000)
    short_peak, short_revisions = peak(history.folder)
    long_peak, long_revisions = peak(long.folder)
    assert (short_revisions, long_revisions) == (400, 2_000)
    assert long_peak < 1.6 * short_peak
