"""Demand from outside: how often customers asked about a topic in a month, from a CSV file.

The file has a topic, a month such as 2026-10 and a count in each line, with a line of titles or without;
commas or, as Dutch spreadsheets write, semicolons part them. What a later file says of the same topic
and month goes in the place of what an earlier one said. A name that is no topic here is kept by that name
and told of; a line that cannot be used is told of by its number and changes nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.stats.place_models import OutsideDemand
from essp.topics.models import Topic, TopicName
from essp.topics.queries import STANDS_FOR
from essp.topics.words import key_of_name

LARGEST = 20 * 2**20  # bytes
LONGEST_NAME = 200
MOST = 1_000_000_000  # of one topic in one month
MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.][0-9]{1,2})?|([0-9]{1,2})[-/.]([0-9]{4})")
WHOLE = re.compile(r"[0-9]{1,3}(?:[.,\u00a0\u202f ][0-9]{3})+|[0-9]{1,12}(?:[.,]0{1,2})?")


@dataclass(frozen=True)
class Line:
    """What one line says, with its number in the file."""

    number: int
    name: str
    period: date
    count: int


@dataclass(frozen=True)
class Wrong:
    """A line that cannot be used, as it stands in the file, and why."""

    number: int
    text: str
    why: Message


@dataclass
class Taken:
    """What came of a file: months of topics that are new, changed or known as they are."""

    new: int = 0
    changed: int = 0
    same: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many lines said something."""
        return self.new + self.changed + self.same + len(self.wrong) + len(self.twice)


def read(path: Path) -> str:
    """The text of a file in UTF-8, or else as older spreadsheets write it. Raises Invalid."""
    try:
        if path.stat().st_size > LARGEST:
            raise Invalid(file=_("%(path)s is larger than 20 MB.", path=path))
        content = path.read_bytes()
    except OSError as broken:
        raise Invalid(
            file=_("%(path)s cannot be read: %(why)s.", path=path, why=broken.strerror or broken)
        ) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def lines_of(text: str) -> tuple[list[Line], list[Wrong]]:
    """What the lines of a file say, and those that say nothing that can be used."""
    found, wrong = list[Line](), list[Wrong]()
    for number, cells in _cells(text):
        if number == 1 and not any(char.isdigit() for cell in cells[1:] for char in cell):
            continue  # a line of titles
        try:
            found.append(_line(number, cells))
        except Invalid as invalid:
            why = next(iter(invalid.errors.values()))
            wrong.append(Wrong(number, " ; ".join(cells)[:LONGEST_NAME], why))
    return found, wrong


def take(lines: Sequence[Line], wrong: Sequence[Wrong], source: str, *, dry: bool = False) -> Taken:
    """Keep what lines say; with `dry` only tell what would come of it.

    Of a topic and month that the file names twice the last line goes; the others are told of.
    """
    taken = Taken(wrong=list(wrong))
    topics = _topics({key_of_name(line.name) for line in lines})
    last: dict[tuple[str, date], Line] = {}
    for line in lines:
        named = key_of_name(line.name), line.period
        if named in last:
            taken.twice.append(last[named].number)
        last[named] = line
    known = _known({key for key, _period in last})
    for (key, period), line in last.items():
        row, topic_id = known.get((key, period)), topics.get(key)
        if topic_id is None:
            taken.unknown[line.name] = taken.unknown.get(line.name, 0) + line.count
        if row is None:
            taken.new += 1
            row = OutsideDemand(key=key, period=period)
        elif (row.count, row.topic_id) == (line.count, topic_id):
            taken.same += 1
            continue
        else:
            taken.changed += 1
        if not dry:
            row.name, row.topic_id, row.count = line.name, topic_id, line.count
            row.source, row.imported_at = clean_line(source)[:LONGEST_NAME], clock.now()
            session().add(row)
    session().flush()
    return taken


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that is not empty, with the number of the line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    parted = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=parted)
    try:
        for cells in reader:
            stripped = [clean_line(cell) for cell in cells]
            if any(stripped):
                yield reader.line_num, stripped
    except csv.Error as broken:
        raise Invalid(
            file=_("Line %(line)s cannot be read: %(why)s.", line=reader.line_num, why=broken)
        ) from None


def _line(number: int, cells: Sequence[str]) -> Line:
    filled = [*cells]
    while filled and not filled[-1]:
        filled.pop()
    if len(filled) != 3:
        raise Invalid(line=_("It needs three cells: a topic, a month such as 2026-10, a count."))
    name, month, count = filled
    if not key_of_name(name) or len(name) > LONGEST_NAME:
        raise Invalid(line=_("It names no topic."))
    return Line(number, name, _month(month), _count(count))


def _month(text: str) -> date:
    found = MONTH.fullmatch(text)
    year, month = (found[1] or found[4], found[2] or found[3]) if found else ("", "")
    try:
        return date(int(year), int(month), 1)
    except ValueError:
        raise Invalid(line=_("“%(text)s” is no month. Write it as 2026-10.", text=text)) from None


def _count(text: str) -> int:
    whole = _without_marks(text) if WHOLE.fullmatch(text) else ""
    if not whole.isascii() or not whole or int(whole) > MOST:
        raise Invalid(line=_("“%(text)s” is no count.", text=text))
    return int(whole)


def _without_marks(text: str) -> str:
    """A whole number without the marks of thousands, and without zeros behind the comma."""
    if re.fullmatch(r"[0-9]+[.,]0{1,2}", text):
        return re.split("[.,]", text)[0]
    return re.sub(r"\D", "", text)


def _topics(keys: Iterable[str]) -> Mapping[str, int]:
    """The topics that everyone may know of, by the keys of their names."""
    wanted, found = sorted(keys), dict[str, int]()
    for start in range(0, len(wanted), 500):
        rows = session().execute(
            select(TopicName.key, STANDS_FOR)
            .join(Topic, Topic.id == TopicName.topic_id)
            .where(TopicName.key.in_(wanted[start : start + 500]), Topic.opened_at.is_not(None))
        )
        found.update({row[0]: row[1] for row in rows})
    return found


def _known(keys: Iterable[str]) -> Mapping[tuple[str, date], OutsideDemand]:
    wanted, found = sorted(keys), dict[tuple[str, date], OutsideDemand]()
    for start in range(0, len(wanted), 500):
        rows = session().scalars(
            select(OutsideDemand).where(OutsideDemand.key.in_(wanted[start : start + 500]))
        )
        found.update({(row.key, row.period): row for row in rows})
    return found
