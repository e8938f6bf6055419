"""A git repository, read with the git command line and nothing of the repository's own will.

The objects are read through a private, empty repository that borrows them, so that the repository's
configuration, hooks, attributes, replacements and grafts have no say, and nothing is ever written to
it or fetched for it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from essp.core.i18n import _
from essp.importers.records import UnreadableError
from essp.importers.scratch import Scratch

HARDENED = (
    "--no-pager",
    "--no-optional-locks",
    "-c",
    "protocol.allow=never",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "safe.directory=*",
    "-c",
    "core.commitGraph=false",
    "-c",
    "mailmap.file=",
)
VERIFY = ("rev-parse", "--verify", "--quiet", "--end-of-options")
PLACES = ("--path-format=absolute", "--show-object-format", "--git-common-dir")
CHUNK = 65_536
BUNDLE_MARKS = (b"# v2 git bundle\n", b"# v3 git bundle\n")


def git_environment(home: str) -> dict[str, str]:
    """Variables for a git that listens to no configuration but its command line."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }


@dataclass(frozen=True)
class Answer:
    """What git said: its exit code, output and complaint."""

    code: int
    output: bytes
    complaint: str


class Repository:
    """An open repository at one commit. Use it as a context manager; it removes what it made."""

    def __init__(self, path: Path, branch: str | None = None) -> None:
        """Open `path`: a working copy, a bare repository or a bundle file. Raises UnreadableError."""
        self.path = path
        self._folder = Scratch()
        self.scratch = self._folder.path
        self._private = self.scratch / "objects.git"
        self._environment = git_environment(str(self.scratch))
        try:
            self.head = self._open(branch)
        except BaseException:
            self._folder.remove()
            raise

    def __enter__(self) -> Repository:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the private repository; the one that was read stays as it is."""
        self._folder.remove()

    @property
    def shallow(self) -> bool:
        """Whether older history was cut off when the repository was copied."""
        return (self._private / "shallow").exists()

    def command(self, *arguments: str) -> list[str]:
        """The full git command line over the borrowed objects."""
        return ["git", *HARDENED, f"--git-dir={self._private}", *arguments]

    def run(self, *arguments: str, given: bytes = b"") -> Answer:
        """Run git to its end; for short answers."""
        return self._run(self.command(*arguments), self._environment, given)

    @contextmanager
    def started(
        self, *arguments: str, given: IO[bytes] | int = subprocess.DEVNULL
    ) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
        """Run git beside us; gives the process and the file of its complaints, and ends it."""
        with tempfile.TemporaryFile(dir=self.scratch) as complaints:
            process = subprocess.Popen(
                self.command(*arguments),
                env=self._environment,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )
            try:
                yield process, complaints
            finally:
                _end(process)

    def _run(
        self, command: Sequence[str], environment: dict[str, str], given: bytes = b""
    ) -> Answer:
        try:
            done = subprocess.run(
                command, env=environment, input=given, capture_output=True, check=False
            )
        except FileNotFoundError as missing:
            raise UnreadableError(_("git is not installed. Install it and try again.")) from missing
        return Answer(done.returncode, done.stdout, done.stderr.decode(errors="replace").strip())

    def _open(self, branch: str | None) -> str:
        if "://" in str(self.path) or not self.path.exists():
            raise UnreadableError(
                _(
                    "There is no %(path)s here. Only local repositories are read: clone it first"
                    " (git clone --bare ADDRESS), then name the folder.",
                    path=self.path,
                )
            )
        if self.path.is_file() and not self._is_bundle():
            raise UnreadableError(_("%(path)s is a file, but not a git bundle.", path=self.path))
        head = self._from_bundle(branch) if self.path.is_file() else self._from_folder(branch)
        (self._private / "HEAD").write_text(f"{head}\n")
        return head

    def _is_bundle(self) -> bool:
        with self.path.open("rb") as file:
            return file.read(len(BUNDLE_MARKS[0])) in BUNDLE_MARKS

    def _make_private(self, object_format: str = "sha1") -> None:
        options = ["-q", "--bare", "--template=", f"--object-format={object_format}"]
        made = self._run(["git", "init", *options, str(self._private)], self._environment)
        if made.code:
            raise UnreadableError(made.complaint)

    def _from_bundle(self, branch: str | None) -> str:
        self._make_private()
        taken = self.run("bundle", "unbundle", str(self.path.resolve()))
        if taken.code:
            raise UnreadableError(
                _(
                    "The bundle %(path)s cannot be read: %(complaint)s."
                    " Make it again with: git bundle create FILE --all HEAD",
                    path=self.path,
                    complaint=taken.complaint.splitlines()[-1] if taken.complaint else "?",
                )
            )
        lines = (line.split(" ", 1) for line in taken.output.decode(errors="replace").splitlines())
        return self._choose({name: sha for sha, name in lines}, branch)

    def _choose(self, heads: dict[str, str], branch: str | None) -> str:
        names = [f"refs/heads/{branch}", f"refs/tags/{branch}", branch or ""]
        if branch is None:
            names = ["HEAD", "refs/heads/main", "refs/heads/master", *heads]
        for name in names:
            if name in heads:
                return self._commit(heads[name])
        raise UnreadableError(self._no_branch(branch, heads))

    def _commit(self, name: str) -> str:
        found = self.run(*VERIFY, f"{name}^{{commit}}")
        if found.code:
            raise UnreadableError(self._incomplete(name))
        return found.output.decode().strip()

    def _no_branch(self, branch: str | None, heads: dict[str, str]) -> str:
        if not heads:
            return _("%(path)s has no commits yet: there is nothing to import.", path=self.path)
        known = ", ".join(sorted(name.removeprefix("refs/heads/") for name in heads)[:10])
        return _(
            "There is no branch %(branch)s in %(path)s. There are: %(known)s",
            branch=branch,
            path=self.path,
            known=known,
        )

    def _incomplete(self, what: str) -> str:
        return _(
            "The history in %(path)s is incomplete: %(what)s is missing or broken."
            " Check it with: git fsck. Then clone it again from where it is whole.",
            path=self.path,
            what=what,
        )

    def incomplete(self, complaint: str) -> UnreadableError:
        """The error for a history that cannot be walked."""
        last = complaint.splitlines()[-1] if complaint else "?"
        return UnreadableError(self._incomplete(last.removeprefix("fatal: ")))

    def _from_folder(self, branch: str | None) -> str:
        folder = self.path.resolve()
        environment = self._environment | {"GIT_CEILING_DIRECTORIES": str(folder.parent)}

        def ask(*arguments: str) -> Answer:
            return self._run(["git", *HARDENED, "-C", str(folder), *arguments], environment)

        places = ask("rev-parse", *PLACES)
        if places.code:
            raise UnreadableError(
                _(
                    "%(path)s is not a git repository. Name the folder that holds .git,"
                    " a bare repository or a bundle file.",
                    path=self.path,
                )
            )
        object_format, common = places.output.decode(errors="surrogateescape").split("\n")[:2]
        self._make_private(object_format)
        self._borrow(Path(common))
        listed = ask("for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags")
        lines = (line.split(" ", 1) for line in listed.output.decode(errors="replace").splitlines())
        heads = {name: sha for sha, name in lines}
        if branch is not None:
            return self._branch(ask, branch, heads)
        head = ask(*VERIFY, "HEAD")
        if head.code:
            return self._choose(heads, None)
        return self._commit(head.output.decode().strip())

    def _branch(self, ask: Callable[..., Answer], branch: str, heads: dict[str, str]) -> str:
        for kind in ("heads", "remotes/origin", "tags"):
            found = ask(*VERIFY, f"refs/{kind}/{branch}")
            if not found.code:
                return self._commit(found.output.decode().strip())
        raise UnreadableError(self._no_branch(branch, heads))

    def _borrow(self, common: Path) -> None:
        self._environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = _quoted(str(common / "objects"))
        if (common / "shallow").is_file():
            (self._private / "shallow").write_bytes((common / "shallow").read_bytes())


def _end(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except BrokenPipeError:
                continue
    process.terminate()
    process.wait()


def _quoted(path: str) -> str:
    """A path for a colon-separated list of git, which reads a quoted one with escapes."""
    if not any(character in path for character in ':"\\\n'):
        return path
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
