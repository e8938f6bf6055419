"""Whoever changes one word of a page in the visual editor changes that word and nothing else."""

from __future__ import annotations

import difflib

import pytest

from tests.browser.writing import edited, saved, source_of, type_after

WRAPPED = """# A page as people write it

A paragraph that was wrapped by hand, with *one* emphasis, an escaped \\* star and an
address <https://example.org/a_b>, ends on a word that
__stands__ out.

Setext heading
==============

* marked with a star
* and another
    * four columns deep, with `code` in it

    a second paragraph of the item

1. one
1. two
1. three

| Padded   | Right |
|----------|------:|
| station  |   110 |
| feeder   |    10 |

> quoted over
> two lines with [a name][station]

[station]: https://example.org/station "Where it is"

    indented code

~~~ruby
puts "tildes"
~~~
"""
FRONT = """---
title: A page of another system
owner_slack: "#congestion"
---

# <%= current_page.data.title %>

Text with a <%= partial "partials/links_and_names" %> tag and [[Another page|a label]].

- [ ] not done yet
- [x] done already

> [!WARNING] Mind the gap
> The platform ends here.

A trailing blank follows here\x20\x20
and a footnote.[^1]

[^1]: A note that says more."""


@pytest.mark.parametrize(
    ("text", "word"),
    [(WRAPPED, word) for word in ("ends", "columns", "feeder")]
    + [(FRONT, word) for word in ("platform", "trailing")],
)
def test_one_word_typed_is_one_word_saved(site, visit, start_page, text, word) -> None:
    uid = start_page(f"One word: {word} {len(text)}", text)
    before = source_of(site, visit, uid)
    page = edited(site, visit, uid)
    type_after(page, word, "ly")
    saved(page)
    after = source_of(site, visit, uid)
    changes = [
        (before[a0:a1], after[b0:b1])
        for kind, a0, a1, b0, b1 in difflib.SequenceMatcher(
            None, before, after, False
        ).get_opcodes()
        if kind != "equal"
    ]
    assert changes == [("", "ly")]


def test_a_page_that_was_only_looked_at_keeps_its_source(site, visit, start_page) -> None:
    uid = start_page("Only looked at", WRAPPED)
    before = source_of(site, visit, uid)
    page = edited(site, visit, uid)
    type_after(page, "wrapped", "x")
    page.keyboard.press("Backspace")
    page.click("button[data-mode=text]")
    assert page.input_value("#text") == before
