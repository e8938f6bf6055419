"""Histories of several lines: side lines, merges, and renames among them."""

from __future__ import annotations

import random

import pytest

from essp.importers.ledger import Outcome


def texts(reading, path):
    return [revision.text for revision in reading.revisions[path]]


def kinds(reading, path):
    return [revision.kind.value for revision in reading.revisions[path]]


def test_a_merge_that_only_joins_is_no_revision(history, read):
    history.commit("Start", **{"a.md": "a\n", "b.md": "b\n"})
    history.git("checkout", "-q", "-b", "side")
    history.commit("Side", "Sid <sid@example.org>", **{"a.md": "a of the side\n"})
    history.git("checkout", "-q", "main")
    history.commit("Main", **{"b.md": "b of main\n"})
    history.merge("side", **{"a.md": "a of the side\n"})
    reading = read(history.folder)
    assert texts(reading, "a.md") == ["a\n", "a of the side\n"]
    assert reading.last("a.md").author.name == "Sid"
    assert texts(reading, "b.md") == ["b\n", "b of main\n"]
    assert reading.ledger.outcomes[Outcome.MERGE_ONLY] == 2


def test_a_merge_that_decides_is_a_revision_by_the_merger(history, read):
    history.commit("Start", **{"a.md": "one\n"})
    history.git("checkout", "-q", "-b", "side")
    history.commit("Side", "Sid <sid@example.org>", **{"a.md": "one side\n"})
    history.git("checkout", "-q", "main")
    history.commit("Main", **{"a.md": "one main\n"})
    history.merge("side", "Mel <mel@example.org>", **{"a.md": "one side main\n"})
    reading = read(history.folder)
    assert texts(reading, "a.md") == ["one\n", "one main\n", "one side\n", "one side main\n"]
    assert reading.last("a.md").author.name == "Mel"


def test_a_merge_that_drops_a_side_leaves_the_text_of_the_head(history, read):
    history.commit("Start", **{"a.md": "one\n"})
    history.git("checkout", "-q", "-b", "side")
    history.commit("Side", **{"a.md": "one side\n", "new.md": "new\n"})
    history.git("checkout", "-q", "main")
    history.commit("Main", **{"b.md": "b\n"})
    history.merge("side")
    reading = read(history.folder)
    assert reading.last("a.md").text == "one\n"
    assert reading.pages["new.md"].archived


def test_a_rename_in_a_merge_is_followed(history, read):
    text = "A line that stays.\n" * 10
    history.commit("Start", **{"a.md": text})
    history.git("checkout", "-q", "-b", "side")
    history.commit("Side", **{"other.md": "other\n"})
    history.git("checkout", "-q", "main")
    history.commit("Main", **{"a.md": text + "More.\n"})
    history.git("merge", "-q", "--no-commit", "--no-ff", "side")
    history.git("mv", "a.md", "renamed.md")
    history.commit("Merge and rename")
    reading = read(history.folder)
    assert kinds(reading, "renamed.md") == ["created", "edited", "renamed"]


def test_an_edit_on_a_side_line_under_the_old_name_belongs_to_the_renamed_page(history, read):
    text = "A line that stays.\n" * 10
    history.commit("Start", **{"a.md": text})
    history.git("checkout", "-q", "-b", "side")
    history.commit("Side", **{"a.md": text + "Side.\n"})
    history.git("checkout", "-q", "main")
    history.git("mv", "a.md", "b.md")
    history.commit("Rename")
    history.git("merge", "-q", "--no-ff", "-m", "Merge", "side")
    reading = read(history.folder)
    assert list(reading.pages) == ["b.md"]
    assert reading.last("b.md").text == history.at_head("b.md") == text + "Side.\n"


def test_a_history_of_merges_alone_loses_no_text(history, read):
    history.commit("Start", **{"a.md": "start\n"})
    for number in range(3):
        history.git("checkout", "-q", "-b", f"side{number}")
        history.commit("Nothing")
        history.git("checkout", "-q", "main")
        history.commit("Nothing")
        history.merge(f"side{number}", f"M{number} <m{number}@e.org>", **{"a.md": f"{number}\n"})
    reading = read(history.folder)
    assert texts(reading, "a.md") == ["start\n", "0\n", "1\n", "2\n"]
    assert reading.last("a.md").author.name == "M2"


def test_a_merge_into_a_side_line_does_not_undo_what_another_line_did(history, read):
    history.commit("Start", **{"a.md": "one\n", "b.md": "b\n"})
    history.git("checkout", "-q", "-b", "early")
    history.commit("Early", **{"b.md": "b early\n"})
    history.git("checkout", "-q", "main")
    history.commit("Main", **{"a.md": "one main\n"})
    history.git("checkout", "-q", "early")
    history.merge("main", **{"a.md": "one main\n"})
    history.git("checkout", "-q", "main")
    history.commit("Later", **{"a.md": "one main later\n"})
    history.merge("early", **{"b.md": "b early\n"})
    reading = read(history.folder)
    assert texts(reading, "a.md") == ["one\n", "one main\n", "one main later\n"]
    assert texts(reading, "b.md") == ["b\n", "b early\n"]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_web_of_lines_the_last_text_is_the_one_at_the_head(history, read, seed):
    chance = random.Random(seed)
    names = ["a.md", "b.md", "c.md"]
    history.commit("Start", **{name: f"{name}\n" + "A line.\n" * 9 for name in names})
    lines = ["main"]
    for number in range(25):
        line = chance.choice(lines)
        history.git("checkout", "-q", line)
        here = [name for name in names if (history.folder / name).exists()]
        name = chance.choice(here or names)
        step = chance.random()
        if step < 0.15:
            lines.append(f"line{number}")
            history.git("checkout", "-q", "-b", lines[-1])
        if step < 0.3 and len(lines) > 1:
            other = chance.choice([each for each in lines if each != line])
            history.merge(other, f"M{number} <m@e.org>", **{name: f"merged {number}\n"})
        elif step < 0.4 and len(here) > 1:
            history.git("rm", "-q", name)
            history.commit(f"Remove {name}")
        elif step < 0.5 and here:
            names.append(f"r{number}.md")
            history.git("mv", name, names[-1])
            history.commit(f"Rename {name}")
        else:
            text = f"{number}\n" + "A line.\n" * 9
            history.commit(f"Edit {name}", **{name: text})
    history.git("checkout", "-q", "main")
    reading = read(history.folder)
    live = {path for path, page in reading.pages.items() if not page.archived}
    assert live == {path.name for path in history.folder.glob("*.md")}
    for path in live:
        assert reading.last(path).text == history.at_head(path)
    assert len({page.title for page in reading.pages.values()}) == len(reading.pages)
