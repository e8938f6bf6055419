"""A history as pages and revisions: who, when, why; renames, removals and merges."""

from __future__ import annotations

from datetime import UTC, datetime

from essp.importers.ledger import Note, Outcome
from essp.importers.records import RevisionKind


def kinds(reading, path):
    return [revision.kind.value for revision in reading.revisions[path]]


def texts(reading, path):
    return [revision.text for revision in reading.revisions[path]]


def notes(reading):
    return {(entry.note, entry.name) for entry in reading.ledger.entries()}


def test_a_file_becomes_a_page_and_a_commit_a_revision(history, read):
    history.commit("Start", **{"guide.md": "# Guide\n\nOne.\n", "code.py": "pass\n"})
    sha = history.commit("Say more\n\nBecause it was short.", **{"guide.md": "# Guide\n\nTwo.\n"})
    reading = read(history.folder)
    assert list(reading.pages) == ["guide.md"]
    assert kinds(reading, "guide.md") == ["created", "edited"]
    last = reading.last("guide.md")
    assert (last.number, last.title, last.text) == (2, "Guide", "# Guide\n\nTwo.\n")
    assert (last.summary, last.source_id) == ("Say more", sha)
    assert last.message.endswith("Because it was short.")
    assert last.author.email == "femke@example.org"
    assert last.at == datetime.fromtimestamp(1_700_000_000 + 7200, UTC)


def test_the_mailmap_names_authors_and_co_authors(history, read):
    history.commit("Map", **{".mailmap": "Mia Vos <mia@example.org> m <m@old.example>\n"})
    message = "Start\n\nCo-Authored-By: m <m@old.example>\nco-authored-by: Ed <ed@example.org>"
    history.commit(message, "m <m@old.example>", **{"a.md": "a\n"})
    history.commit(message, "Zed <zed@example.org>", **{"a.md": "b\n"})
    first, second = read(history.folder).revisions["a.md"]
    assert (first.author.name, first.author.key) == ("Mia Vos", "mia@example.org")
    assert [person.name for person in first.co_authors] == ["Ed"]
    assert [person.name for person in second.co_authors] == ["Mia Vos", "Ed"]


def test_one_address_is_one_person_with_the_name_used_most(history, read):
    for text, author in (("a", "Jan"), ("b", "Jan de Wit"), ("c", "Jan de Wit"), ("d", "jdw")):
        history.commit("x", f"{author} <Jan@Example.org>", **{"a.md": f"{text}\n"})
    people = {revision.author for revision in read(history.folder).revisions["a.md"]}
    assert [(person.name, person.key) for person in people] == [("Jan de Wit", "jan@example.org")]


def test_an_author_without_a_usable_address_is_known_by_name(history, read):
    history.commit("x", "Robot <none>", **{"a.md": "a\n"})
    assert read(history.folder).last("a.md").author.key == "name:robot"


def test_a_renamed_file_stays_the_same_page(history, read):
    text = "# Title\n\n" + "A line that stays.\n" * 10
    history.commit("Start", **{"old/name.md": text})
    history.git("mv", "old/name.md", "new.md")
    history.commit("Rename")
    history.commit("Edit", **{"new.md": text + "More.\n"})
    reading = read(history.folder)
    assert list(reading.pages) == ["new.md"]
    assert kinds(reading, "new.md") == ["created", "renamed", "edited"]
    assert [revision.path for revision in reading.revisions["new.md"]] == [
        "old/name.md", "new.md", "new.md",
    ]  # fmt: skip


def test_a_file_renamed_into_the_wanted_ones_brings_its_history(history, read):
    text = "A line that stays.\n" * 10
    history.commit("Start", notes=text)
    history.commit("Edit", notes=text + "More.\n")
    history.git("mv", "notes", "notes.md")
    history.commit("Rename")
    assert kinds(read(history.folder), "notes.md") == ["created", "edited", "renamed"]


def test_a_file_that_leaves_the_imported_folder_is_archived(history, read):
    text = "A line that stays.\n" * 10
    history.commit("Start", **{"docs/a.md": text, "docs/b.md": "b\n"})
    (history.folder / "attic").mkdir()
    history.git("mv", "docs/a.md", "attic/a.md")
    history.commit("Put away")
    history.commit("Edit there", **{"attic/a.md": text + "More.\n"})
    reading = read(history.folder, folder="docs")
    assert kinds(reading, "docs/a.md") == ["created", "deleted"]
    assert reading.pages["docs/a.md"].archived
    assert reading.ledger.outcomes[Outcome.MOVED_OUT] == 1


def test_a_deleted_file_is_an_archived_page_with_its_history(history, read):
    history.commit("Start", **{"a.md": "words\n", "b.md": "b\n"})
    history.git("rm", "-q", "a.md")
    sha = history.commit("Remove it", "Mia <mia@example.org>")
    reading = read(history.folder)
    assert reading.pages["a.md"].archived
    last = reading.last("a.md")
    assert (last.kind, last.text) == (RevisionKind.DELETED, "words\n")
    assert (last.author.name, last.source_id) == ("Mia", sha)


def test_a_file_made_again_continues_its_page(history, read):
    history.commit("Start", **{"a.md": "one\n"})
    history.git("rm", "-q", "a.md")
    history.commit("Remove", **{"b.md": "other words altogether\n"})
    history.commit("Again", **{"a.md": "two\n"})
    reading = read(history.folder)
    assert kinds(reading, "a.md") == ["created", "deleted", "created"]
    assert not reading.pages["a.md"].archived


def test_a_new_file_under_the_old_name_of_a_living_page_is_a_page_of_its_own(history, read):
    text = "A line that stays.\n" * 10
    history.commit("Start", **{"a.md": text})
    history.git("mv", "a.md", "b.md")
    history.commit("Rename")
    history.commit("Stub", **{"a.md": "See b.\n"})
    reading = read(history.folder)
    assert texts(reading, "a.md") == ["See b.\n"]
    assert kinds(reading, "b.md") == ["created", "renamed"]


def test_links_and_submodules_are_named(history, read):
    history.commit("Start", **{"a.md": "a\n", "b.md": "b\n"})
    (history.folder / "link.md").symlink_to("a.md")
    (history.folder / "b.md").unlink()
    (history.folder / "b.md").symlink_to("a.md")
    (history.folder / "module").mkdir()
    history.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    history.commit("Links")
    reading = read(history.folder)
    assert list(reading.pages) == ["a.md", "b.md"]
    assert reading.pages["b.md"].archived
    assert {(Note.SYMLINK, "link.md"), (Note.SUBMODULE, "module")} <= notes(reading)


def test_odd_file_names_are_safe(history, read):
    names = ["-rf.md", 'quo"te.md', "new\nline.md", "ünï çødé.md", "a:b|c.md", "tab\there.md"]
    history.commit("Start", **{name: f"{number}\n" for number, name in enumerate(names)})
    history.git("mv", "--", "-rf.md", "--plain.md")
    history.commit("Rename")
    reading = read(history.folder)
    assert set(reading.pages) == {"--plain.md", *names[1:]}
    assert kinds(reading, "--plain.md") == ["created", "renamed"]


def test_a_file_name_that_is_not_utf8_is_read_as_well_as_it_can_be(history, read):
    history.commit("Start", **{"caf\udce9.md": "a\n"})
    assert list(read(history.folder).pages) == ["café.md"]


def test_a_file_that_is_too_large_is_named_and_the_rest_comes_in(history, read):
    history.commit("Start", **{"a.md": "small\n"})
    sha = history.commit("Blow up", **{"a.md": "x" * 1_000_001, "big.md": "y" * 2_000_000})
    history.commit("Shrink", **{"a.md": "small again\n"})
    reading = read(history.folder)
    assert texts(reading, "a.md") == ["small\n", "small again\n"]
    assert reading.revisions["big.md"] == []
    entry = next(entry for entry in reading.ledger.entries() if entry.name == "a.md")
    assert (entry.note, entry.first) == (Note.TOO_LARGE, sha)
    assert reading.ledger.outcomes[Outcome.TOO_LARGE] == 2


def test_a_change_of_mode_alone_is_no_revision(history, read):
    history.commit("Start", **{"a.md": "a\n"})
    (history.folder / "a.md").chmod(0o755)
    history.commit("Mode")
    reading = read(history.folder)
    assert texts(reading, "a.md") == ["a\n"]
    assert reading.ledger.outcomes[Outcome.SAME_TEXT] == 1


def test_a_date_out_of_range_is_named(history, read):
    history.write(**{"a.md": "a\n"})
    history.git("add", "-A")
    far = "99999999999999 +0000"
    history.git("commit", "-q", "-m", "Far", GIT_AUTHOR_DATE=f"@{far}")
    reading = read(history.folder)
    assert reading.last("a.md").at.year < 9000
    assert any(entry.note is Note.DATE for entry in reading.ledger.entries())
