"""Read one page file: its heading, the list of its revisions, and its annotated text.

    title: Congestion response playbook
    parent: operations
    language: en

    a 2025-11-04 09:12 femke-de-boer First version, from my notebook
    b 2025-12-03 16:40 ruben-haak (minor) Phone list: new number
    c 2026-03-02 10:05 noor-jansen (was titled "Playbook") A title one can search for
    ---
    The annotated text, see `replay`.

What may stand between brackets: `minor`, `undoes b, c`, `from b` (a merge: its author had started
from b), `was titled "..."`, `was under slug` (or `was at the top`), `archive`, `restore`.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from essp.demo.model import DemoPage, DemoRevision, Kind
from essp.demo.replay import AnnotatedText, Shown, parse

TIME_ZONE = ZoneInfo("Europe/Amsterdam")

_ENTRY = re.compile(r"([a-z]) (\d{4}-\d\d-\d\d \d\d:\d\d) (\S+) (?:\(([^)]*)\) )?(.+)")
_UNDOES = re.compile(r"undoes ([a-z](?:, [a-z])*)")
_FROM = re.compile(r"from ([a-z])")
_TITLED = re.compile(r'was titled "(.+)"')
_UNDER = re.compile(r"was (?:under (\S+)|at the top)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of revisions."""

    letter: str
    at: datetime
    author: str
    note: str
    summary: str

    @property
    def undoes(self) -> tuple[str, ...]:
        """The letters of the revisions that this one takes back."""
        found = _UNDOES.fullmatch(self.note)
        return tuple(found[1].split(", ")) if found else ()

    @property
    def started_from(self) -> str | None:
        """The letter of the revision that the author of a merge had before them."""
        found = _FROM.fullmatch(self.note)
        return found[1] if found else None

    @property
    def kind(self) -> Kind:
        """What sort of change this is; ValueError for a note that means nothing."""
        if self.note in ("", "minor"):
            return "create" if self.letter == "a" else "edit"
        if self.note == "archive" or self.note == "restore":
            return "archive" if self.note == "archive" else "restore"
        kinds: tuple[tuple[re.Pattern[str], Kind], ...] = (
            (_UNDOES, "revert"),
            (_FROM, "merge"),
            (_TITLED, "rename"),
            (_UNDER, "move"),
        )
        for pattern, kind in kinds:
            if pattern.fullmatch(self.note):
                return kind
        raise ValueError(f"revision {self.letter}: what is “{self.note}”?")


def read_page(path: Path, space: str) -> DemoPage:
    """Read the page file at `path`; ValueError names the file and what cannot be read in it."""
    try:
        return _read(path.read_text(encoding="utf-8"), space, path.stem)
    except (ValueError, KeyError, IndexError) as error:
        raise ValueError(f"{space}/{path.name}: {error}") from error


def _read(source: str, space: str, slug: str) -> DemoPage:
    head, body = source.split("\n---\n", 1)
    fields_part, _, entries_part = head.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in fields_part.splitlines())
    entries = [_entry(line) for line in entries_part.splitlines() if line]
    text = parse(body, entries[0].letter)
    title, parent = fields["title"], fields.get("parent")
    revisions = tuple(
        _revision(entries, number, text, title, parent) for number in range(len(entries))
    )
    return DemoPage(space, slug, title, parent, fields["language"], revisions)


def _entry(line: str) -> Entry:
    found = _ENTRY.fullmatch(line)
    if not found:
        raise ValueError(f"not a revision: {line}")
    at = datetime.strptime(found[2], "%Y-%m-%d %H:%M").replace(tzinfo=TIME_ZONE)
    return Entry(found[1], at, found[3], found[4] or "", found[5])


def _revision(
    entries: list[Entry], number: int, text: AnnotatedText, title: str, parent: str | None
) -> DemoRevision:
    entry, letters = entries[number], [e.letter for e in entries]
    base = letters.index(entry.started_from) if entry.started_from else None
    sent = None
    if base is not None:
        meanwhile = set(letters[base + 1 : number])
        sent = text.replay(_made_by(entries[: number + 1], meanwhile))
    return DemoRevision(
        author_handle=entry.author,
        at=entry.at,
        text=text.replay(_made_by(entries[: number + 1], set())),
        summary=entry.summary,
        minor=entry.note == "minor",
        kind=entry.kind,
        title=_title_at(entries[number + 1 :], title),
        parent=_parent_at(entries[number + 1 :], parent),
        undoes=tuple(letters.index(letter) + 1 for letter in entry.undoes),
        started_from=None if base is None else base + 1,
        submitted=sent,
    )


def _made_by(entries: list[Entry], except_for: set[str]) -> Shown:
    undone = {letter for entry in entries for letter in entry.undoes}
    made = {entry.letter for entry in entries} - undone - except_for
    return lambda letter: letter in made


def _title_at(later: list[Entry], title: str) -> str:
    for entry in later:
        if found := _TITLED.fullmatch(entry.note):
            return found[1]
    return title


def _parent_at(later: list[Entry], parent: str | None) -> str | None:
    for entry in later:
        if found := _UNDER.fullmatch(entry.note):
            return found[1]
    return parent
