"""The ledger of an import in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import groupby
from typing import TypeVar

from essp.core.i18n import Message, _, ngettext, number
from essp.importers.ledger import NOTES, OUTCOMES, Account, Ledger, LedgerEntry, Outcome

SHORT_ID = 10
E = TypeVar("E", bound=Enum)


def ledger_text(ledger: Ledger) -> str:
    """What came in, what was made of it, and by name what was not carried."""
    return "\n".join([*_summary(ledger), *_outcomes(ledger), *named(ledger, NOTES)])


def _summary(ledger: Ledger) -> Iterator[str]:
    counts = ledger.counts
    yield _("Imported from %(source)s:", source=ledger.source)
    came = [
        ngettext("%(num)s commit", "%(num)s commits", counts["commits"]),
        ngettext("%(num)s page", "%(num)s pages", counts["pages"]),
        ngettext("%(num)s archived page", "%(num)s archived pages", counts["archived"]),
        ngettext("%(num)s new revision", "%(num)s new revisions", _new(ledger)),
        ngettext("%(num)s author", "%(num)s authors", counts["people"]),
        ngettext("%(num)s image", "%(num)s images", counts["images"]),
    ]
    yield "  " + ", ".join(came)
    if counts["reviewed"] or counts["owned"]:
        kept = [
            ngettext("%(num)s review date", "%(num)s review dates", counts["reviewed"]),
            ngettext(
                "%(num)s page with its owner", "%(num)s pages with their owner", counts["owned"]
            ),
        ]
        yield "  " + _("From the front matter: %(list)s", list=", ".join(kept))


def _new(ledger: Ledger) -> int:
    return ledger.outcomes[Outcome.REVISION]


def _outcomes(ledger: Ledger) -> Iterator[str]:
    yield ""
    yield ngettext(
        "%(num)s change named a page. Of these changes",
        "%(num)s changes named a page. Of these changes",
        ledger.touches,
    )
    yield from counted(ledger.outcomes, OUTCOMES)


def counted(times: Mapping[E, int], words: Mapping[E, Message]) -> Iterator[str]:
    """How often each of these was so, in words; what never was is left out."""
    for each, said in words.items():
        if often := times.get(each):
            yield f"  {number(often):>9}  {said}"


def named(ledger: Account, words: Mapping[E, Message]) -> Iterator[str]:
    """By name what was not carried, under the words of its note."""
    said = {note.value: text for note, text in words.items()}
    for note, entries in groupby(ledger.entries(), key=lambda entry: entry.note):
        yield ""
        yield str(said[note.value])
        for entry in entries:
            yield f"  {entry_text(entry)}"


def entry_text(entry: LedgerEntry) -> str:
    """A name on one line, whatever characters it holds."""
    words = _printable(entry.name)
    if entry.detail:
        words += f": {_printable(entry.detail)}"
    if entry.times > 1:
        words += " " + ngettext("(%(num)s time)", "(%(num)s times)", entry.times)
    return f"{words} [{entry.first[:SHORT_ID]}]" if entry.first else words


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
