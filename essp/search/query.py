"""The query language: what a person types, as a tree that any search engine can be asked.

    transport indicator          words, all of them first, then any
    "transport indicator"        these words in this order
    -gas  -"gas leak"            without
    author:femke  by:"Femke de Boer"   space:operations   topic:cables   kind:person
    in:title cable   title:cable       only in titles
    after:2025-06  before:31-12-2025   changed on or after, changed before
    kab*                         words that begin with
    is:template  in:template     templates of pages, which are found by nothing else

Nothing a person types is an error. What cannot be read as an operator is read as plain words, and
a note says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeVar

from essp.search.words import WORD, words

LONGEST = 400  # characters of a query that are read
MOST_WORDS = 32
SHORTEST_BEGINNING = 2

Field = Literal["author", "space", "topic", "kind", "mark"]
NoteCode = Literal[
    "unclosed quote", "unreadable date", "empty operator", "too long", "unknown kind"
]

FIELDS: dict[str, Field] = {
    "author": "author", "by": "author", "auteur": "author", "door": "author",
    "space": "space", "ruimte": "space",
    "topic": "topic", "onderwerp": "topic",
    "kind": "kind", "soort": "kind",
}  # fmt: skip
TITLE = frozenset({"title", "titel"})
TEMPLATES = frozenset({"template", "templates", "sjabloon", "sjablonen"})
AFTER = frozenset({"after", "since", "na", "sinds"})
BEFORE = frozenset({"before", "voor"})
KIND_WORDS = {
    "page": "page", "pages": "page", "pagina": "page", "paginas": "page",
    "file": "file", "files": "file", "bestand": "file", "bestanden": "file", "bijlage": "file",
    "person": "person", "people": "person", "persoon": "person", "mensen": "person", "space": "space",
    "spaces": "space", "ruimte": "space", "ruimtes": "space", "conversation": "thread", "gesprek": "thread",
}  # fmt: skip

_LEXEME = re.compile(
    r'(?P<minus>-?)(?:(?P<name>[^\W\d_]{2,12}):)?(?:"(?P<quoted>[^"]*)(?P<close>"?)|(?P<bare>[^\s"]*))'
)
_CHUNK = re.compile(r"[^\W_]+(?:[-._/@:'’][^\W_]+)*\*?")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")
_DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})$")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "−": "-", "\0": " "})


@dataclass(frozen=True)
class Word:
    """One word to find, folded; `beginning` also finds longer words, `title` only in titles."""

    text: str
    beginning: bool = False
    title: bool = False


@dataclass(frozen=True)
class Phrase:
    """Folded words in this order, next to each other."""

    words: tuple[str, ...]
    title: bool = False


Atom = TypeVar("Atom", Word, Phrase)


@dataclass(frozen=True)
class Filter:
    """A condition on who, where or about what; `value` as typed without its quotes.

    A `mark` is the exact word of a document's marks, and never typed.
    """

    field: Field
    value: str
    without: bool = False


@dataclass(frozen=True)
class Note:
    """Something in the query that was read otherwise than typed, to be told to who typed it."""

    code: NoteCode
    value: str = ""


@dataclass(frozen=True)
class Query:
    """A parsed query. `text` is what was typed, cut to `LONGEST`; dates are whole days, UTC.

    It finds `templates` and nothing else, or everything else.
    """

    text: str = ""
    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Word | Phrase, ...] = ()
    filters: tuple[Filter, ...] = ()
    after: date | None = None
    before: date | None = None
    templates: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked at all."""
        return self == Query(text=self.text, notes=self.notes)

    @property
    def has_words(self) -> bool:
        """Whether there is anything by which one result can be better than another."""
        return bool(self.words or self.phrases)

    def replacing(self, old: str, new: tuple[str, ...]) -> "Query":
        """The same query with one word corrected, its text included."""
        found = tuple(
            corrected
            for word in self.words
            for corrected in ([replace(word, text=w) for w in new] if word.text == old else [word])
        )
        return replace(self, words=found, text=_retyped(self.text, old, " ".join(new)), notes=())


@dataclass
class _Reading:
    """The state of reading one query."""

    words: list[Word] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    without: list[Word | Phrase] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    after: date | None = None
    before: date | None = None
    in_title: bool = False
    templates: bool = False
    left: int = MOST_WORDS

    def note(self, code: NoteCode, value: str = "") -> None:
        if Note(code, value) not in self.notes:
            self.notes.append(Note(code, value))

    def add(self, text: str, *, quoted: bool, minus: bool, title: bool = False) -> None:
        """Take plain text in: a quoted text is one phrase, a bare one its words."""
        for part in [text] if quoted else _CHUNK.findall(text):
            found = words(part)
            if len(found) > self.left:
                self.note("too long")
            found = found[: self.left]
            self.left -= len(found)
            if found:
                self._keep(_atom(found, part, quoted, title), minus)

    def _keep(self, atom: Word | Phrase, minus: bool) -> None:
        if minus:
            self.without.append(atom)
        elif isinstance(atom, Word):
            self.words.append(atom)
        else:
            self.phrases.append(atom)


def parse(text: str) -> Query:
    """Read a query. Never raises, whatever the text; at most `MOST_WORDS` words are kept."""
    reading = _Reading()
    typed = text.encode("utf-8", "replace").decode().translate(_QUOTES).strip()
    if len(typed) > LONGEST:
        reading.note("too long")
        typed = typed[:LONGEST].rstrip()
    for match in _lexemes(typed):
        _take(reading, match)
    return _query(reading, typed)


def _query(reading: _Reading, typed: str) -> Query:
    def titled(atoms: list[Atom]) -> tuple[Atom, ...]:
        return tuple(dict.fromkeys(replace(a, title=a.title or reading.in_title) for a in atoms))

    return Query(
        text=typed,
        words=titled(reading.words),
        phrases=titled(reading.phrases),
        without=tuple(dict.fromkeys(reading.without)),
        filters=tuple(dict.fromkeys(reading.filters)),
        after=reading.after,
        before=reading.before,
        templates=reading.templates,
        notes=tuple(reading.notes),
    )


def _lexemes(typed: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(typed):
        match = _LEXEME.match(typed, at)
        if match is None or match.end() == at:
            at += 1
            continue
        yield match
        at = match.end()


def _take(reading: _Reading, match: re.Match[str]) -> None:
    minus, name = match["minus"] == "-", (match["name"] or "").lower()
    quoted = match["quoted"] is not None
    value = (match["quoted"] if quoted else match["bare"]) or ""
    if quoted and not match["close"]:
        reading.note("unclosed quote")
        quoted = False
    if not name or not _operator(reading, name, value, quoted, minus):
        reading.add(f"{name}:{value}" if name else value, quoted=quoted and not name, minus=minus)


def _operator(reading: _Reading, name: str, value: str, quoted: bool, minus: bool) -> bool:
    """Read `name:value` as an operator; False when it is none and its text is plain words."""
    if name in {"is", "in", "kind", "soort"} and value.lower() in TEMPLATES and not minus:
        reading.templates = True
        return True
    if name not in {*FIELDS, *TITLE, *AFTER, *BEFORE, "in"}:
        return False
    if not value.strip():
        reading.note("empty operator", name)
        return True
    if name in TITLE:
        reading.add(value, quoted=quoted, minus=minus, title=True)
        return True
    if name in AFTER or name in BEFORE:
        return _dated(reading, name, value)
    if name == "in":
        return _inside(reading, value, minus)
    return _filtered(reading, FIELDS[name], value, minus)


def _inside(reading: _Reading, value: str, minus: bool) -> bool:
    if value.lower() in TITLE and not minus:
        reading.in_title = True
        return True
    return _filtered(reading, "space", value, minus)


def _filtered(reading: _Reading, name: Field, value: str, minus: bool) -> bool:
    if name == "kind":
        kind = KIND_WORDS.get(value.lower().replace("'", "").replace("’", ""))
        if kind is None:
            reading.note("unknown kind", value[:40])
            return False
        value = kind
    if len(reading.filters) < MOST_WORDS:
        reading.filters.append(Filter(name, value[:120].lstrip("@#"), minus))
    return True


def _dated(reading: _Reading, name: str, value: str) -> bool:
    day = day_of(value)
    if day is None:
        reading.note("unreadable date", value[:40])
        return False
    if name in AFTER:
        reading.after = max(day, reading.after or day)
    else:
        reading.before = min(day, reading.before or day)
    return True


def day_of(value: str) -> date | None:
    """The first day of `2025`, `2025-06`, `2025-06-30` or `30-6-2025`; None for anything else."""
    if (dutch := _DUTCH_DAY.match(value)) is not None:
        year, month, day = dutch[3], dutch[2], dutch[1]
    elif (iso := _DAY.match(value)) is not None:
        year, month, day = iso[1], iso[2] or "1", iso[3] or "1"
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _atom(found: list[str], part: str, quoted: bool, title: bool) -> Word | Phrase:
    if len(found) > 1:
        return Phrase(tuple(found), title)
    beginning = not quoted and part.endswith("*") and len(found[0]) >= SHORTEST_BEGINNING
    return Word(found[0], beginning, title)


def _retyped(text: str, old: str, new: str) -> str:
    """The typed text with one word put right, everything around it kept."""
    return WORD.sub(lambda match: new if words(match.group()) == [old] else match.group(), text)
