"""The bytes in which the attribution of a text is stored.

One byte of format version, then zstd of a JSON array. Credits are numbered in the order in which
they first occur, and stored as runs [number, length]; the words of a passage are joined by blanks.
"""

import json
from collections.abc import Iterable
from itertools import chain, groupby
from typing import Any, NamedTuple

import zstandard

from essp.core.text.passages import Credit, Passage

_VERSION = b"\x01"
_LEVEL = 3
_LARGEST = 256 * 1024 * 1024


class Parts(NamedTuple):
    """What is stored of an attribution, in the order of its fields."""

    line_words: tuple[int, ...]
    credits: tuple[Credit, ...]
    removed_at: tuple[int, ...]
    removed: tuple[Passage, ...]
    most_words: int
    fingerprint: int


def dumps(parts: Parts) -> bytes:
    """The parts as bytes."""
    numbers: dict[Credit, int] = {}
    for credit in chain(parts.credits, *(passage.credits for passage in parts.removed)):
        numbers.setdefault(credit, len(numbers))
    passages = [
        [at, passage.removed, " ".join(passage.words), _runs(passage.credits, numbers)]
        for at, passage in zip(parts.removed_at, parts.removed, strict=True)
    ]
    content = [
        list(numbers),
        parts.line_words,
        _runs(parts.credits, numbers),
        passages,
        parts.most_words,
        parts.fingerprint,
    ]
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return _VERSION + zstandard.ZstdCompressor(level=_LEVEL).compress(plain)


def loads(data: bytes) -> Parts:
    """The parts again; ValueError when the bytes are damaged or of another format."""
    if data[:1] != _VERSION:
        raise ValueError("the stored attribution is of an unknown format")
    try:
        plain = zstandard.ZstdDecompressor().decompress(data[1:], max_output_size=_LARGEST)
        return _parts(json.loads(plain))
    except (zstandard.ZstdError, ValueError, TypeError, IndexError) as error:
        raise ValueError("the stored attribution is damaged") from error


def _parts(content: list[Any]) -> Parts:
    numbered, line_words, runs, passages, most_words, fingerprint = content
    table = [Credit(*pair) for pair in numbered]
    return Parts(
        tuple(line_words),
        tuple(_credits(runs, table)),
        tuple(passage[0] for passage in passages),
        tuple(
            Passage(tuple(words.split(" ")), tuple(_credits(own, table)), removed)
            for _, removed, words, own in passages
        ),
        most_words,
        fingerprint,
    )


def _runs(credits: Iterable[Credit], numbers: dict[Credit, int]) -> list[int]:
    """Numbers and lengths in turn."""
    found: list[int] = []
    for credit, run in groupby(credits):
        found += [numbers[credit], len(list(run))]
    return found


def _credits(runs: list[int], table: list[Credit]) -> list[Credit]:
    found: list[Credit] = []
    for number, length in zip(runs[::2], runs[1::2], strict=True):
        found += [table[number]] * length
    return found
