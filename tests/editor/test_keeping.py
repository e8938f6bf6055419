"""The visual editor gives back the source of what was not touched, and changes in the rest what was changed."""

from __future__ import annotations

import re

from tests.editor.node import asked, needs_node
from tests.editor.pages import ADVERSARIAL, FOOT, Author

pytestmark = needs_node
PAGES = [Author(seed).page() for seed in range(24)]


def test_a_page_that_was_not_touched_keeps_every_byte() -> None:
    texts = [*ADVERSARIAL, *PAGES]
    answers = asked([{"text": text} for text in texts])
    assert [
        text for text, found in zip(texts, answers, strict=True) if found["written"] != text
    ] == []


def test_nearly_everything_is_edited_visually() -> None:
    kinds = [
        kind for found in asked([{"text": text} for text in PAGES]) for kind in found["blocks"]
    ]
    raw = kinds.count("source_block") - len(
        PAGES
    )  # The address at the foot of each is always source.
    assert raw <= len(kinds) * 0.02


def test_a_word_that_was_changed_is_all_that_changes() -> None:
    cases = []
    for text in PAGES:
        words = {
            word for word in ("alpha", "beta", "end", "tag") if word in text.removesuffix(FOOT)
        }
        cases += [{"text": text, "change": [word, word + "QQ"]} for word in sorted(words)]
    answers = asked(cases)
    wrong = [
        (case, found["written"])
        for case, found in zip(cases, answers, strict=True)
        if found["written"].count("QQ") != 1 or found["written"].replace("QQ", "") != case["text"]
    ]
    assert wrong == []


EDITS = [
    ("* one\n* two\n", "two", "three", "* one\n* three\n"),
    ("a b\nc d\n", "c", "x", "a b\nx d\n"),
    ("a b\nc d\n", "b c", "b x c", "a b x\nc d\n"),
    ("| a   | b |\n|-----|---|\n| c   | d |\n", "c", "longer", "| a   | b |\n|-----|---|\n| longer   | d |\n"),
    ("Title\n=====\n", "Title", "New title", "New title\n=====\n"),
    ("see [it][r]\n\n[r]: /x\n", "it", "that", "see [that][r]\n\n[r]: /x\n"),
    ("see [it]\n\n[it]: /x\n", "it", "that", "see [that][it]\n\n[it]: /x\n"),
    ("_so_ __it__ is\n", "it", "this", "_so_ __this__ is\n"),
    ("- a\n\n\n- b\n", "b", "c", "- a\n\n\n- c\n"),
    ("1. a\n1. b\n", "b", "c", "1. a\n1. c\n"),
    ("> a\n> b\nc\n", "c", "d", "> a\n> b\nd\n"),
    ("text  \n", "text", "words", "words  \n"),
    ("plain\n", "plain", "2*3*4 [x](y) <b> #a `", "2\\*3\\*4 \\[x](y) <b> #a \\`\n"),
    ("plain\n", "plain", "1. not a list", "1\\. not a list\n"),
]  # fmt: skip


def test_an_edit_is_carried_over_to_how_the_source_was_written() -> None:
    answers = asked([{"text": text, "change": [old, new]} for text, old, new, _ in EDITS])
    assert [found["written"] for found in answers] == [wanted for *_, wanted in EDITS]


def test_what_is_typed_as_text_is_read_as_text() -> None:
    signs = [
        "*a*",
        "_a_",
        "# a",
        "- a",
        "1) a",
        "> a",
        "[a](b)",
        "![a](b)",
        "`a`",
        "~~a~~",
        "&amp;",
        "\\*",
        "---",
    ]
    cases = [{"text": "word\n", "change": ["word", sign]} for sign in signs]
    written = [found["written"] for found in asked(cases)]
    again = asked(
        [
            {"text": text, "change": [sign, "word"]}
            for text, sign in zip(written, signs, strict=True)
        ]
    )
    assert [found["written"] for found in again] == ["word\n"] * len(signs)
    assert not any(re.fullmatch(r"word\n", text) for text in written)
