"""What cannot be read gets a clear answer, and what can be read still comes in."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from essp.importers.git import GitSource
from essp.importers.ledger import Note, Outcome
from essp.importers.records import UnreadableError


def remove_object(history, name):
    """Remove one loose object; gives its id."""
    identity = history.git("rev-parse", name)
    (history.folder / ".git" / "objects" / identity[:2] / identity[2:]).unlink()
    return identity


def damage_object(history, name):
    """Write over the inside of one loose object."""
    identity = history.git("rev-parse", name)
    path = history.folder / ".git" / "objects" / identity[:2] / identity[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:10] + b"\xff" * 20)


def refusal(path, **options):
    with pytest.raises(UnreadableError) as refused, GitSource(path, **options) as source:
        source.pages()
    return str(refused.value)


def test_a_folder_that_is_no_repository_is_refused(tmp_path):
    assert "is not a git repository" in refusal(tmp_path)


def test_a_folder_inside_a_repository_is_not_the_repository(history):
    history.commit("Start", **{"docs/a.md": "a\n"})
    assert "is not a git repository" in refusal(history.folder / "docs")


def test_a_missing_path_and_an_address_say_to_clone_first(tmp_path):
    assert "clone it first" in refusal(tmp_path / "nowhere")
    assert "clone it first" in refusal("https://example.org/a.git")


def test_an_empty_repository_is_refused(history):
    assert "no commits yet" in refusal(history.folder)


def test_a_missing_branch_names_those_that_exist(history):
    history.commit("Start", **{"a.md": "a\n"})
    said = refusal(history.folder, branch="--upload-pack=x")
    assert "main" in said


def test_a_file_that_is_no_bundle_is_refused(tmp_path):
    path = tmp_path / "text.bundle"
    path.write_text("# v2 git bundle\nnonsense")
    assert "cannot be read" in refusal(path)
    path.write_text("nonsense")
    assert "not a git bundle" in refusal(path)


def test_a_branch_can_be_chosen(history, read):
    history.commit("Start", **{"a.md": "a\n"})
    history.git("checkout", "-q", "-b", "side")
    history.commit("Side", **{"a.md": "side\n"})
    history.git("checkout", "-q", "main")
    assert read(history.folder).last("a.md").text == "a\n"
    assert read(history.folder, branch="side").last("a.md").text == "side\n"


def test_bare_repositories_bundles_and_worktrees_are_read(history, read, tmp_path):
    history.commit("Start", **{"a.md": "a\n"})
    history.git("bundle", "create", str(tmp_path / "all.bundle"), "main", "HEAD")
    history.git("clone", "-q", "--bare", str(history.folder), str(tmp_path / "bare.git"))
    history.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "side")
    for name in ("all.bundle", "bare.git", "tree"):
        assert read(tmp_path / name).last("a.md").text == "a\n"


def test_a_shallow_copy_is_read_and_named(history, read, tmp_path):
    history.commit("Start", **{"a.md": "a\n"})
    history.commit("More", **{"a.md": "b\n"})
    history.git("clone", "-q", "--depth=1", f"file://{history.folder}", str(tmp_path / "copy"))
    reading = read(tmp_path / "copy")
    assert len(reading.revisions["a.md"]) == 1
    assert [entry.note for entry in reading.ledger.entries()] == [Note.SHALLOW]


@pytest.mark.parametrize("break_it", [remove_object, damage_object])
def test_a_broken_text_costs_that_revision_only(history, read, break_it):
    history.commit("Start", **{"a.md": "one\n", "b.md": "b\n"})
    sha = history.commit("Break", **{"a.md": "two\n"})
    history.commit("Go on", **{"a.md": "three\n", "c.md": "c\n"})
    break_it(history, f"{sha}:a.md")
    reading = read(history.folder)
    assert [revision.text for revision in reading.revisions["a.md"]] == ["one\n", "three\n"]
    assert reading.last("c.md").text == "c\n"
    assert reading.ledger.outcomes[Outcome.UNREADABLE] == 1
    entry = reading.ledger.entries()[0]
    assert (entry.note, entry.name, entry.first) == (Note.UNREADABLE, "a.md", sha)


def test_a_broken_text_in_a_rename_does_not_end_the_walk(history, read):
    history.commit("Start", **{"a.md": "A line that stays.\n" * 10})
    (history.folder / "a.md").rename(history.folder / "b.md")
    sha = history.commit("Rename", **{"b.md": "A line that stays.\n" * 9 + "Another.\n"})
    history.commit("Go on", **{"b.md": "Last.\n"})
    remove_object(history, f"{sha}:b.md")
    reading = read(history.folder)
    assert reading.last("b.md").text == "Last.\n"
    assert reading.ledger.outcomes[Outcome.UNREADABLE] == 1


def test_a_broken_folder_list_is_named_and_the_next_commit_carries_its_text(history, read):
    history.commit("Start", **{"docs/a.md": "one\n"})
    sha = history.commit("Break", **{"docs/a.md": "two\n"})
    history.commit("Go on", **{"docs/a.md": "three\n", "docs/b.md": "b\n"})
    remove_object(history, f"{sha}:docs")
    reading = read(history.folder)
    assert [revision.text for revision in reading.revisions["docs/a.md"]] == ["one\n", "three\n"]
    assert reading.last("docs/b.md").text == "b\n"
    assert (Note.UNREADABLE_TREE, sha) in {
        (entry.note, entry.name) for entry in reading.ledger.entries()
    }


def test_a_missing_commit_says_what_to_do(history):
    history.commit("Start", **{"a.md": "one\n"})
    history.commit("More", **{"a.md": "two\n"})
    remove_object(history, "HEAD~1")
    assert "git fsck" in refusal(history.folder)


def test_nothing_that_the_repository_asks_for_is_run(history, read, tmp_path):
    history.commit("Start", **{"a.md": "a\n", ".gitattributes": "*.md diff=evil filter=evil\n"})
    trap = tmp_path / "trap"
    evil = tmp_path / "evil.sh"
    evil.write_text(f"#!/bin/sh\ntouch {trap}\n")
    evil.chmod(0o755)
    for name in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "diff.evil.textconv",
        "diff.evil.command", "filter.evil.smudge", "gpg.program", "core.editor", "alias.log",
    ):  # fmt: skip
        history.git("config", name, str(evil))
    history.git("config", "log.showSignature", "true")
    history.git("config", "core.hooksPath", str(tmp_path))
    before = {path: path.stat().st_mtime_ns for path in history.folder.rglob("*")}
    assert read(history.folder).last("a.md").text == "a\n"
    assert not trap.exists()
    assert before == {path: path.stat().st_mtime_ns for path in history.folder.rglob("*")}


def test_a_partial_copy_is_not_completed_from_the_net(history, read, tmp_path):
    history.commit("Start", **{"a.md": "one\n"})
    history.commit("More", **{"a.md": "two\n"})
    history.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    history.git(
        "clone", "-q", "--filter=blob:none", f"file://{history.folder}", str(partial), "--bare"
    )
    objects = sum(1 for _ in partial.rglob("objects/**/*"))
    reading = read(partial)
    assert reading.revisions["a.md"] == []
    assert reading.ledger.outcomes[Outcome.UNREADABLE] == 2
    assert objects == sum(1 for _ in partial.rglob("objects/**/*"))


def test_without_git_the_answer_says_so(history, monkeypatch, tmp_path):
    history.commit("Start", **{"a.md": "a\n"})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in refusal(history.folder)


def test_a_replaced_commit_is_read_as_it_really_is(history, read):
    history.commit("Start", **{"a.md": "true\n"})
    history.git("checkout", "-q", "--orphan", "lie")
    history.commit("Lie", **{"a.md": "lie\n"})
    history.git("checkout", "-q", "main")
    history.git("replace", "main", "lie")
    assert read(history.folder).last("a.md").text == "true\n"


def test_a_history_in_sha256_is_read(tmp_path, read):
    folder = tmp_path / "modern"
    made = subprocess.run(
        ["git", "init", "-q", "--object-format=sha256", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode or shutil.which("git") is None:
        pytest.skip("this git has no sha256")
    (folder / "a.md").write_text("a\n")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), "add", "."], check=True)
    subprocess.run(["git", "-C", str(folder), *who, "commit", "-q", "-m", "x"], check=True)
    assert read(folder).last("a.md").text == "a\n"
