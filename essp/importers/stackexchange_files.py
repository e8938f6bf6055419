"""The files of a StackExchange dump, read row by row into a file of our own, so that memory stays flat.

The files are XML with one `row` element for each thing, all of it in attributes. Entities are refused:
a dump needs none, and they can make gigabytes of a line.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from essp.core.i18n import _
from essp.importers.records import UnreadableError

Row = Mapping[str, str]
Progress = Callable[[int, int], None]
NEEDED = ("Posts.xml",)
FILES = (
    "Posts.xml", "Comments.xml", "Users.xml", "PostHistory.xml", "PostLinks.xml", "Votes.xml",
    "Tags.xml", "Badges.xml",
)  # fmt: skip
BATCH = 500
SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE post (id INTEGER PRIMARY KEY, kind INTEGER, question INTEGER, row TEXT);
CREATE TABLE comment (id INTEGER PRIMARY KEY, post INTEGER, row TEXT);
CREATE TABLE person (id INTEGER PRIMARY KEY, row TEXT);
CREATE TABLE history (id INTEGER PRIMARY KEY, post INTEGER, row TEXT);
CREATE TABLE link (id INTEGER PRIMARY KEY, post INTEGER, row TEXT);
CREATE TABLE vote (id INTEGER PRIMARY KEY, post INTEGER, row TEXT);
CREATE TABLE tag (id INTEGER PRIMARY KEY, row TEXT);
"""
INDEXES = """
CREATE INDEX post_of_question ON post (question);
CREATE INDEX comment_of_post ON comment (post);
CREATE INDEX history_of_post ON history (post);
CREATE INDEX link_of_post ON link (post);
CREATE INDEX vote_of_post ON vote (post);
"""
QUESTION, ANSWER = 1, 2
NUMBER = re.compile(r"-?\d{1,18}")
PLACES = {
    "Posts.xml": ("post", "ParentId"),
    "Comments.xml": ("comment", "PostId"),
    "Users.xml": ("person", ""),
    "PostHistory.xml": ("history", "PostId"),
    "PostLinks.xml": ("link", "PostId"),
    "Votes.xml": ("vote", "PostId"),
    "Tags.xml": ("tag", ""),
}
Seen = Callable[[str, Row, bool], bool]


class Dump:
    """A dump in a file of our own: rows by what they belong to."""

    def __init__(self, folder: Path, work: Path) -> None:
        """`folder` holds the dump, `work` is where the file may be made. Raises UnreadableError."""
        self._folder = folder
        self._check()
        self._database = sqlite3.connect(work / "dump.sqlite", isolation_level=None)
        self._database.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file; whoever gave the folder removes it."""
        self._database.close()

    def has(self, name: str) -> bool:
        """Whether the dump has that file."""
        return (self._folder / name).is_file()

    def read(self, seen: Seen, progress: Progress | None) -> None:
        """Read every file. `seen` is told file, row and whether it is good: it has an id, which is new;
        what it refuses is not kept. Raises UnreadableError for a file that is no such XML."""
        sizes = {name: (self._folder / name).stat().st_size for name in FILES if self.has(name)}
        done = 0
        for name, size in sizes.items():
            self._keep(name, seen, partial(_tell, progress, sizes, done))
            done += size
        _tell(progress, sizes, done, 0)
        self._database.executescript(INDEXES)

    def questions(self) -> Iterator[int]:
        """The ids of the questions, ascending."""
        rows = self._database.execute("SELECT id FROM post WHERE kind = 1 ORDER BY id")
        return (row[0] for row in rows.fetchall())

    def orphans(self) -> Iterator[tuple[str, int]]:
        """Answers without their question and comments without their post: `post` or `comment`, id."""
        yield from self._database.execute(
            "SELECT 'post', id FROM post WHERE kind = 2 AND question NOT IN"
            " (SELECT id FROM post WHERE kind = 1) UNION ALL "
            "SELECT 'comment', comment.id FROM comment LEFT JOIN post ON post.id = comment.post"
            " LEFT JOIN post AS top ON top.id = post.question AND top.kind = 1"
            " WHERE top.id IS NULL"
        )

    def posts_of(self, question: int) -> list[Row]:
        """The question and its answers, by their ids."""
        return self._rows("SELECT row FROM post WHERE question = ? ORDER BY kind, id", question)

    def comments_of(self, post: int) -> list[Row]:
        """The comments under a post, by their ids."""
        return self._rows("SELECT row FROM comment WHERE post = ? ORDER BY id", post)

    def history_of(self, post: int) -> list[Row]:
        """What happened to a post, by the ids."""
        return self._rows("SELECT row FROM history WHERE post = ? ORDER BY id", post)

    def links_of(self, post: int) -> list[Row]:
        """The posts that a post was linked to."""
        return self._rows("SELECT row FROM link WHERE post = ? ORDER BY id", post)

    def votes_of(self, post: int) -> list[Row]:
        """The votes on a post that say something here."""
        return self._rows("SELECT row FROM vote WHERE post = ? ORDER BY id", post)

    def post(self, number: int) -> Row | None:
        """A post by its id."""
        return next(iter(self._rows("SELECT row FROM post WHERE id = ?", number)), None)

    def question_of(self, number: int) -> int | None:
        """The question that a post is, or answers, where that is in the dump."""
        found = self._database.execute(
            "SELECT post.question FROM post JOIN post AS top ON top.id = post.question"
            " AND top.kind = 1 WHERE post.id = ?",
            (number,),
        ).fetchone()
        return int(found[0]) if found else None

    def has_comment(self, number: int) -> bool:
        """Whether a comment came along."""
        asked = "SELECT 1 FROM comment WHERE id = ?"
        return self._database.execute(asked, (number,)).fetchone() is not None

    def person(self, number: int) -> Row | None:
        """Somebody by their id."""
        return next(iter(self._rows("SELECT row FROM person WHERE id = ?", number)), None)

    def tags(self) -> list[Row]:
        """All tags."""
        return self._rows("SELECT row FROM tag ORDER BY id")

    def bodies(self) -> Iterator[str]:
        """The HTML of every post."""
        for (row,) in self._database.execute("SELECT row FROM post WHERE kind IN (1, 2)"):
            yield json.loads(row).get("Body", "")

    def duplicates(self) -> list[Row]:
        """The links that say that a question repeats another one."""
        rows = self._rows("SELECT row FROM link ORDER BY id")
        return [row for row in rows if row.get("LinkTypeId") == "3"]

    def _rows(self, asked: str, *values: int) -> list[Row]:
        return [json.loads(row[0]) for row in self._database.execute(asked, values)]

    def _check(self) -> None:
        if self._folder.is_file():
            raise UnreadableError(
                _("%(path)s is a file. Unpack it and name the folder.", path=self._folder)
            )
        for name in NEEDED:
            if not self.has(name):
                raise UnreadableError(
                    _(
                        "There is no %(file)s in %(path)s. Name the folder that holds the XML files.",
                        file=name,
                        path=self._folder,
                    )
                )

    def _keep(self, name: str, seen: Seen, at: Callable[[int], None]) -> None:
        self._database.execute("BEGIN")
        with (self._folder / name).open("rb") as file:
            for number, row in enumerate(_rows_of(file, name)):
                if seen(name, row, number_in(row, "Id") != 0):
                    self._insert(name, row, seen)
                if number % BATCH == 0:
                    at(file.tell())
        self._database.execute("COMMIT")

    def _insert(self, name: str, row: Row, seen: Seen) -> None:
        values: list[int | str] = [number_in(row, "Id")]
        if name == "Posts.xml":
            kind = number_in(row, "PostTypeId")
            values += [kind, values[0] if kind == QUESTION else number_in(row, "ParentId")]
        elif PLACES[name][1]:
            values.append(number_in(row, PLACES[name][1]))
        values.append(json.dumps(dict(row)))
        table, marks = PLACES[name][0], ", ".join("?" * len(values))
        asked = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"  # noqa: S608 - one of PLACES
        if not self._database.execute(asked, values).rowcount:
            seen(name, row, False)


def number_in(row: Row, name: str) -> int:
    """A number of a row; 0 for what is missing or no number."""
    found = NUMBER.fullmatch(row.get(name, ""))
    return int(found[0]) if found else 0


def _rows_of(file: IO[bytes], name: str) -> Iterator[dict[str, str]]:
    """The attributes of each row; what was read is let go at once."""
    try:
        steps = iterparse(file, ("start", "end"), forbid_entities=True, forbid_external=True)
        _event, root = next(steps)
        for event, element in steps:
            if event == "end" and element.tag == "row":
                yield dict(element.attrib)
                root.clear()
    except DefusedXmlException:
        raise UnreadableError(
            _("%(file)s defines entities, which no dump needs: it was not read.", file=name)
        ) from None
    except (ParseError, StopIteration, UnicodeError, LookupError) as broken:
        raise UnreadableError(
            _(
                "%(file)s is broken or incomplete: %(why)s.",
                file=name,
                why=str(broken) or _("empty"),
            )
        ) from None


def _tell(progress: Progress | None, sizes: Mapping[str, int], before: int, here: int) -> None:
    if progress is not None:
        progress(before + here, sum(sizes.values()))
