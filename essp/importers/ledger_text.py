"""The ledger of an import in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from essp.core.i18n import _, ngettext, number
from essp.importers.ledger import NOTES, OUTCOMES, Ledger, LedgerEntry, Note, Outcome

SHORT_ID = 10


def ledger_text(ledger: Ledger) -> str:
    """What came in, what was made of it, and by name what was not carried."""
    return "\n".join([*_summary(ledger), *_outcomes(ledger), *_named(ledger)])


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


def _new(ledger: Ledger) -> int:
    return ledger.outcomes[Outcome.REVISION]


def _outcomes(ledger: Ledger) -> Iterator[str]:
    yield ""
    yield ngettext(
        "%(num)s change named a page. Of these changes",
        "%(num)s changes named a page. Of these changes",
        ledger.touches,
    )
    for outcome, words in OUTCOMES.items():
        if times := ledger.outcomes[outcome]:
            yield f"  {number(times):>9}  {words}"


def _named(ledger: Ledger) -> Iterator[str]:
    for note, entries in groupby(ledger.entries(), key=lambda entry: entry.note):
        yield ""
        yield str(NOTES[Note(note.value)])
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
