"""What is done to cached HTML when somebody looks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from essp.core.markdown import (
    Target,
    fold_quotes,
    ink_blocks,
    name_people,
    place_links,
    render,
    set_apart,
)


def test_a_link_leads_to_its_page_or_to_making_it():
    html = render("[[Known]] [[Wanted]] [[Refused]] [[Unheard]]").html
    placed = place_links(
        html,
        {
            0: Target("/s/grid/known?a=1&b=2", found=True),
            1: Target("/s/grid/-/new?title=Wanted", found=False, title='Make "Wanted"'),
            2: Target(None, found=False),
        },
    )
    assert '<a class="wikilink" href="/s/grid/known?a=1&amp;b=2">Known</a>' in placed
    assert (
        '<a class="wikilink wikilink--wanted" href="/s/grid/-/new?title=Wanted"'
        ' title="Make &quot;Wanted&quot;">Wanted</a>'
    ) in placed
    assert '<span class="wikilink wikilink--wanted">Refused</span> Unheard' in placed


FORGERIES = [
    '<a class="wikilink" data-wl="0">x</a>',
    '`<a class="wikilink" data-wl="0">x</a>`',
    '[x](/y "<a class=&quot;wikilink&quot; data-wl=&quot;0&quot;>x</a>")',
    '![<a class="wikilink" data-wl="0">x</a>](/files/a/b.png)',
    '[[a|<a class="wikilink" data-wl="0">x</a>]]',
    '```\n<a class="wikilink" data-wl="0">x</a>\n```',
    '| <a class="wikilink" data-wl="0">x</a> |\n|---|\n',
    '# <a class="wikilink" data-wl="0">x</a>',
]


def test_no_text_can_pass_for_a_placeholder():
    for forgery in FORGERIES:
        page = render(forgery)
        placed = place_links(page.html, {9: Target("/evil", found=True)})
        assert page.html.count('<a class="wikilink" data-wl="') == len(page.links)
        assert 'href="/evil"' not in placed


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='[]|#<>"= &;adlwktis-:0\n`', max_size=80))
def test_there_are_as_many_placeholders_as_links(source):
    page = render(source)
    assert page.html.count('<a class="wikilink" data-wl="') == len(page.links)


def test_names_are_given_to_people_and_only_to_them():
    html = render("@femke @nobody [@femke](/people/femke)").html
    named = name_people(html, {"femke": "Femke & co"})
    assert '<a class="mention" href="/people/femke">@Femke &amp; co</a> @nobody' in named
    assert '<a href="/people/femke">@femke</a>' in named


def test_inks_are_laid_on_blocks_in_order_and_not_on_footnotes():
    html = render("One[^1]\n\nTwo\n\nThree\n\n[^1]: Note").html
    inked = ink_blocks(html, [2, 0])
    assert '<div class="blk" data-lines="1-1" data-ink="2">' in inked
    assert '<div class="blk" data-lines="3-3" data-ink="0">' in inked
    assert '<div class="blk" data-lines="5-5">' in inked
    assert '<div class="blk"><section' in inked


def test_a_page_cannot_forge_a_block():
    html = render('<div class="blk" data-lines="1-1">').html
    assert ink_blocks(html, [1, 5]).count("data-ink") == 1


def apart(text: str) -> str:
    """A text as the HTML of a post."""
    return set_apart(render(text).html, "p-")


def quotation(lines: int) -> str:
    return "\n".join(f"> line {number}" for number in range(lines))


def test_a_long_quotation_is_folded_under_how_long_it_is():
    html = apart(
        f"Before.\n\n{quotation(9)}\n\nBetween.\n\n{quotation(8)}\n\nAfter [^1].\n\n[^1]: Foot."
    )
    folded = fold_quotes(html, lambda lines: f"<{lines} lines>")
    assert folded.count("<details") == folded.count("</details>") == 1
    assert '<details class="quoted"><summary>&lt;9 lines&gt;</summary><blockquote>' in folded
    kept = folded.replace('<details class="quoted"><summary>&lt;9 lines&gt;</summary>', "")
    assert kept.replace("</details>", "") == html


def test_one_long_line_that_is_quoted_is_folded_too():
    assert "<details" in fold_quotes(apart("> " + "word " * 400), str)


def test_what_is_no_quotation_of_its_own_stays_open():
    for text in (
        "> [!NOTE]\n" + quotation(20),
        "- a\n\n  " + quotation(20).replace("\n", "\n  "),
        "```\n<blockquote>\n" + "x\n" * 20 + "</blockquote>\n```",
    ):
        html = apart(text)
        assert fold_quotes(html, str) == html
