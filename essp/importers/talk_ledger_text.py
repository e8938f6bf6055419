"""The ledger of imported conversations in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from essp.core.i18n import _, ngettext
from essp.importers.ledger_text import counted, named
from essp.importers.talk_ledger import FATES, REMARKS, Fate, TalkLedger


def talk_ledger_text(ledger: TalkLedger) -> str:
    """The ledger in words, for a terminal."""
    return "\n".join([*_summary(ledger), *_fates(ledger), *named(ledger, REMARKS)])


def _summary(ledger: TalkLedger) -> Iterator[str]:
    counts = ledger.counts
    yield _("Imported from %(source)s:", source=ledger.source)
    came = [
        ngettext("%(num)s conversation", "%(num)s conversations", counts["threads"]),
        ngettext("%(num)s new post", "%(num)s new posts", ledger.fates[Fate.NEW]),
        ngettext("%(num)s author", "%(num)s authors", counts["people"]),
        ngettext("%(num)s accepted answer", "%(num)s accepted answers", counts["accepted"]),
        ngettext("%(num)s closed", "%(num)s closed", counts["closed"]),
        ngettext("%(num)s file", "%(num)s files", counts["files"]),
    ]
    yield "  " + ", ".join(came)


def _fates(ledger: TalkLedger) -> Iterator[str]:
    yield ""
    yield ngettext(
        "The source has %(num)s post, comments among them. Of these",
        "The source has %(num)s posts, comments among them. Of these",
        ledger.counts["posts"],
    )
    yield from counted(ledger.fates, FATES)
