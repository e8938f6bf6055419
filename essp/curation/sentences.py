"""Sentences of a page that somebody points at, and where they went when the page was edited."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.text.anchors import Anchor, Span, Words
from essp.core.text.tracing import Trail, locate
from essp.wiki.commented import readable_text
from essp.wiki.models import Page

LONGEST = 120  # words
_NUMBER = re.compile(r"\d(?:[\d.,\u00a0\u202f']*\d)?")
_MARKS = re.compile(r"[.,\u00a0\u202f']")


@dataclass(frozen=True)
class Pointed:
    """Words that somebody selected, with those around them, near word `near` of the page."""

    anchor: Anchor
    near: int = 0


class Kept(Protocol):
    """A row that keeps a sentence of a page as of revision `number`."""

    number: int
    quote: str
    before: str
    after: str


Row = TypeVar("Row", bound=Kept)


def sentence_at(page: Page, at: Pointed) -> Anchor:
    """The whole sentence in which the selected words stand in the present text. Raises Invalid."""
    words = Words(readable_text(page, page.revision_number))
    if not len(Words(at.anchor.quote)):
        raise Invalid(
            quote=_("Say which sentence you mean: select it on the page, or paste it here.")
        )
    span = locate(words, at.anchor, near=at.near)
    if span is None:
        raise Invalid(
            quote=_("These words are not in the text of this page as it is now. Look at it again.")
        )
    whole = _whole(words, span)
    if whole.size > LONGEST:
        raise Invalid(
            quote=_(
                "That is too much for one sentence. Select at most %(limit)s words.", limit=LONGEST
            )
        )
    return words.anchor(whole)


def keep_anchor(row: Kept, anchor: Anchor, number: int) -> None:
    """Note a sentence as it stands in revision `number`."""
    row.quote, row.before, row.after, row.number = (
        anchor.quote, anchor.before, anchor.after, number,
    )  # fmt: skip


def followed(page: Page, rows: Iterable[Row]) -> Iterator[tuple[Row, Anchor | None]]:
    """Each row with its sentence in the present text; None where that is gone."""
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.number].append(row)
    new = Words(readable_text(page, page.revision_number) if groups else "")
    for number, group in groups.items():
        trail = Trail(Words(readable_text(page, number)), new)
        for row in group:
            yield row, _traced(trail, row)


def numbers_in(text: str) -> set[str]:
    """The numbers of a text without the marks that only group digits: 1.250,50 and 1250.5 are one."""
    return {_plain(found) for found in _NUMBER.findall(text)}


def _plain(number: str) -> str:
    """Digits with a point before the fraction. A last group of three digits is no fraction."""
    parts = _MARKS.split(number)
    grouped = len(parts) == 1 or len(parts[-1]) == 3
    whole = "".join(parts if grouped else parts[:-1]).lstrip("0") or "0"
    fraction = "" if grouped else parts[-1].rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _traced(trail: Trail, row: Kept) -> Anchor | None:
    anchor = Anchor(row.quote, row.before, row.after)
    span = locate(trail.old, anchor)
    found = trail.follow(span) if span is not None else trail.back(anchor)
    return trail.new.anchor(found.span) if found.span is not None else None


def _whole(words: Words, span: Span) -> Span:
    """The sentences that a passage stands in, from the beginning of the first to the end of the last."""
    before = bisect_right(words.breaks, span.start)
    start = words.breaks[before - 1] if before else 0
    behind = bisect_left(words.breaks, span.start + span.size)
    end = words.breaks[behind] if behind < len(words.breaks) else len(words)
    return Span(start, end - start)
