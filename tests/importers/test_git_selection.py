"""Which files become pages, what they are called, and where they hang."""

from __future__ import annotations

import pytest

from essp.importers.ledger import Note
from essp.importers.selection import Selection, stem


def test_markdown_restructured_and_plain_text_are_taken_by_default():
    holds = Selection().holds
    wanted = ["a.md", "b/c.markdown", "d.html.md.erb", "e.rst", "f/g.txt", "README.MD"]
    assert all(map(holds, wanted))
    assert not any(map(holds, ["a.py", "b.html", "md", "c.md.bak"]))


@pytest.mark.parametrize(
    ("pattern", "inside", "outside"),
    [
        ("*.md", ["a.md", "b/c/a.md"], ["a.mdx"]),
        ("guides/*.md", ["guides/a.md"], ["guides/b/a.md", "a.md"]),
        ("guides/**/*.md", ["guides/a.md", "guides/b/c/a.md"], ["other/a.md"]),
        ("**/a?.txt", ["a1.txt", "b/ax.txt"], ["b/a.txt"]),
        ("[x].md", ["[x].md"], ["x.md"]),
    ],
)
def test_a_pattern_names_files(pattern, inside, outside):
    selection = Selection(patterns=[pattern])
    assert all(map(selection.holds, inside))
    assert not any(map(selection.holds, outside))


def test_patterns_count_from_the_imported_folder():
    selection = Selection("docs/", ["guides/*.md"])
    assert selection.holds("docs/guides/a.md")
    assert not selection.holds("guides/a.md")
    assert not selection.holds("docs2/guides/a.md")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/b.html.md.erb", "a/b"), ("a.b/c.md", "a.b/c"), ("v1.2.md", "v1.2"), ("x.erb", "x.erb")],
)
def test_the_stem_of_a_path_does_not_say_how_it_is_written(path, expected):
    assert stem(path) == expected


def test_folders_make_the_tree(history, read):
    history.commit(
        "Start",
        **{
            "README.md": "# Home of all\n",
            "a/index.html.md.erb": "# A\n",
            "a/one.md": "# One\n",
            "b.md": "# B\n",
            "b/two.md": "# Two\n",
            "c/deep/three.md": "# Three\n",
            "c/deep/more/index.md": "# More\n",
        },
    )
    reading = read(history.folder)
    above = {page.title: reading.title_above(path) for path, page in reading.pages.items()}
    assert above == {
        "Home of all": None,
        "A": "Home of all",
        "One": "A",
        "B": "Home of all",
        "Two": "B",
        "Three": "Home of all",
        "More": "Home of all",
    }
    order = [page.title for page in reading.pages.values()]
    assert all(order.index(up) < order.index(page) for page, up in above.items() if up)
    (folder,) = reading.ledger.entries()
    assert (folder.note, folder.name, folder.detail) == (Note.FOLDER, "c/deep", "Home of all")


def test_pages_of_a_folder_without_a_page_stand_at_the_top_when_no_page_is_above(history, read):
    history.commit("Start", **{"docs/a.md": "# A\n", "docs/b/c.md": "# C\n", "docs/b/d.md": ""})
    reading = read(history.folder, folder="docs")
    assert {reading.title_above(path) for path in reading.pages} == {None}
    entries = reading.ledger.entries()
    assert [(one.note, one.name, one.detail) for one in entries] == [(Note.FOLDER, "docs/b", "")]


def test_titles_come_from_front_matter_then_heading_then_name(history, read):
    history.commit(
        "Start",
        **{
            "a.md": "---\ntitle: From the front\n---\n# Heading\n",
            "b.md": "Words.\n\nFrom *the* `heading` [x](y)\n===\n",
            "how-to_begin.md": "Words.\n",
            "folder/README.md": "Words.\n",
            "c.md": "```\n# not this\n```\n# <%= not_this %>\n# This one #\n",
        },
    )
    reading = read(history.folder)
    assert {path: page.title for path, page in reading.pages.items()} == {
        "a.md": "From the front",
        "b.md": "From the heading x",
        "how-to_begin.md": "How to begin",
        "folder/README.md": "Folder",
        "c.md": "This one",
    }


def test_two_pages_never_share_a_title(history, read):
    history.commit("Start", **{"x/a.md": "# Same\n", "y/a.md": "# SAME\n", "y/b.md": "# same\n"})
    titles = [page.title for page in read(history.folder).pages.values()]
    assert titles == ["Same", "SAME (y)", "same (y/b)"]


def test_front_matter_becomes_properties(history, read):
    front = "---\ntitle: T\nreviewed: 2026-01-02\ntags: [a, 1]\nowner: '#team'\n---\n\nBody.\n"
    history.commit("Start", **{"a.md": front})
    last = read(history.folder).last("a.md")
    assert last.text == "Body.\n"
    assert last.properties == {
        "title": "T", "reviewed": "2026-01-02", "tags": ["a", 1], "owner": "#team",
    }  # fmt: skip
