"""Find what two sequences have in common, in bounded time.

The longest common subsequence comes from rapidfuzz, whose cost is len(a) x len(b) / 64 steps and
as many bits of memory. Beyond 8,192 x 8,192 the sequences are first pinned together where a run
of 32, 8 or 1 tokens occurs exactly once in both (longest run first, so that whole lines and
sentences are found before single words), and only the pieces in between are aligned, each at most
2,048 x 2,048. In all: O(n log n) for pinning plus n x 2,048 / 64 steps. What has nothing unique to
hold on to and is larger than that counts as replaced: the answer stays correct, only not minimal.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import count, pairwise
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

Tag = Literal["equal", "replace", "delete", "insert"]
_WHOLE = 8192 * 8192
_PIECE = 2048 * 2048
_DEPTH = 6

_Named = tuple[list[int], list[int]]


class Opcode(NamedTuple):
    """``a[a1:a2]`` is kept as, or becomes, ``b[b1:b2]``."""

    tag: Tag
    a1: int
    a2: int
    b1: int
    b2: int


class Block(NamedTuple):
    """``a[a:a+size] == b[b:b+size]``."""

    a: int
    b: int
    size: int


def opcodes(a: Sequence[str], b: Sequence[str]) -> list[Opcode]:
    """The edits that turn ``a`` into ``b``, in order and covering both without gaps."""
    return opcodes_of(blocks(a, b), len(a), len(b))


def opcodes_of(common: list[Block], a_size: int, b_size: int) -> list[Opcode]:
    """Write common blocks as edits; a deletion next to an insertion becomes a replacement."""
    found: list[Opcode] = []
    a1 = b1 = 0
    for block in [*common, Block(a_size, b_size, 0)]:
        if block.a > a1 or block.b > b1:
            tag: Tag = "replace"
            if block.a == a1:
                tag = "insert"
            elif block.b == b1:
                tag = "delete"
            found.append(Opcode(tag, a1, block.a, b1, block.b))
        a1, b1 = block.a + block.size, block.b + block.size
        if block.size:
            found.append(Opcode("equal", block.a, a1, block.b, b1))
    return found


def blocks(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """The common blocks of two sequences, ascending in both and as long as they can be."""
    start = common_prefix(a, b)
    end = common_suffix(a, b, start)
    found = [Block(0, 0, start)]
    if end + start < min(len(a), len(b)):
        # rapidfuzz compares hashes and reads one-letter strings as numbers: small integers are exact
        names: defaultdict[str, int] = defaultdict(count().__next__)
        inner_a = [names[token] for token in a[start : len(a) - end]]
        inner_b = [names[token] for token in b[start : len(b) - end]]
        found += _shifted(_common(inner_a, inner_b, _WHOLE, 0), start, start)
    found.append(Block(len(a) - end, len(b) - end, end))
    return _joined(found)


def blocks_by_line(a: list[str], b: list[str], ends_line: Callable[[str], bool]) -> list[Block]:
    """Common blocks of two token lists, whole lines first and then tokens between equal lines.

    A line that both have is never torn apart for the sake of a stray word elsewhere.
    """
    lines_a, starts_a = _lines(a, ends_line)
    lines_b, starts_b = _lines(b, ends_line)
    found: list[Block] = []
    for tag, a1, a2, b1, b2 in opcodes(lines_a, lines_b):
        at_a, at_b = starts_a[a1], starts_b[b1]
        if tag == "equal":
            found.append(Block(at_a, at_b, starts_a[a2] - at_a))
        elif tag == "replace":
            inner = blocks(a[at_a : starts_a[a2]], b[at_b : starts_b[b2]])
            found += _shifted(inner, at_a, at_b)
    return _joined(found)


def common_prefix(a: Sequence[str], b: Sequence[str]) -> int:
    """How many leading items two sequences share."""
    shortest, size = min(len(a), len(b)), 0
    while size < shortest and a[size : size + 256] == b[size : size + 256]:
        size = min(size + 256, shortest)
    while size < shortest and a[size] == b[size]:
        size += 1
    return size


def common_suffix(a: Sequence[str], b: Sequence[str], start: int = 0) -> int:
    """How many trailing items two sequences share, counting none of the first ``start``."""
    shortest, size = min(len(a), len(b)) - start, 0
    while size + 256 <= shortest and _tail(a, size) == _tail(b, size):
        size += 256
    while size < shortest and a[-1 - size] == b[-1 - size]:
        size += 1
    return size


def _tail(items: Sequence[str], size: int) -> Sequence[str]:
    return items[len(items) - size - 256 : len(items) - size]


def _lines(tokens: list[str], ends_line: Callable[[str], bool]) -> tuple[list[str], list[int]]:
    """The lines of a token list and where each begins, with the end as a last start."""
    starts = [0]
    starts += [at for at, token in enumerate(tokens, 1) if ends_line(token)]
    if starts[-1] != len(tokens):
        starts.append(len(tokens))
    return ["".join(tokens[first:last]) for first, last in pairwise(starts)], starts


def _common(a: list[int], b: list[int], limit: int, depth: int) -> Iterator[Block]:
    if not a or not b:
        return
    if len(a) * len(b) <= limit:
        for op in LCSseq.opcodes(a, b):
            if op.tag == "equal":
                yield Block(op.src_start, op.dest_start, op.src_end - op.src_start)
        return
    at_a = at_b = 0
    pins = _pins(a, b) if depth < _DEPTH else []
    if not pins:
        return
    for pin in [*pins, Block(len(a), len(b), 0)]:
        inner = _common(a[at_a : pin.a], b[at_b : pin.b], _PIECE, depth + 1)
        yield from _shifted(inner, at_a, at_b)
        yield pin
        at_a, at_b = pin.a + pin.size, pin.b + pin.size


def _pins(a: list[int], b: list[int]) -> list[Block]:
    """Common blocks around runs that occur once in both, of the greatest length that has any."""
    words = (a, b)
    phrases = _named_runs(words, 1, 8)
    passages = _named_runs(phrases, 8, 4)
    for (in_a, in_b), length in ((passages, 32), (phrases, 8), (words, 1)):
        found = _ascending(_once_in_both(in_a, in_b))
        if found:
            return _pinned(found, length)
    return []


def _named_runs(named: _Named, step: int, count: int) -> _Named:
    """Names for ``count`` neighbours, ``step`` apart, equal exactly where the neighbours are."""
    runs_a, runs_b = (
        list(zip(*(names[step * at :] for at in range(count)), strict=False)) for names in named
    )
    numbers = {run: number for number, run in enumerate(dict.fromkeys([*runs_a, *runs_b]))}
    return list(map(numbers.__getitem__, runs_a)), list(map(numbers.__getitem__, runs_b))


def _once_in_both(a: list[int], b: list[int]) -> list[tuple[int, int]]:
    """Positions in both of what occurs once in each, ascending in the first."""
    in_b = _once(b)
    return [(at, in_b[name]) for name, at in _once(a).items() if name in in_b]


def _once(names: list[int]) -> dict[int, int]:
    positions: dict[int, int] = {}
    for at, name in enumerate(names):
        positions[name] = -1 if name in positions else at
    return {name: at for name, at in positions.items() if at >= 0}


def _ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest selection of pairs that ascends in the second position too."""
    ends: list[int] = []
    last: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, position) in enumerate(pairs):
        pile = bisect_left(ends, position)
        before[index] = last[pile - 1] if pile else -1
        ends[pile : pile + 1] = [position]
        last[pile : pile + 1] = [index]
    chosen = []
    index = last[-1] if last else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _pinned(pairs: list[tuple[int, int]], length: int) -> list[Block]:
    """Ascending runs as blocks, cut where they would overlap."""
    found: list[Block] = []
    end_a = end_b = 0
    for at_a, at_b in pairs:
        cut = max(end_a - at_a, end_b - at_b, 0)
        if cut < length:
            found.append(Block(at_a + cut, at_b + cut, length - cut))
            end_a, end_b = at_a + length, at_b + length
    return _joined(found)


def _shifted(common: Iterator[Block] | list[Block], by_a: int, by_b: int) -> Iterator[Block]:
    for block in common:
        yield Block(block.a + by_a, block.b + by_b, block.size)


def _joined(common: list[Block]) -> list[Block]:
    """The same blocks without empty ones, and neighbours as one."""
    found: list[Block] = []
    for block in common:
        if not block.size:
            continue
        if found and found[-1].a + found[-1].size == block.a:
            last = found[-1]
            if last.b + last.size == block.b:
                found[-1] = Block(last.a, last.b, last.size + block.size)
                continue
        found.append(block)
    return found
