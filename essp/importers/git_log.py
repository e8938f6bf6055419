"""The history of a repository as a stream: each commit once, parents first, with its changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from essp.importers.git_repository import CHUNK, Repository

FORMAT = "%H%n%P%n%aN%n%aE%n%at%n%ct%n%B"
HEADER_LINES = 6
DIFF = ["-m", "-r", "--root", "-z", "--raw", "--no-abbrev", "--always", "--encoding=UTF-8"]
RENAMES = "-M"
LINE = 41
CO_AUTHOR = re.compile(r"^co-authored-by:[ \t]*(.*?)[ \t]*<([^<>\n]*)>[ \t]*$", re.I | re.M)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST_YEAR = 9000


@dataclass(frozen=True, slots=True)
class Change:
    """One file changed by a commit, against one of its parents. `mode` is empty when it is gone.

    `status` is git's letter: A added, M modified, D deleted, R renamed from `old`, T another type.
    `before` is the blob that the parent had; `blob` and `before` are empty where there is no file.
    """

    status: str
    mode: str
    blob: str
    path: str
    old: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and what it changed; `changes` is None when its folder list cannot be read."""

    sha: str
    parents: tuple[str, ...]
    name: str
    email: str
    at: datetime
    date_is_odd: bool
    message: str
    changes: tuple[Change, ...] | None

    @property
    def is_merge(self) -> bool:
        """Whether it joins several lines of history."""
        return len(self.parents) > 1

    def co_authors(self) -> list[tuple[str, str]]:
        """Names and addresses of the Co-authored-by trailers, as written."""
        return [(name.strip(), email.strip()) for name, email in CO_AUTHOR.findall(self.message)]


def count_commits(repository: Repository) -> int:
    """How many commits the history has. Writes their list for `commits`; raises UnreadableError."""
    listing = _listing(repository)
    walk = repository.started("rev-list", "--topo-order", "--reverse", repository.head)
    with listing.open("wb") as file, walk as (git, said):
        assert git.stdout is not None
        while piece := git.stdout.read(CHUNK):
            file.write(piece)
        if git.wait():
            raise repository.incomplete(_complaint(said))
    return listing.stat().st_size // _line(listing)


def commits(repository: Repository) -> Iterator[Commit]:
    """Every commit of the head: oldest first, parents before children, lines kept together."""
    listing = _listing(repository)
    line = _line(listing)
    done = 0
    with listing.open("rb") as todo:
        while True:
            for commit in _readable(repository, listing, done * line):
                yield commit
                done += 1
            todo.seek(done * line)
            sha = todo.readline().decode().strip()
            if not sha:
                return
            yield _unreadable(repository, sha)
            done += 1


def tree(repository: Repository, commit: str) -> dict[str, tuple[str, str]] | None:
    """Path -> (mode, blob) of all files of a commit; None when a folder list cannot be read."""
    listed = repository.run("ls-tree", "-r", "-z", "--full-tree", commit)
    if listed.code:
        return None
    files = {}
    for entry in listed.output.split(b"\0")[:-1]:
        facts, path = entry.split(b"\t", 1)
        mode, _kind, blob = facts.decode().split(" ")
        files[decoded(path)] = (mode, blob)
    return files


def decoded(raw: bytes) -> str:
    """Bytes as text: UTF-8, or else Windows-1252 with a mark for what that leaves undefined."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def mail_names(repository: Repository, contacts: list[str]) -> dict[str, str]:
    """Each contact `Name <address>` -> the one that the repository's .mailmap says it is."""
    usable = [contact for contact in contacts if contact.isprintable()]
    if not usable:
        return {}
    answer = repository.run("check-mailmap", "--stdin", given="\n".join(usable).encode() + b"\n")
    mapped = answer.output.decode(errors="replace").splitlines()
    return dict(zip(usable, mapped, strict=True)) if len(mapped) == len(usable) else {}


def _listing(repository: Repository) -> Path:
    return repository.scratch / "commits"


def _line(listing: Path) -> int:
    with listing.open("rb") as file:
        return len(file.readline()) or LINE


def _complaint(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read(CHUNK).decode(errors="replace").strip()


def _readable(repository: Repository, listing: Path, place: int) -> Iterator[Commit]:
    """Commits from a place of the listing on, until the end or until git gives up."""
    with listing.open("rb", buffering=0) as todo:
        todo.seek(place)
        options = [*DIFF, RENAMES, "-l2000", "--stdin", f"--format={FORMAT}"]
        with repository.started("diff-tree", *options, given=todo) as (git, _said):
            assert git.stdout is not None
            last: tuple[bytes, list[Change]] | None = None
            for header, changes in _parsed(_tokens(git.stdout)):
                if last is not None and _same_commit(last[0], header):
                    last[1].extend(changes)
                    continue
                if last is not None:
                    yield _commit(*last)
                last = (header, changes)
            if last is not None and git.wait() == 0:
                yield _commit(*last)


def _same_commit(header: bytes, other: bytes) -> bool:
    """Whether two headers tell of one commit: a merge is told once for each parent."""
    return header.partition(b"\n")[0] == other.partition(b"\n")[0]


def _tokens(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while piece := stream.read(CHUNK):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole
    if rest:
        yield rest


def _parsed(tokens: Iterator[bytes]) -> Iterator[tuple[bytes, list[Change]]]:
    """Headers with their changes; a change begins with a colon, a header never does."""
    header: bytes | None = None
    changes: list[Change] = []
    for token in tokens:
        if token.startswith((b":", b"\n:")):
            changes.append(_change(token, tokens))
            continue
        if header is not None:
            yield header, changes
        header, changes = token, []
    if header is not None:
        yield header, changes


def _change(token: bytes, tokens: Iterator[bytes]) -> Change:
    _old_mode, mode, before, blob, status = token.decode().strip().lstrip(":").split(" ")
    old = decoded(next(tokens)) if status[0] in "RC" else ""
    path = decoded(next(tokens, b""))
    if status[0] == "D":
        return Change("D", "", "", path, before=before)
    return Change(status[0], mode, blob, path, old, "" if status[0] == "A" else before)


def _commit(header: bytes, changes: list[Change] | None) -> Commit:
    text = decoded(header)
    sha, parents, name, email, author_time, commit_time, *message = text.split("\n", HEADER_LINES)
    at, odd = _moment(author_time, commit_time)
    return Commit(
        sha=sha,
        parents=tuple(parents.split()),
        name=name.strip(),
        email=email.strip(),
        at=at,
        date_is_odd=odd,
        message="\n".join(message).strip(),
        changes=None if changes is None else tuple(changes),
    )


def _moment(author_time: str, commit_time: str) -> tuple[datetime, bool]:
    """The author's time, in UTC; where it is out of range the commit's, where that is too, 1970."""
    for odd, seconds in ((False, author_time), (True, commit_time)):
        try:
            moment = datetime.fromtimestamp(int(seconds), UTC)
        except (ValueError, OverflowError, OSError):
            continue
        if moment >= EARLIEST and moment.year < LATEST_YEAR and int(seconds):
            return moment, odd
    return EARLIEST, True


def _unreadable(repository: Repository, sha: str) -> Commit:
    """A commit at which git gave up: without rename detection, or at least who and when."""
    for renames in (RENAMES, "--no-renames"):
        told = repository.run("diff-tree", *DIFF, renames, f"--format={FORMAT}", sha)
        if told.code == 0:
            found = list(_parsed(iter(told.output.split(b"\0")[:-1])))
            return _commit(found[0][0], [change for _, changes in found for change in changes])
    return one_commit(repository, sha)


def one_commit(repository: Repository, sha: str) -> Commit:
    """Who, when and why of one commit, without its changes. Raises UnreadableError."""
    shown = repository.run("log", "-1", "-z", "--encoding=UTF-8", f"--format=tformat:{FORMAT}", sha)
    if shown.code:
        raise repository.incomplete(shown.complaint)
    return _commit(shown.output.rstrip(b"\0"), None)
