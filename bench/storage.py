"""What a real history costs to bring in and to keep: `python -m bench storage`.

The repository is the one that the tests on real content use (see `tests/conftest.py`). What git needs
is the sum of its packed blobs after `git repack -adf --depth=50 --window=250`, for exactly the files
and commits that became revisions.
"""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from bench.site import application
from essp.core.db import Base, db, session, transaction
from essp.importers.git import GitSource
from essp.importers.loading import load
from essp.people import accounts
from essp.people.models import Role
from essp.wiki.models import Revision, RevisionText

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ESSP_TEST_DATA", CHECKOUT.parent / "shared" / "data"))


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    bundle = DATA / "gds-way.bundle"
    if not bundle.exists():
        return [("left out", f"{bundle.name} is not in the folder of real content")]
    with tempfile.TemporaryDirectory() as folder:
        seconds, cpu, revisions, kept, plain = _import(bundle, Path(folder))
        packed = _git_blobs(bundle, Path(folder) / "repository")
    memory, beside = (
        resource.getrusage(whose).ru_maxrss / 1024
        for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return [
        ("import", f"{revisions} revisions in {seconds:.1f} s: {revisions / seconds:.0f} a second"),
        ("processor time of what writes", f"{revisions / cpu:.0f} revisions a second"),
        ("memory at the most", f"{memory:.0f} MB, and {beside:.0f} MB of a process it started"),
        ("texts as they are", f"{plain / 1e6:.2f} MB"),
        ("texts as kept", f"{kept / 1e6:.2f} MB ({kept / plain:.1%})"),
        ("git's packed blobs of the same files", f"{packed / 1e6:.2f} MB"),
        ("kept against git", f"{kept / packed:.2f} x"),
    ]


def _import(bundle: Path, folder: Path) -> tuple[float, float, int, int, int]:
    app = application(folder / "site")
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with transaction():
            actor = accounts.create_person(
                "Ada Import", "ada@example.org", password="a long enough one", site_name="Bench",
                role=Role.ADMINISTRATOR,
            )  # fmt: skip
        started, cpu = time.perf_counter(), time.process_time()
        with GitSource(bundle, folder="source") as source:
            load(actor, "handbook", source)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        revisions = session().scalar(select(func.count()).select_from(Revision)) or 0
        plain = session().scalar(select(func.sum(Revision.size))) or 0
        kept = session().scalar(select(func.sum(func.length(RevisionText.data)))) or 0
        db.engine.dispose()
    return seconds, cpu, revisions, int(kept), int(plain)


def _git_blobs(bundle: Path, folder: Path) -> int:
    def git(*arguments: str, given: str | None = None) -> str:
        command = ["git", "-C", str(folder), *arguments]
        return subprocess.run(
            command, input=given, capture_output=True, text=True, check=True
        ).stdout

    subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(folder)], check=True)
    git("repack", "-q", "-adf", "--depth=50", "--window=250")
    listed = git("rev-list", "--all", "--objects", "--", "source").splitlines()
    names = [line.split(" ", 1) for line in listed if " " in line]
    texts = [
        sha for sha, path in names if path.endswith((".md", ".md.erb", ".markdown", ".rst", ".txt"))
    ]
    sizes = git("cat-file", "--batch-check=%(objectsize:disk)", given="\n".join(texts) + "\n")
    return sum(int(size) for size in sizes.split())
