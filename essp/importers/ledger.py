"""The account of an import: what came in, what was made of it, and by name what was not carried."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from essp.core.i18n import Message
from essp.core.i18n import lazy as _


class Outcome(Enum):
    """What became of one touch: one change of the source naming one page. Every touch has one."""

    REVISION = "revision"
    KNOWN = "known"
    CONFLICT = "conflict"
    MERGE_ONLY = "merge_only"
    SAME_TEXT = "same_text"
    OTHER_LINE = "other_line"
    MOVED_OUT = "moved_out"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


class Note(Enum):
    """What could not be carried, or was changed on the way, named in the ledger."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    UNREADABLE_TREE = "unreadable_tree"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"
    NOT_UTF8 = "not_utf8"
    CONTROL_CHARACTERS = "control_characters"
    FRONT_MATTER = "front_matter"
    LINK = "link"
    IMAGE = "image"
    IMAGE_TOO_LARGE = "image_too_large"
    SHALLOW = "shallow"
    TITLE = "title"
    FOLDER = "folder"
    HEAD = "head"
    CONFLICT = "conflict"
    DATE = "date"
    REVIEW = "review"


OUTCOMES: dict[Outcome, Message] = {
    Outcome.REVISION: _("became revisions"),
    Outcome.KNOWN: _("were here already"),
    Outcome.CONFLICT: _("were left out: the same words were changed here"),
    Outcome.MERGE_ONLY: _("were merges that only join what their sides brought"),
    Outcome.SAME_TEXT: _("left the page as it was"),
    Outcome.OTHER_LINE: _("removed, on a side line, a page that lives on elsewhere"),
    Outcome.MOVED_OUT: _("came after the page had left what is imported"),
    Outcome.TOO_LARGE: _("were refused: the page is too large"),
    Outcome.UNREADABLE: _("were lost: the source cannot be read there"),
}

NOTES: dict[Note, Message] = {
    Note.TOO_LARGE: _("Larger than 1 MB: left out. Split the page in the source."),
    Note.UNREADABLE: _("The object is missing or broken: left out."),
    Note.UNREADABLE_TREE: _(
        "The folder list is missing or broken: its changes show in the next one."
    ),
    Note.SYMLINK: _("A symbolic link, not a page."),
    Note.SUBMODULE: _("A submodule: import that repository by itself."),
    Note.NOT_UTF8: _("Not valid UTF-8: read as Windows-1252."),
    Note.CONTROL_CHARACTERS: _("Control characters were replaced by a visible mark."),
    Note.FRONT_MATTER: _("The front matter cannot be read: it stays in the text."),
    Note.LINK: _("The link leads to no imported page: it stays as it was."),
    Note.IMAGE: _("The image is not in the source: its link stays as it was."),
    Note.IMAGE_TOO_LARGE: _("The image is larger than 10 MB: its link stays as it was."),
    Note.SHALLOW: _("The repository is a shallow copy: older history is not in it."),
    Note.TITLE: _("The title was taken: the page got another."),
    Note.FOLDER: _(
        "The folder has no page of its own: its pages stand under the nearest page above, or at the"
        " top."
    ),
    Note.HEAD: _("The last text was set to what the source has in the end."),
    Note.CONFLICT: _("Changed here in the same place: left out. Bring it over by hand."),
    Note.DATE: _("The date is out of range: the time of the commit, or 1970, was used."),
    Note.REVIEW: _("The review date or its term cannot be read: the page has none."),
}


@dataclass(slots=True)
class LedgerEntry:
    """A named thing with a note: how often, and the first change in which it was seen."""

    note: Enum
    name: str
    detail: str
    times: int
    first: str


@dataclass(slots=True)
class Account:
    """What an import counts and names. Entries alike in note, name and detail are one."""

    source: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    _entries: dict[tuple[Enum, str, str], LedgerEntry] = field(default_factory=dict)

    def note(
        self, note: Enum, name: str, *, detail: str = "", source_id: str = "", times: int = 1
    ) -> None:
        """Name a thing that was not carried, or was changed on the way."""
        entry = self._entries.get((note, name, detail))
        if entry is None:
            self._entries[note, name, detail] = LedgerEntry(note, name, detail, times, source_id)
        else:
            entry.times += times

    def entries(self) -> list[LedgerEntry]:
        """All named things, in the order of the notes and then by name."""
        kinds = {type(note) for note, _name, _detail in self._entries}
        order = {note: place for kind in kinds for place, note in enumerate(kind)}
        return sorted(
            self._entries.values(), key=lambda entry: (order[entry.note], entry.name, entry.detail)
        )

    def named(self) -> list[dict[str, Any]]:
        """All named things as plain values."""
        return [
            {
                "note": entry.note.value,
                "name": entry.name,
                "detail": entry.detail,
                "times": entry.times,
                "first": entry.first,
            }
            for entry in self.entries()
        ]


@dataclass(slots=True)
class Ledger(Account):
    """The account of an import of pages."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)

    def count_instead(self, outcome: Outcome) -> None:
        """A touch that was counted as a revision had another outcome."""
        self.outcomes[Outcome.REVISION] -= 1
        self.outcomes[outcome] += 1

    @property
    def touches(self) -> int:
        """How often a change of the source named a page; the outcomes add up to it."""
        return self.counts["touches"]

    @property
    def adds_up(self) -> bool:
        """Whether every touch has exactly one outcome."""
        return self.touches == sum(self.outcomes.values())

    def as_json(self) -> dict[str, Any]:
        """The ledger as plain values for a machine to read."""
        return {
            "source": self.source,
            "counts": dict(sorted(self.counts.items())),
            "outcomes": {outcome.value: self.outcomes[outcome] for outcome in Outcome},
            "adds_up": self.adds_up,
            "notes": self.named(),
        }
