"""What people may write, and the HTML it becomes: one example per feature."""

import pytest

from essp.core.markdown import Heading, WikiLink, excerpt, render, section_id


def body(source: str, **options: str) -> str:
    """The HTML inside the one block of a page."""
    html = render(source, **options).html.strip()
    assert html.startswith('<div class="blk" data-lines="')
    return html[html.index(">") + 1 : -len("</div>")].strip()


def test_a_block_names_the_lines_it_comes_from():
    page = render("First\nstill first\n\n\n- a\n- b\n\nLast\n")
    assert page.html == (
        '<div class="blk" data-lines="1-2"><p>First\nstill first</p>\n</div>\n'
        '<div class="blk" data-lines="5-6"><ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</div>\n'
        '<div class="blk" data-lines="8-8"><p>Last</p>\n</div>\n'
    )
    assert page.blocks == [(1, 2), (5, 6), (8, 8)]


def test_windows_line_ends_count_as_one_line():
    assert render("a\r\n\r\nb\rc").blocks == [(1, 1), (3, 4)]


def test_the_highest_heading_stands_right_below_the_title_of_the_page():
    page = render("# Title\n\n## Part\n\n###### Deep\n")
    assert [(heading.level, heading.line) for heading in page.headings] == [(2, 1), (3, 3), (6, 5)]
    assert [h.level for h in render("### a\n\n#### b").headings] == [2, 3]


def test_headings_have_readable_ids_that_are_unique():
    page = render("# Wie beslist?\n\n# Wie beslist\n\n# Coördinatie & één\n\n# ???\n")
    assert page.headings == [
        Heading(2, "h-wie-beslist", "Wie beslist?", 1),
        Heading(2, "h-wie-beslist-2", "Wie beslist", 3),
        Heading(2, "h-coordinatie-een", "Coördinatie & één", 5),
        Heading(2, "h-section", "???", 7),
    ]
    assert '<h2 id="h-wie-beslist-2">' in page.html


def test_a_number_in_a_heading_does_not_take_the_id_of_a_repeated_one():
    ids = [heading.id for heading in render("# A\n\n# A 2\n\n# A\n\n# A").headings]
    assert ids == ["h-a", "h-a-2", "h-a-3", "h-a-4"]


def test_headings_in_quotations_are_not_in_the_contents():
    page = render("> # Quoted\n\n## Own\n")
    assert [heading.text for heading in page.headings] == ["Own"]


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("[[Page]]", WikiLink(0, None, "Page", None, "Page", bare=True)),
        (
            "[[ Flex  contracts ]]",
            WikiLink(0, None, "Flex contracts", None, "Flex contracts", bare=True),
        ),
        ("[[Page|a label]]", WikiLink(0, None, "Page", None, "a label")),
        ("[[Page#Section]]", WikiLink(0, None, "Page", "Section", "Page: Section", bare=True)),
        ("[[Page#Section|label]]", WikiLink(0, None, "Page", "Section", "label")),
        ("[[grid-ops:Page]]", WikiLink(0, "grid-ops", "Page", None, "Page", bare=True)),
        ("[[Note: a thing]]", WikiLink(0, None, "Note: a thing", None, "Note: a thing", bare=True)),
    ],
)
def test_a_wiki_link_names_page_section_label_and_space(source, link):
    page = render(source)
    assert page.links == [link]
    assert f'<a class="wikilink" data-wl="0">{link.label}</a>' in page.html


@pytest.mark.parametrize("source", ["[[]]", "[[ ]]", "[[#]]", "[[|x]]", "`[[Page]]`", "[[a\nb]]"])
def test_what_names_no_page_is_no_wiki_link(source):
    assert render(source).links == []


def test_a_link_to_a_section_of_the_same_page_needs_no_placing():
    page = render("# Load\n\n[[#Load]] and [there](#load)")
    assert page.links == []
    assert '<a class="wikilink" href="#h-load">Load</a>' in page.html
    assert '<a href="#h-load">there</a>' in page.html
    assert section_id("Load") == "h-load"


def test_wiki_links_work_in_table_cells_with_an_escaped_bar():
    page = render("| A |\n|---|\n| [[Page\\|label]] |\n")
    assert page.links == [WikiLink(0, None, "Page", None, "label")]


def test_a_mention_leads_to_a_person():
    page = render("Ask @femke-de-boer, or (@Ruben). **@ilse**: yes.")
    assert page.mentions == ["femke-de-boer", "ruben", "ilse"]
    assert '<a class="mention" href="/people/femke-de-boer">@femke-de-boer</a>,' in page.html


@pytest.mark.parametrize(
    "source",
    [
        "a@b.nl",
        "<a@b.nl>",
        "`@femke`",
        "[@femke](/x)",
        "@scope/package",
        "@example.com",
        "\\@femke",
        "@-a",
        "@@femke",
        "https://chat.example/@femke",
        "@femke_x",
        "    @femke",
    ],
)
def test_what_is_no_mention_stays_as_it_is(source):
    page = render(source)
    assert page.mentions == []
    assert 'class="mention"' not in page.html


def test_people_are_shown_by_name_when_names_are_given():
    page = render("@femke and @nobody", people={"femke": "Femke <de> Boer"})
    assert (
        '<a class="mention" href="/people/femke">@Femke &lt;de&gt; Boer</a> and @nobody'
        in page.html
    )
    assert page.mentions == ["femke", "nobody"]
    by_function = render("@femke", people=lambda handle: handle.title())
    assert "@Femke</a>" in by_function.html


def test_a_topic_leads_to_what_carries_it():
    page = render("About #flex-markt and #Coördinatie2, #n-1.")
    assert page.topics == ["flex-markt", "coördinatie2", "n-1"]
    assert '<a class="topiclink" href="/search?q=topic:flex-markt">#flex-markt</a>' in page.html
    assert 'href="/search?q=topic:co%C3%B6rdinatie2"' in page.html


@pytest.mark.parametrize(
    "source",
    [
        "#12",
        "#fff",
        "#a1b2c3",
        "a#b",
        "`#a-topic`",
        "[#a](/x)",
        "page.html#anchor",
        "/#anchor",
        "# heading",
        "##x",
        "\\#topic",
        "<a href='#topic'>words</a>",
        '<a href="#topic">words</a>',
        "&#x41;",
        "#snake_case",
    ],
)
def test_what_is_no_topic_stays_as_it_is(source):
    page = render(source)
    assert page.topics == []
    assert 'class="topiclink"' not in page.html


def test_a_table_is_framed_named_and_aligned_by_class():
    assert body("| Load | Time |\n|---|--:|\n| 92% | 60 |\n") == (
        '<div class="tablewrap" tabindex="0" role="region" aria-label="Table: Load, Time"><table>\n'
        '<thead>\n<tr>\n<th scope="col">Load</th>\n<th scope="col" class="n">Time</th>\n</tr>\n'
        '</thead>\n<tbody>\n<tr>\n<td>92%</td>\n<td class="n">60</td>\n</tr>\n</tbody>\n'
        "</table></div>"
    )


def test_tasks_show_a_box_that_says_its_state():
    assert body("- [x] called\n- [ ] written *down*\n- plain\n") == (
        '<ul class="tasks">\n'
        '<li class="done"><span class="box" role="img" aria-label="Done"></span><div>called</div></li>\n'
        '<li><span class="box" role="img" aria-label="To do"></span><div>written <em>down</em></div></li>\n'
        "<li><span></span><div>plain</div></li>\n</ul>"
    )


def test_a_callout_has_the_title_of_its_kind_in_the_language_of_the_page():
    assert body("> [!WARNING]\n> Never *switch*.\n", language="nl") == (
        '<aside class="callout callout--due" role="note" data-callout="warning">\n'
        "<p><b>Waarschuwing</b> Never <em>switch</em>.</p>\n</aside>"
    )


def test_a_callout_may_have_its_own_title():
    assert "<p><b>Before you <em>go</em></b> Look.</p>" in body(
        "> [!tip] Before you *go*\n> Look.\n"
    )


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_every_kind_of_callout_is_named(kind):
    assert f'data-callout="{kind}">\n<p><b>{kind.title()}</b> x</p>' in body(f"> [!{kind}]\n> x")


def test_an_ordinary_quotation_stays_one():
    assert body("> [!OTHER]\n> x") == "<blockquote>\n<p>[!OTHER]\nx</p>\n</blockquote>"
    assert "<blockquote>" in body("> > [!NOTE]\n> > inner callout, outer quotation")


def test_footnotes_stand_in_a_block_of_their_own_without_lines():
    page = render("Text[^a] again[^a].\n\n[^a]: The *note*.\n")
    assert page.blocks == [(1, 1)]
    assert page.html.endswith(
        '<div class="blk"><section class="footnotes" aria-label="Footnotes">\n<ol>\n'
        '<li id="fn-1"><p>The <em>note</em>.'
        ' <a class="footnote-back" href="#fnref-1" aria-label="Back to the text">↩</a>'
        ' <a class="footnote-back" href="#fnref-1-2" aria-label="Back to the text">↩</a></p>\n'
        "</li>\n</ol>\n</section>\n</div>\n"
    )
    assert '<a href="#fn-1" id="fnref-1-2" aria-label="Footnote 1">1</a>' in page.html


def test_code_is_coloured_by_class_when_its_language_is_known():
    assert body("```yaml\n# limit\nload: 92\n```") == (
        '<pre tabindex="0"><code><span class="tk-c"># limit</span>\n'
        '<span class="tk-a">load</span>: <span class="tk-m">92</span>\n</code></pre>'
    )


@pytest.mark.parametrize("language", ["", "brainwave", "<script>"])
def test_code_in_an_unknown_language_stays_plain(language):
    assert body(f"```{language}\na < b\n```") == '<pre tabindex="0"><code>a &lt; b\n</code></pre>'


def test_very_long_code_stays_plain():
    assert "<span" not in render("```python\n" + "x = 1\n" * 20_000 + "```").html


def test_web_addresses_become_links_and_the_sentence_keeps_its_full_stop():
    page = render("See https://example.org/a_b_c(d). Not example.org (http://x.nl/q).")
    rel = 'rel="noopener noreferrer"'
    link = "https://example.org/a_b_c(d)"
    assert (
        f'<a href="{link}" {rel}>{link}</a>. Not example.org (<a href="http://x.nl/q"' in page.html
    )
    assert page.web_links == [link, "http://x.nl/q"]


def test_links_are_sorted_by_where_they_lead():
    page = render(
        "[a](/s/grid/b) [b](../c.md) [c](mailto:x@y.nl) [d](//e.nl/f) [e](#g) [a](/s/grid/b)"
    )
    assert page.page_links == ["/s/grid/b", "../c.md"]
    assert page.web_links == ["//e.nl/f"]


def test_own_images_are_shown_and_foreign_ones_are_links():
    page = render(
        '![Load](/files/k3/load.png "Zevenaar") ![Far](https://e.nl/x.png) ![up](a/b.png)'
    )
    assert '<img src="/files/k3/load.png" alt="Load" title="Zevenaar" loading="lazy">' in page.html
    assert '<a href="https://e.nl/x.png" rel="noopener noreferrer">Far</a>' in page.html
    assert page.images == ["/files/k3/load.png", "a/b.png"]
    assert page.web_links == ["https://e.nl/x.png"]


def test_html_and_template_tags_are_shown_as_they_were_written():
    assert body("<b>x</b> <%= partial 'a_b_c', *x* %>") == (
        "<p>&lt;b&gt;x&lt;/b&gt; &lt;%= partial 'a_b_c', *x* %&gt;</p>"
    )


def test_the_words_of_a_page_are_kept_for_search():
    page = render("# Load\n\nIt's **92%** of [[Limit|the limit]], @femke.\n\n```\ncode here\n```\n")
    assert page.text == "Load\nIt's 92% of the limit, @femke.\ncode here"
    assert page.words == 9


def test_an_empty_page_is_empty():
    page = render("")
    assert (page.html, page.text, page.words, page.blocks) == ("", "", 0, [])


def test_an_excerpt_is_cut_between_words():
    assert excerpt("One  two\nthree", 20) == "One two three"
    assert excerpt("One two three four", 12) == "One two…"
    assert excerpt("One two three four", 14) == "One two three…"
    assert excerpt("x" * 50, 10) == "x" * 9 + "…"
