"""Which page a file is, through renames, removals and merges: the walk through the history.

The history of a repository is a web; that of a page is a line. The walk takes the commits parents
first and keeps each line of the web together. A commit with one parent changes the files that it
changed. A merge is a change by the merger where, after it, a file differs from what the page last
was; where a merge only joins what its sides brought, the sides carry the changes. At the end the
pages are held against the head, so that the last text of each is the file at the head.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

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
                self._settle(commit, state, (), everything=True)
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
        state: dict[str, tuple[str, str]] = {}
        renames: dict[str, str] = {}
        for change in changes:
            state[change.path] = (change.mode, change.blob)
            if change.status == "R":
                renames[change.path] = change.old
                state.setdefault(change.old, ("", ""))
        self._settle(commit, state, renames.items())

    def _settle(
        self,
        commit: Commit,
        state: State,
        renames: Iterable[tuple[str, str]],
        *,
        everything: bool = False,
    ) -> None:
        """Make the pages what `state` says: path -> (mode, blob), an empty mode for a gone file."""
        for new, old in renames:
            track, there = self._at.get(old), self._at.get(new)
            free = there is None or not there.live or there.path != new
            if track is not None and track.live and track.path == old and free:
                mode, blob = state[new]
                gone = not state.get(old, ("", ""))[0]
                if gone and mode.startswith(REGULAR):
                    self._renamed(commit, track, Change("R", mode, blob, new, old))
        for path, (mode, blob) in state.items():
            track = self._at.get(path)
            here = track is not None and track.live and track.path == path
            change = Change("M" if here else "A", mode, blob, path)
            if mode and self._is_file(change):
                self._written(commit, track, change, same=None if everything else "merge_only")
            elif here:
                self._removed(commit, track, path)
        if everything:
            for track in self._tracks:
                if track.live and track.path not in state:
                    self._removed(commit, track, track.path)

    def _settle_at_head(self, repository: Repository) -> None:
        state = tree(repository, repository.head)
        if state is None:
            return
        before = self._spool.places
        last = replace(one_commit(repository, repository.head), sha=repository.head + AT_THE_HEAD)
        self._settle(last, state, (), everything=True)
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
