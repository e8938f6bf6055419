"""What somebody is in the middle of writing, and what stands on a clipboard, told without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(__file__).parents[2] / "static" / "js" / "visual" / "tools"
RUN = """
const [module, name, asked] = process.argv.slice(1);
const found = (await import(module))[name];
console.log(JSON.stringify(JSON.parse(asked).map((given) => found(...given) ?? null)));
"""
Told = Callable[..., list[Any]]


@pytest.fixture(scope="module")
def told() -> Told:
    """What a function of a module answers to each list of arguments."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")

    def ask(module: str, name: str, *given: list[Any]) -> list[Any]:
        done = subprocess.run(
            [node, "--input-type=module", "-e", RUN, (TOOLS / module).as_uri(), name,
             json.dumps(given)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found: list[Any] = json.loads(done.stdout)
        return found

    return ask


def test_what_is_being_written_is_told_by_the_text_before_the_caret(told: Told) -> None:
    meant = {
        "See [[rota win": ("pages", "rota win"),
        "[[Rota#swap": ("sections", "swap"),
        "![[Rota": ("pages", "Rota"),
        "Call @de boer": ("people", "de boer"),
        "(@": ("people", ""),
        "about #con": ("topics", "con"),
        "/": ("commands", ""),
        "see /task list": ("commands", "task list"),
    }
    found = told("triggers.js", "triggerIn", *[[text] for text in meant])
    assert [(each["kind"], each["query"]) for each in found] == list(meant.values())
    assert [each["start"] for each in found] == [4, 0, 0, 5, 1, 6, 0, 4]


def test_ordinary_text_opens_no_list(told: Told) -> None:
    ordinary = [
        "a@b.nl", "and/or", "km/h", "https://a.nl/x", "issue #12", "colour #fff", "# heading",
        "[[done]] and on", "[[a|label", "@scope/package", "a [ b", "C#", "x##y", "email me @ 9:00",
    ]  # fmt: skip
    assert told("triggers.js", "triggerIn", *[[text] for text in ordinary]) == [None] * 14


def test_commands_are_found_by_any_of_their_words_the_name_first(told: Told) -> None:
    commands = [
        {"title": "Heading", "further": "title"},
        {"title": "Table", "further": "grid cells"},
        {"title": "Task list", "further": "todo"},
        {"title": "Réunion"},
    ]
    asked = ["ta", "list", "grid", "REU", "title", "nothing"]
    found = told("triggers.js", "matching", *[[commands, words] for words in asked])
    assert [[each["title"] for each in one] for one in found] == [
        ["Table", "Task list"], ["Task list"], ["Table"], ["Réunion"], ["Heading"], [],
    ]  # fmt: skip


def test_the_letters_that_were_typed_are_marked_whatever_their_accents(told: Told) -> None:
    found = told("marked.js", "parts", ["Zoë Müller", "mull"], ["Flex contracts", "con fl"])
    assert [[part["text"] for part in one if part["bold"]] for one in found] == [
        ["Müll"], ["Fl", "con"],
    ]  # fmt: skip
    assert all("".join(part["text"] for part in one) for one in found)


def test_only_addresses_that_may_be_linked_are_taken_for_addresses(told: Told) -> None:
    taken = {
        " https://example.org/a?b=c ": "https://example.org/a?b=c",
        "mailto:a@b.nl": "mailto:a@b.nl",
        "ilse@example.org": "mailto:ilse@example.org",
        "www.example.org": "https://www.example.org",
        "/s/space/page": "/s/space/page",
        "javascript:alert(1)": None,
        "//elsewhere.example": None,
        "two words": None,
        "data:text/html,x": None,
    }
    assert told("addresses.js", "addressIn", *[[text] for text in taken]) == list(taken.values())
    wrapped = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa"
    kept = told(
        "addresses.js", "kept",
        [wrapped, "https://wiki.example"], ["https://wiki.example/p/x", "https://wiki.example"],
        ["java\tscript:alert(1)", "https://wiki.example"], ["file:///c:/x", "https://w.example"],
    )  # fmt: skip
    assert kept == ["https://example.org/a", "/p/x", None, None]


def test_cells_of_a_spreadsheet_are_told_from_text_with_tabs(told: Told) -> None:
    found = told(
        "cleaning/plain.js", "cellsOf",
        ["a\tb\n1\t\"two\nlines\"\n"], ['say ""\tb\n'], ["a\tb\nno tab\n"], ["plain"],
    )  # fmt: skip
    assert found == [[["a", "b"], ["1", "two lines"]], [['say ""', "b"]], None, None]


def test_markdown_is_told_from_lines_of_text(told: Told) -> None:
    markdown = ["# Head", "- item", "1. step", "a **b** c", "[a](b)", "[[Page]]", "`x`", "> said"]
    lines = ["Dear Ilse,\nthanks", "a - b", "5 * 3 * 2", "snake_case_name", "#topic here"]
    found = told("cleaning/plain.js", "looksLikeMarkdown", *[[each] for each in markdown + lines])
    assert found == [True] * len(markdown) + [False] * len(lines)


def test_a_place_in_the_text_moves_with_what_is_typed_around_it(told: Told) -> None:
    found = told(
        "filesintext.js", "follows",
        [4, "abcd efgh", "XX abcd efgh"], [4, "abcd efgh", "abcd efgh XX"], [4, "abcd", "ab"],
    )  # fmt: skip
    assert found == [7, 4, 2]
