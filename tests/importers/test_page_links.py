"""Links between files become links between pages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.importers.page_links import LinkMap, turn_links

PAGES = {
    "docs/index.md": "Home",
    "docs/start.html.md.erb": "How to start",
    "docs/guides/README.md": "Guides",
    "docs/guides/first step.md": "First step",
    "docs/guides/odd.md": "C# [draft]",
}


def turned(text, path="docs/guides/here.md", images=()):
    links = LinkMap("docs")
    for page_path, title in PAGES.items():
        links.add(page_path, title)
    known = {image: f"/files/{number}/x.png" for number, image in enumerate(images)}
    return turn_links(text, path, links, known.get)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[begin](../start.html)", "[[How to start|begin]]"),
        ("[begin](../start.md#the-first)", "[[How to start#the-first|begin]]"),
        ("[How to start](/start.html)", "[[How to start]]"),
        ("[begin](/docs/start.html.md.erb)", "[[How to start|begin]]"),
        ("[up](..)", "[[Home|up]]"),
        ("[here](./)", "[[Guides|here]]"),
        ("[**one**](first%20step.md 'a title')", "[[First step|one]]"),
        ("[one](<first step.md>)", "[[First step|one]]"),
        ("[a][b]\n\n[b]: ../start.html", "[[How to start|a]]\n\n[b]: ../start.html"),
        ("[B][] and [b]\n\n[b]: /start.html", "[[How to start|B]] and [[How to start|b]]"),
        ("| [a](../start.md) |", "| [[How to start|a]] |"),
    ],
)
def test_a_link_to_a_page_becomes_a_wiki_link(written, expected):
    text, lost = turned(written)
    assert text.startswith(expected)
    assert lost == []


@pytest.mark.parametrize(
    "written",
    [
        "[a](https://example.org/start.html)",
        "[a](mailto:a@example.org)",
        "[a](#section)",
        "[a](//host/start.html)",
        "`[a](../start.html)`",
        "```\n[a](../start.html)\n```\n",
        "~~~~\n[a](../start.html)\n~~~\n[a](../start.html)\n~~~~\n",
        r"\[a](../start.html)",
        "[[How to start]]",
        "[ ] a task, [x] done, [^1] a note",
        "[a](odd.md)",
        "[a|b](../start.html)",
    ],
)
def test_what_is_no_link_to_a_page_stays_as_it_is(written):
    assert turned(written) == (written, [])


def test_a_link_to_nothing_stays_and_is_named():
    text, lost = turned("[a](gone.md) ![b](gone.png)")
    assert text == "[a](gone.md) ![b](gone.png)"
    assert [(one.target, one.is_image) for one in lost] == [("gone.md", False), ("gone.png", True)]


def test_images_get_the_address_of_their_file():
    images = ["docs/images/a.png", "docs/guides/b.png"]
    text, lost = turned(
        '![A](/images/a.png "t") <img alt="x" src="b.png"> ![r][r] [![B](b.png)](../start.html)'
        "\n\n[r]: b.png\n",
        images=images,
    )
    assert text == (
        '![A](/files/0/x.png "t") <img alt="x" src="/files/1/x.png"> ![r][r] '
        "[![B](/files/1/x.png)](../start.html)\n\n[r]: /files/1/x.png\n"
    )
    assert lost == []


def test_a_path_never_leaves_the_source():
    assert turned("[a](../../../../etc/passwd) ![x](../../../x.png)")[0].count("..") == 7


@given(st.text(alphabet="[]()`<>!#|\\ab./:\n", max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_passes_and_turning_it_again_changes_nothing(text):
    once = turned(text, images=["docs/guides/a"])[0]
    assert turned(once, images=["docs/guides/a"])[0] == once


@pytest.mark.parametrize(
    "seed", ["[", "[a](", "`", "``a`", "![[", "[a][b", "<img ", "<img src=", "]("]
)
def test_the_time_grows_no_faster_than_the_text(seed):
    def seconds(size):
        text = (seed * size)[: size * 4]
        begun = time.process_time()
        turned(text)
        return time.process_time() - begun

    seconds(500)
    short = max(min(seconds(1_000) for _turn in range(3)), 0.004)
    # Eight times the text: three times what a straight line would cost.
    assert min(seconds(8_000) for _turn in range(3)) < 24 * short
