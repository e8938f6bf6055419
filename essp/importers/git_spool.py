"""What the walk through a history found, kept on disk so that memory does not grow with it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from essp.importers.git_log import EARLIEST, Commit
from essp.importers.ledger import Outcome
from essp.importers.records import RevisionKind

BATCH = 500
SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE told (id INTEGER PRIMARY KEY, sha TEXT, name TEXT, email TEXT, at INTEGER,
                   message TEXT, co_authors TEXT);
CREATE TABLE change (place INTEGER PRIMARY KEY, track INTEGER, told INTEGER, kind TEXT,
                     path TEXT, blob TEXT);
"""
CHANGES_OF_A_TRACK = """
SELECT place, kind, path, blob, sha, name, email, at, message, co_authors
FROM change JOIN told ON told.id = change.told
WHERE track = ? AND kind IN ('created', 'edited', 'renamed', 'deleted') ORDER BY place
"""
OUTCOMES_OF_A_TRACK = """
SELECT CASE WHEN place > ? THEN 'moved_out'
            WHEN kind IN ('created', 'edited', 'renamed', 'deleted') THEN 'revision'
            ELSE kind END AS outcome, count(*)
FROM change WHERE track = ? GROUP BY outcome
"""
LEAVING = """
SELECT min(place) FROM change
WHERE track = ? AND place > ? AND kind IN ('created', 'edited', 'renamed', 'deleted')
"""
LATEST_BLOBS = """
SELECT path, blob FROM change
WHERE track = ? AND place < ? AND blob <> ''
  AND kind IN ('created', 'edited', 'renamed') ORDER BY place DESC
"""
LAST_TOLD = """
SELECT sha, name, email, at, message, co_authors FROM change JOIN told ON told.id = change.told
WHERE track = ? AND kind IN ('created', 'edited', 'renamed') ORDER BY place DESC LIMIT 1
"""
NEVER = 2**62


@dataclass(frozen=True, slots=True)
class Told:
    """Who changed something, when and why, as the repository says it."""

    sha: str
    name: str
    email: str
    at: datetime
    message: str
    co_authors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlannedRevision:
    """A revision that is yet to be read: where its text is, and who made it."""

    kind: RevisionKind
    path: str
    blob: str
    told: Told


class Spool:
    """Commits and the changes of tracked files, in the order of the history, in a file."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "spool.sqlite", isolation_level=None)
        self._database.executescript(SCHEMA)
        self._pending: list[tuple[int, int, int, str, str, str]] = []
        self._told = 0
        self._last_sha = ""
        self.places = 0

    def close(self) -> None:
        """Close the file; whoever gave the folder removes it."""
        self._database.close()

    def add(self, track: int, commit: Commit, kind: str, path: str, blob: str) -> int:
        """Keep one change, with its commit when that is new; gives the change's place, from 1."""
        if self._last_sha != commit.sha:
            self._tell(commit)
        self.places += 1
        self._pending.append((self.places, track, self._told, kind, path, blob))
        if len(self._pending) >= BATCH:
            self._flush()
        return self.places

    def finish(self) -> None:
        """All changes are in: make them readable page by page."""
        self._flush()
        self._database.execute("CREATE INDEX change_of_track ON change (track, place)")

    def leaves(self, track: int, held: int) -> int | None:
        """The place of the change that takes the track out of what is wanted, after `held`."""
        found: int | None = self._database.execute(LEAVING, (track, held)).fetchone()[0]
        return found

    def revisions(self, track: int, leaves: int | None) -> Iterator[PlannedRevision]:
        """The revisions of a track; the one at `leaves` takes the page away and is the last."""
        for place, kind, path, blob, *told in self._database.execute(CHANGES_OF_A_TRACK, (track,)):
            if place == leaves:
                yield PlannedRevision(RevisionKind.DELETED, path, "", _told(*told))
                return
            yield PlannedRevision(RevisionKind(kind), path, blob, _told(*told))

    def latest_blobs(self, track: int, leaves: int | None) -> Iterator[tuple[str, str]]:
        """Path and blob of the texts of a track, the latest first."""
        yield from self._database.execute(LATEST_BLOBS, (track, leaves or NEVER))

    def last_told(self, track: int) -> Told:
        """Who last wrote a tracked file."""
        return _told(*self._database.execute(LAST_TOLD, (track,)).fetchone())

    def co_authors(self) -> set[tuple[str, str]]:
        """All names and addresses of trailers, as written."""
        rows = self._database.execute("SELECT DISTINCT co_authors FROM told")
        return {(name, email) for (written,) in rows for name, email in json.loads(written)}

    def outcomes(self, track: int, leaves: int | None) -> dict[Outcome, int]:
        """How often the track was touched, by what became of it."""
        rows = self._database.execute(OUTCOMES_OF_A_TRACK, (leaves or NEVER, track))
        return {Outcome(kind): number for kind, number in rows}

    def names(self) -> Iterator[tuple[str, str]]:
        """Name and address of every author, the most used and then the latest spelling last."""
        yield from self._database.execute(
            "SELECT name, email FROM told GROUP BY name, email ORDER BY count(*), max(id)"
        )

    def _tell(self, commit: Commit) -> None:
        self._told += 1
        self._last_sha = commit.sha
        self._database.execute(
            "INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                self._told,
                commit.sha,
                commit.name,
                commit.email,
                int(commit.at.timestamp()),
                commit.message,
                json.dumps(commit.co_authors()),
            ),
        )

    def _flush(self) -> None:
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)", self._pending)
        self._database.execute("COMMIT")
        self._pending.clear()


def _told(sha: str, name: str, email: str, at: int, message: str, co_authors: str) -> Told:
    pairs = tuple((person[0], person[1]) for person in json.loads(co_authors))
    moment = EARLIEST + timedelta(seconds=at)
    return Told(sha, name, email, moment, message, pairs)
