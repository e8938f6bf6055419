"""Bytes of a file as the Markdown of a page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.importers.ledger import Note
from essp.importers.text_source import read_page, split_front_matter


def test_markdown_stays_as_it_is_written():
    text = "# A\n\n<%= partial 'x' %>\n\n* b\n  - c  \n\n\n| a |\n"
    assert read_page(text.encode(), "a.md").text == text


def test_line_ends_and_the_byte_order_mark_are_made_plain():
    assert read_page(b"\xef\xbb\xbfa\r\nb\rc", "a.md").text == "a\nb\nc"


def test_bytes_that_are_not_utf8_are_read_as_windows_1252():
    page = read_page(b"caf\xe9 \x93q\x94 \x81", "a.md")
    assert (page.text, page.notes) == ("café “q” \ufffd", (Note.NOT_UTF8,))


def test_control_characters_are_replaced_and_named():
    page = read_page(b"a\x00b\x1bc\td", "a.md")
    assert (page.text, page.notes) == ("a\ufffdb\ufffdc\td", (Note.CONTROL_CHARACTERS,))


@pytest.mark.parametrize(
    "front",
    [
        "a: [1",
        "a: &x [1]\nb: *x",
        "a: " + "[" * 30 + "]" * 30,
        "!!python/object/apply:os.system ['true']",
        "a: " + "x" * 70_000,
        "\tx: 1",
    ],
)
def test_front_matter_that_cannot_be_read_stays_in_the_text(front):
    text = f"---\n{front}\n---\nBody.\n"
    page = read_page(text.encode(), "a.md")
    assert (page.text, page.properties, page.notes) == (text, {}, (Note.FRONT_MATTER,))


@pytest.mark.parametrize(
    "text", ["---\nWords.\n---\n", "---\n", "----\na: 1\n----\n", "a\n---\nb: 1\n---"]
)
def test_a_rule_is_no_front_matter(text):
    assert split_front_matter(text) == ({}, text, False)


def test_properties_hold_only_what_json_holds():
    front = "---\nd: 2026-01-02\nt: 2026-01-02 03:04:05\nn: .nan\n1: one\ns: !!set {a, b}\n---\n"
    assert read_page(front.encode(), "a.md").properties == {
        "d": "2026-01-02", "t": "2026-01-02T03:04:05", "n": "nan", "1": "one", "s": ["a", "b"],
    }  # fmt: skip


def test_a_long_title_is_cut():
    title = read_page(("# " + "word " * 100).encode(), "a.md").title
    assert len(title) <= 200 and title.endswith("…")


def test_plain_text_is_kept_in_a_code_block():
    page = read_page(b"a ``` b\n  *c*", "notes/to-do_list.txt")
    assert (page.text, page.title) == ("````text\na ``` b\n  *c*\n````\n", "To do list")


def test_restructured_text_reads_as_markdown():
    source = """\
.. _top:

=====
Title
=====

Part
----

See `the site <https://example.org>`_, ``code``, :doc:`other` and `Named`_. Then::

    literal [x](y)

.. code-block:: python
   :linenos:

   print("hi")

.. note:: Mind *this*.

.. image:: pics/a.png
   :alt: A picture

.. unknown:: x

   inside

* one
* two

.. _Named: https://example.net
"""
    page = read_page(source.encode(), "a.rst")
    assert page.title == "Title"
    assert (
        page.text.strip()
        == """\
# Title

## Part

See [the site](https://example.org), `code`, [other](other) and [Named](https://example.net). Then:

```
literal [x](y)
```

```python
print("hi")
```

> [!NOTE]
> Mind *this*.

![A picture](pics/a.png)

```rst
.. unknown:: x

   inside
```

* one
* two"""
    )


def test_a_small_edit_of_restructured_text_stays_small():
    before = "Title\n=====\n\n" + "\n\n".join(f"Paragraph {number} ``x``." for number in range(50))
    after = before.replace("Paragraph 25", "Paragraph twenty-five")
    pairs = zip(
        read_page(before.encode(), "a.rst").text.split("\n"),
        read_page(after.encode(), "a.rst").text.split("\n"),
        strict=True,
    )
    assert sum(old != new for old, new in pairs) == 1


@given(st.binary(max_size=300), st.sampled_from(["a.md", "a.rst", "a.txt", "x/index.html.md.erb"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_page(raw, path):
    page = read_page(raw, path)
    assert page.title
    assert "\x00" not in page.text


@given(st.text(alphabet="-=`.:_*<> ab\n\t|[]", max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_restructured_text_can_be_read(text):
    read_page(text.encode(), "a.rst")
