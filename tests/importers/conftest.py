"""Small git repositories made by git itself, apart from any configuration of the machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

# Its tables are made with all others, whichever test asks for the database first.
from essp.importers import models as _tables  # noqa: F401
from essp.importers.git import GitSource
from essp.importers.records import SourcePage, SourceRevision
from essp.importers.stackexchange import StackExchangeSource
from essp.importers.talk_loading import load_talk
from essp.people.models import Role

FIRST_MOMENT = 1_700_000_000


class History:
    """A repository that is written step by step; every commit is an hour after the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hours = 0
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, given: bytes = b"", **variables: str) -> str:
        """Run git in the repository and give what it says."""
        moment = f"{FIRST_MOMENT + 3600 * self._hours} +0100"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Femke de Boer",
            "GIT_AUTHOR_EMAIL": "femke@example.org",
            "GIT_COMMITTER_NAME": "Committer",
            "GIT_COMMITTER_EMAIL": "committer@example.org",
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_DATE": moment,
            **variables,
        }
        command = ["git", "-C", str(self.folder), *arguments]
        done = subprocess.run(
            command, env=environment, input=given, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode(errors="replace").strip()

    def write(self, **files: str | bytes) -> History:
        """Put files in place: `write(**{"a.md": "text"})`."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def commit(self, message: str = "Change", author: str = "", **files: str | bytes) -> str:
        """Write files, commit everything, and give the commit's sha."""
        self.write(**files)
        self._hours += 1
        self.git("add", "-A", "-f")
        said = {}
        if author:
            name, _, email = author.partition(" <")
            said = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email.rstrip(">")}
        self.git("commit", "-q", "--allow-empty", "-m", message, **said)
        return self.git("rev-parse", "HEAD")

    def merge(self, branch: str, author: str = "", **resolved: str) -> str:
        """Merge a branch; `resolved` is what the merger makes of the files."""
        self._hours += 1
        self.git("merge", "-q", "--no-ff", "--no-commit", "-s", "ours", branch)
        return self.commit(f"Merge {branch}", author, **resolved)

    def at_head(self, path: str) -> str:
        """A file as it is at the head."""
        return (self.folder / path).read_text()


class Reading:
    """A source that was read to its end: pages by path, their revisions by path."""

    def __init__(self, source: GitSource) -> None:
        self.source = source
        self.ledger = source.ledger
        self.pages: dict[str, SourcePage] = {}
        self.revisions: dict[str, list[SourceRevision]] = {}
        self.images: set[str] = set()
        for page in source.pages():
            self.pages[page.path] = page
            self.revisions[page.path] = list(source.revisions(page.key, self._image))

    def last(self, path: str) -> SourceRevision:
        """The last revision of the page at a path."""
        return self.revisions[path][-1]

    def title_above(self, path: str) -> str | None:
        """The title of the page that the page at a path hangs under."""
        key = self.pages[path].parent_key
        return next((page.title for page in self.pages.values() if page.key == key), None)

    def _image(self, path: str) -> str | None:
        found = self.source.file(path)
        if found is None:
            return None
        self.images.add(path)
        return f"/files/{found.identity[:10]}/{path.rpartition('/')[2]}"


@pytest.fixture
def history(tmp_path: Path) -> History:
    """An empty repository."""
    return History(tmp_path / "repository")


@pytest.fixture
def read() -> Iterator[Callable[..., Reading]]:
    """Read a repository: `read(history.folder, folder="docs")`."""
    with ExitStack() as stack:

        def run(path: Path, **options: object) -> Reading:
            reading = Reading(stack.enter_context(GitSource(path, **options)))  # type: ignore[arg-type]
            assert reading.ledger.adds_up
            return reading

        yield run


@pytest.fixture
def importer(make_person):
    """An administrator, who imports."""
    return make_person("Adrie Beheer", role=Role.ADMINISTRATOR.value)


@pytest.fixture
def bring(importer):
    """Import a StackExchange dump: `bring(folder)`; gives the ledger, which adds up."""

    def run(folder, **options):
        with StackExchangeSource(folder, **options) as source:
            ledger = load_talk(importer, "answers", source)
        assert ledger.adds_up, ledger.as_json()
        return ledger

    return run
