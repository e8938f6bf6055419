"""Four times the text takes about four times as long, whatever the text is made of."""

from time import thread_time

import pytest

from essp.core.markdown import render
from essp.core.markdown.effort import MOST_MARKS, marks, nested_lines, too_intricate
from essp.core.markdown.highlighting import highlight
from essp.core.markdown.languages import FAMILIES

SIZE = 3_000
MOST_GROWTH = 8.0
SHORTEST = 0.005  # seconds


def repeated(unit: str):
    return lambda size: (unit * (size // len(unit) + 1))[:size]


# fmt: off
UNITS = [
    "[", "]", "[a", "[a](", "[]( \"", "[a](<b", "![", "[[a", "[[a]]", "[^", "[^a]", "[^a]: b\n",
    "[^a]:", "[a]: b\n", "[a]:\n", "[a]: \"\n", "*", "_", "*a ", "a*", "*a_ ", "**x ", "a**b_c ",
    "***a** ", "~", "~~a ", "`", "`a``", "\\", "\\a", "!", "<", "<a b=", "<!--", "<?",
    "<![CDATA[", "<%", "<%= a %>", "<http://a", "<a@b.c", "&#", "&amp", ">", "> ", "> - ", "- ",
    "* * ", "1. ", ">>>>>>> a\n", "- a\n", "- [ ] a\n", "> [!NOTE]\n\n", "# a\n", "a\n=\n",
    "---\n", "```\n", "~~~\n```\n", "    a\n", " ", "\t", "\n", "\r", "a  \n", "a\n", "word ",
    "@", "@a-", "@abc ", " #a", "#a-", "a:", "http://", "https://a.b ", "http://. ", "www.a.b ",
    "[a](b)", "[*a](b)*", "\0", "|", "|a|b|\n", "-|\n", "|a\n|-\n",
]
CODE_UNITS = ['"', '\\"', "'", "`", "/*", "a", "a.", "1.", "\n", " \n", "<a ", "<!--", "a=", "a:"]
# fmt: on
SHAPES = {repr(unit): repeated(unit) for unit in UNITS} | {
    "brackets around brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "images around images": lambda size: "![" * (size // 4) + "](a)" * (size // 8),
    "code of every length": lambda size: "".join(
        "e" + "`" * i for i in range(1, int((2 * size) ** 0.5))
    ),
    "lists in lists": lambda size: "".join("  " * i + "- a\n" for i in range(int(size**0.5))),
    "emphasis in emphasis": lambda size: "*a **a " * (size // 14) + "b** b* " * (size // 14),
    "a paragraph in deep quotations": lambda size: ">" * 20 + "a\n" * (size // 2),
    "a paragraph in deep lists": lambda size: (
        "".join("  " * i + "- a\n" for i in range(9)) + "x\n" * (size // 2)
    ),
    "a title without an end": lambda size: '[a]: u\n"' + "x\n" * (size // 2),
    "references": lambda size: (
        "".join(f"[a{i}]: u\n" for i in range(size // 20)) + "[a1]" * (size // 8)
    ),
    "footnotes": lambda size: "".join(f"[^{i}]\n\n[^{i}]: a\n\n" for i in range(size // 20)),
    "the same heading": lambda size: "# a\n\n" * (size // 5),
}


def seconds(work, text) -> float:
    """Processor time of this thread."""
    before = thread_time()
    work(text)
    return thread_time() - before


def growth(work, shape, times: int = 4) -> float:
    """How much longer four times the text takes, at best; very short times count as 5 ms, and where
    that is little the shorter text need not be tried."""
    longer = seconds(work, shape(4 * SIZE)) / SHORTEST
    if longer > MOST_GROWTH:
        longer *= SHORTEST / max(seconds(work, shape(SIZE)), SHORTEST)
    if longer > MOST_GROWTH and times:
        return min(longer, growth(work, shape, times - 1))
    return longer


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_length_of_the_page(shape):
    assert growth(render, SHAPES[shape]) < MOST_GROWTH


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_time_grows_with_the_length_of_the_code(family):
    language = family.languages.split()[0]
    for unit in CODE_UNITS:
        shape = repeated(unit)
        assert growth(lambda text: highlight(text * 4, language), shape) < MOST_GROWTH, unit


def test_a_page_beyond_what_people_write_is_shown_as_it_was_written():
    source = "[" * (MOST_MARKS + 1)
    page = render(source, language="nl")
    assert page.html.startswith('<div class="blk" data-lines="1-1"><p class="notice">Dit deel is')
    assert f'<pre tabindex="0" class="as-written">{source}</pre>' in page.html
    assert page.text == source
    assert page.blocks == [(1, 1)]


def test_what_people_write_is_never_too_intricate():
    line = "Some **words** about the grid, with a [link](http://x.y/z), `code` and [[Page]].\n"
    source = (line * 10 + "\n- a\n  - b\n    - c\n\n| a | b |\n|---|---|\n| c | d |\n\n") * 1000
    assert len(source) > 800_000
    assert not too_intricate(source)


def test_depth_counts_for_each_line_that_may_continue_it():
    assert nested_lines("> a\n" * 100) == 0
    assert nested_lines(">" * 13 + "a\n" + "b\n" * 99) == 10 * 100
    assert nested_lines(">" * 13 + "a\n\n" + "b\n" * 99) == 10
    assert marks("*a* [b]") == 4


def test_twenty_thousand_brackets_render():
    assert "[[[[" in render("[" * 20_000).html


def test_a_table_wider_than_its_rows_does_not_multiply_without_end():
    wide = "|".join("a" * 200) + "\n" + "|".join("-" * 200) + "\n" + "b\n" * 80 + "\n"
    assert render(wide * 6).html.count("<td") < 60_000


def test_deep_nesting_ends():
    assert "<blockquote>" in render("> " * 5_000 + "a").html
    assert "<ul>" in render("- " * 5_000 + "a").html
