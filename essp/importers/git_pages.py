"""Which page a file is, through renames, removals and merges: the walk through the history.

The history of a repository is a web; that of a page is a line. The walk takes the commits parents
first and keeps each line of the web together. A commit with one parent changes the files that it
changed. A merge is a change by the merger where it differs from all its parents, and where it sets
aside what a parent had and the page last was; where it only joins what its sides brought, the sides
carry the changes. At the end the pages are held against the head, so that the last text of each is
the file at the head.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from essp.importers.git_log import Change, Commit, commits, one_commit, tree
from essp.importers.git_repository import Repository
from essp.importers.git_spool import Spool
from essp.importers.ledger import Ledger, Note, Outcome
from essp.importers.records import RevisionKind
from essp.importers.selection import Selection

REGULAR = "100"
SYMLINK = "120000"
SUBMODULE = "160000"
AT_THE_HEAD = "+head"
REVISIONS = frozenset(kind.value for kind in RevisionKind)
REMOVALS_AND_RENAMES_FIRST = {"D": 0, "R": 1}

State = Mapping[str, tuple[str, str]]


@dataclass(slots=True)
class _Joined:
    """A file after a merge, and what the parents that differ had: blobs, empty for no file."""

    mode: str
    blob: str
    before: set[str] = field(default_factory=set)
    renamed_from: list[str] = field(default_factory=list)
    parents: int = 0
    is_new: bool = True

    def add(self, change: Change) -> None:
        """One more parent differs."""
        self.mode, self.blob = change.mode, change.blob
        self.before.add(change.before)
        self.parents += 1
        self.is_new = self.is_new and change.status == "A"
        if change.status == "R":
            self.renamed_from.append(change.old)


@dataclass(slots=True)
class Track:
    """A file through time. `entered` and `held` are the first and last change with a wanted path."""

    number: int
    key: str
    path: str
    blob: str = ""
    last_blob: str = ""
    live: bool = False
    entered: int = 0
    held: int = 0
    last_path: str = ""
    last_live: bool = False


class Walk:
    """Follows every file of a history; what becomes of it is kept in a spool."""

    def __init__(self, selection: Selection, spool: Spool, ledger: Ledger) -> None:
        self._selection = selection
        self._spool = spool
        self._ledger = ledger
        self._at: dict[str, Track] = {}
        self._tracks: list[Track] = []

    def through(self, repository: Repository) -> Iterator[Commit]:
        """Walk the whole history, giving each commit once it is taken in."""
        for commit in commits(repository):
            self._take(commit, repository)
            yield commit
        self._settle_at_head(repository)
        self._spool.finish()

    def pages(self) -> list[Track]:
        """The tracks that become pages."""
        return [track for track in self._tracks if track.entered]

    def paths(self) -> dict[str, Track]:
        """Every path that a file ever had -> the track that had it last."""
        return self._at

    def _take(self, commit: Commit, repository: Repository) -> None:
        if commit.date_is_odd:
            self._ledger.note(Note.DATE, commit.sha, detail=commit.at.isoformat())
        if commit.changes is None:
            self._ledger.note(Note.UNREADABLE_TREE, commit.sha)
            state = tree(repository, commit.sha)
            if state is not None:
                self._settle_all(commit, state)
        elif commit.is_merge:
            self._merge(commit, commit.changes)
        else:
            self._change(commit, commit.changes)

    def _change(self, commit: Commit, changes: Iterable[Change]) -> None:
        """A commit with one parent: removals first, so that a name is free for who takes it."""
        for change in sorted(
            changes, key=lambda one: REMOVALS_AND_RENAMES_FIRST.get(one.status, 2)
        ):
            track = self._at.get(change.old or change.path)
            if change.status == "D":
                self._removed(commit, track, change.path)
            elif not self._is_file(change):
                self._removed(commit, track, change.old or change.path, quietly=True)
            elif change.status == "R" and track is not None:
                self._renamed(commit, track, change)
            else:
                self._written(commit, track, change)

    def _merge(self, commit: Commit, changes: Iterable[Change]) -> None:
        """What the merger decided; what only joins the sides is left to their commits."""
        joined: dict[str, _Joined] = {}
        for change in changes:
            joined.setdefault(change.path, _Joined(change.mode, change.blob)).add(change)
            if change.status == "R":
                joined.setdefault(change.old, _Joined("", "")).before.add(change.before)
        for path, one in joined.items():
            for old in one.renamed_from:
                self._join_rename(commit, path, one, gone=not joined[old].mode, old=old)
        for path, one in joined.items():
            track = self._at.get(path)
            present = track.blob if track is not None and track.live else ""
            if one.parents == len(commit.parents) or present in one.before:
                self._settle(commit, path, one.mode, one.blob, "merge_only", new=one.is_new)
            elif track is not None and track.live:
                self._keep(commit, track, Outcome.MERGE_ONLY.value, path)

    def _join_rename(
        self, commit: Commit, path: str, one: _Joined, *, gone: bool, old: str
    ) -> None:
        """A rename against a parent, unless a side has done it already."""
        track, there = self._at.get(old), self._at.get(path)
        free = there is None or not there.live or there.path != path
        at_old = track is not None and track.live and track.path == old
        if track is not None and at_old and free and gone and one.mode.startswith(REGULAR):
            self._renamed(commit, track, Change("R", one.mode, one.blob, path, old))

    def _settle(
        self, commit: Commit, path: str, mode: str, blob: str, same: str | None, *, new: bool
    ) -> None:
        """Make a file what it is after the commit; an empty mode is a file that is gone."""
        track = self._at.get(path)
        change = Change("A" if new else "M", mode, blob, path)
        if mode and self._is_file(change):
            self._written(commit, track, change, same=same)
        elif track is not None and track.live and track.path == path:
            self._removed(commit, track, path)

    def _settle_all(self, commit: Commit, state: State) -> None:
        """Make all files what they are in `state`: path -> (mode, blob)."""
        for path, (mode, blob) in state.items():
            track = self._at.get(path)
            new = track is None or not track.live or track.path != path
            self._settle(commit, path, mode, blob, None, new=new)
        for track in self._tracks:
            if track.live and track.path not in state:
                self._removed(commit, track, track.path)

    def _settle_at_head(self, repository: Repository) -> None:
        state = tree(repository, repository.head)
        if state is None:
            return
        before = self._spool.places
        last = replace(one_commit(repository, repository.head), sha=repository.head + AT_THE_HEAD)
        self._settle_all(last, state)
        if self._spool.places > before:
            self._ledger.counts["set_to_head"] = self._spool.places - before

    def _is_file(self, change: Change) -> bool:
        """Whether it is a plain file; a link or a submodule among the wanted ones is named."""
        if change.mode.startswith(REGULAR):
            return True
        if change.mode == SYMLINK and self._selection.holds(change.path):
            self._ledger.note(Note.SYMLINK, change.path)
        if change.mode == SUBMODULE and self._selection.covers(change.path):
            self._ledger.note(Note.SUBMODULE, change.path)
        return False

    def _written(
        self, commit: Commit, track: Track | None, change: Change, same: str | None = "same_text"
    ) -> None:
        """A file was added or modified; an addition beside a living file of that past is new."""
        elsewhere = track is not None and track.live and track.path != change.path
        if track is None or (elsewhere and change.status == "A"):
            track = self._new(commit, change.path)
        if track.live and track.blob == change.blob:
            if same:
                self._keep(commit, track, same, change.path)
            return
        kind = RevisionKind.EDITED if track.live else RevisionKind.CREATED
        track.blob, track.live = change.blob, True
        self._keep(commit, track, kind.value, change.path)

    def _renamed(self, commit: Commit, track: Track, change: Change) -> None:
        there = self._at.get(change.path)
        if there is track and track.live and track.path == change.path:
            self._written(commit, track, change)
            return
        if there is not None and there is not track and there.live and there.path == change.path:
            self._written(commit, there, change)
            self._removed(commit, track, track.path)
            return
        kind = RevisionKind.RENAMED if track.live else RevisionKind.CREATED
        track.path, track.blob, track.live = change.path, change.blob, True
        self._at[change.path] = track
        self._keep(commit, track, kind.value, change.path)

    def _removed(
        self, commit: Commit, track: Track | None, path: str, *, quietly: bool = False
    ) -> None:
        if track is None or not track.live:
            if track is not None and not quietly:
                self._keep(commit, track, Outcome.SAME_TEXT.value, path)
            return
        if track.path != path:
            self._keep(commit, track, Outcome.OTHER_LINE.value, path)
            return
        track.blob, track.live = "", False
        self._keep(commit, track, RevisionKind.DELETED.value, path)

    def _new(self, commit: Commit, path: str) -> Track:
        name = f"{commit.sha}:{path}".encode("utf-8", "surrogatepass")
        track = Track(len(self._tracks), hashlib.sha256(name).hexdigest(), path)
        self._tracks.append(track)
        self._at[path] = track
        return track

    def _keep(self, commit: Commit, track: Track, kind: str, path: str) -> None:
        track.last_blob = track.blob or track.last_blob
        place = self._spool.add(track.number, commit, kind, path, track.blob)
        if kind in REVISIONS and self._selection.holds(path):
            track.entered = track.entered or place
            track.held = place
            track.last_path, track.last_live = track.path, track.live
