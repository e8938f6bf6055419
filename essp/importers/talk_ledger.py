"""The account of an import of conversations: what became of every post, and what was not carried."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.importers.ledger import Account


class Fate(Enum):
    """What became of one post, comment or mail of the source. Each has one."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    CONFLICT = "conflict"
    TAG_WIKI = "tag_wiki"
    OTHER_KIND = "other_kind"
    NO_PLACE = "no_place"
    TWICE = "twice"
    UNREADABLE = "unreadable"


class Remark(Enum):
    """What could not be carried, or was changed on the way."""

    CONFLICT = "conflict"
    NO_PLACE = "no_place"
    OTHER_KIND = "other_kind"
    TWICE = "twice"
    SAME_ID = "same_id"
    UNREADABLE = "unreadable"
    CUT = "cut"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    FILE = "file"
    VOTES = "votes"
    SCORE = "score"
    BADGES = "badges"
    FIELD = "field"
    EARLIER_TEXT = "earlier_text"
    OTHER_EDITOR = "other_editor"
    EVENT = "event"
    TOPIC = "topic"
    TAG_WIKI = "tag_wiki"
    NOBODY = "nobody"
    LINK = "link"
    PICTURE = "picture"
    MISSING_PARENT = "missing_parent"
    CIRCLE = "circle"
    BY_SUBJECT = "by_subject"
    ENCODING = "encoding"
    SIGNATURE = "signature"
    DATE = "date"


FATES: dict[Fate, Message] = {
    Fate.NEW: _("came in"),
    Fate.CHANGED: _("were here already and say something else now"),
    Fate.KNOWN: _("were here already"),
    Fate.CONFLICT: _("were changed here and there: left as they are here"),
    Fate.TAG_WIKI: _("describe a topic"),
    Fate.OTHER_KIND: _("are of a kind that has no place here"),
    Fate.NO_PLACE: _("belong to something that is not in the source"),
    Fate.TWICE: _("stood in the source more than once"),
    Fate.UNREADABLE: _("cannot be read"),
}

REMARKS: dict[Remark, Message] = {
    Remark.CONFLICT: _("Changed here and in the source: left as it is here."),
    Remark.NO_PLACE: _("What it belongs to is not in the source: left out."),
    Remark.OTHER_KIND: _("A kind of post that has no place here: left out."),
    Remark.TWICE: _("Stood in the source more than once: taken once."),
    Remark.SAME_ID: _("Another mail has the same Message-ID and other words: both are here."),
    Remark.CUT: _("Breaks off, or is beyond all size: read as far as it goes."),
    Remark.UNREADABLE: _("Cannot be read: left out."),
    Remark.TOO_LARGE: _("More than a post may have: the rest is in a file beside it."),
    Remark.EMPTY: _("Has no text: a line says so."),
    Remark.FILE: _("The file cannot be taken: its name is in the text."),
    Remark.VOTES: _("Votes that name nobody, or mean nothing here: counted, not carried."),
    Remark.SCORE: _("Scores of votes that name nobody: counted, not carried."),
    Remark.BADGES: _("Badges and points have no place here: counted, not carried."),
    Remark.FIELD: _("Fields that have no place here: counted, not carried."),
    Remark.EARLIER_TEXT: _("Edited in the source, which does not hold the earlier text."),
    Remark.OTHER_EDITOR: _(
        "Edited in the source by somebody else: here a post speaks for its author alone."
    ),
    Remark.EVENT: _("Events of the source's own housekeeping: counted, not carried."),
    Remark.TOPIC: _("Cannot be the name of a topic: left out."),
    Remark.TAG_WIKI: _("Describes a topic that is not named in the source, or has words here already."),
    Remark.NOBODY: _("Nobody is named: shown as somebody who left."),
    Remark.LINK: _("Leads to something that did not come along."),
    Remark.PICTURE: _("The picture stays where it is: the post links to it."),
    Remark.MISSING_PARENT: _(
        "Answers a mail that is not in the archive: put where the nearest known mail stands."
    ),
    Remark.CIRCLE: _("Mails that answer each other in a circle: opened at the oldest."),
    Remark.BY_SUBJECT: _("Names no mail that it answers: put there by its subject alone."),
    Remark.ENCODING: _("Not in the characters it claims: read as far as possible."),
    Remark.SIGNATURE: _("A signature of more than 20 lines: the rest is in a file beside it."),
    Remark.DATE: _("The date is missing or impossible: a neighbour's was used."),
}  # fmt: skip


@dataclass(slots=True)
class TalkLedger(Account):
    """Counts, fates and names of one import of conversations."""

    fates: Counter[Fate] = field(default_factory=Counter)

    @property
    def adds_up(self) -> bool:
        """Whether every post of the source has exactly one fate."""
        return self.counts["posts"] == sum(self.fates.values())

    def as_json(self) -> dict[str, Any]:
        """The ledger as plain values for a machine to read."""
        return {
            "source": self.source,
            "counts": dict(sorted(self.counts.items())),
            "fates": {fate.value: self.fates[fate] for fate in Fate},
            "adds_up": self.adds_up,
            "notes": self.named(),
        }
