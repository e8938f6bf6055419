"""Tokens to HTML, in the markup the style sheets of documents know.

Every shape that differs from plain CommonMark is here, one method per kind of token.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from essp.core.markdown.addresses import is_own_image, leads_outside
from essp.core.markdown.highlighting import highlight
from essp.core.markdown.plain_text import inline_text
from essp.core.markdown.wording import Wording

CALLOUT_CLASSES = {
    "note": "callout",
    "tip": "callout callout--ok",
    "important": "callout",
    "warning": "callout callout--due",
    "caution": "callout callout--stop",
}
ALIGNMENT = {"text-align:right": "n", "text-align:center": "centre"}
LONGEST_TABLE_NAME = 120

Tokens = Sequence[Token]


def words_of(env: EnvType) -> Wording:
    """The wording in the language of the page."""
    wording: Wording = env["wording"]
    return wording


class PageRenderer(RendererHTML):
    """The HTML of a page; markdown-it calls the method named after the token."""

    def fence(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """Fenced code; scrollable, so it can be reached with the keyboard."""
        info = tokens[idx].info.split(maxsplit=1)
        language = info[0].strip("{}.").lower() if info else ""
        return f'<pre tabindex="0"><code>{highlight(tokens[idx].content, language)}</code></pre>\n'

    def code_block(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """Indented code, which names no language."""
        return f'<pre tabindex="0"><code>{escapeHtml(tokens[idx].content)}</code></pre>\n'

    def as_written(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """Source that was too intricate to format, and a sentence that says so."""
        notice = escapeHtml(words_of(env).unformatted)
        source = escapeHtml(tokens[idx].content)
        return (
            f'<p class="notice">{notice}</p>\n<pre tabindex="0" class="as-written">{source}</pre>\n'
        )

    def wikilink(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """A numbered placeholder, or a link within the page."""
        token = tokens[idx]
        if "index" in token.meta:
            place = f'data-wl="{token.meta["index"]}"'
        else:
            place = f'href="{escapeHtml(str(token.attrs.get("href", "")))}"'
        return f'<a class="wikilink" {place}>{escapeHtml(token.content)}</a>'

    def include(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """The numbered place of another page's text; until it is filled, what the page names."""
        token = tokens[idx]
        label = escapeHtml(token.content)
        return f'<div class="include" data-include="{token.meta["index"]}"><p>{label}</p></div>\n'

    def mention(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """A person; or everyone in a space, team or department, of which `name_groups` knows more."""
        handle = tokens[idx].meta["handle"]
        if ":" in handle:
            return f'<span class="mention">@{handle}</span>'
        return f'<a class="mention" href="/people/{handle}">@{handle}</a>'

    def topic(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """A topic, which leads to everything that carries it."""
        name = quote(tokens[idx].meta["topic"], safe="")
        label = escapeHtml(tokens[idx].content)
        return f'<a class="topiclink" href="/search?q=topic:{name}">{label}</a>'

    def image(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """An image of this site, or a link to one from elsewhere."""
        src, title = str(tokens[idx].attrs.get("src", "")), tokens[idx].attrs.get("title")
        alt = inline_text(tokens[idx].children).replace("\n", " ")
        if not is_own_image(src):
            rel = ' rel="noopener noreferrer"' if leads_outside(src) else ""
            label = escapeHtml(alt.strip() or words_of(env).image)
            return f'<a href="{escapeHtml(src)}"{rel}>{label}</a>' if src else label
        tip = f' title="{escapeHtml(str(title))}"' if title else ""
        return f'<img src="{escapeHtml(src)}" alt="{escapeHtml(alt)}"{tip} loading="lazy">'

    def table_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """A table in a frame that scrolls by itself and is named after its columns."""
        columns = ", ".join(column_names(tokens, idx))[:LONGEST_TABLE_NAME]
        name = f"{words_of(env).table}: {columns}" if columns else words_of(env).table
        return (
            f'<div class="tablewrap" tabindex="0" role="region" aria-label="{escapeHtml(name)}">'
            "<table>\n"
        )

    def table_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of the table and its frame."""
        return "</table></div>\n"

    def th_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """A column's head."""
        return f'<th scope="col"{alignment(tokens[idx])}>'

    def td_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """A cell; alignment is a class, since the page allows no inline style."""
        return f"<td{alignment(tokens[idx])}>"

    def callout_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """A passage that asks for attention."""
        kind = tokens[idx].meta["kind"]
        return f'<aside class="{CALLOUT_CLASSES[kind]}" role="note" data-callout="{kind}">\n'

    def callout_title_open(
        self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """The callout's own title, or the name of its kind."""
        meta = tokens[idx].meta
        return "<b>" if meta["own_words"] else "<b>" + words_of(env).callouts[meta["kind"]]

    def callout_title_close(
        self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """The title is followed by the first words of the passage."""
        return "</b> "

    def bullet_list_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """A list of points or of tasks."""
        return '<ul class="tasks">\n' if tokens[idx].meta.get("tasks") else "<ul>\n"

    def ordered_list_open(
        self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """A numbered list, or tasks in order."""
        start = tokens[idx].attrs.get("start")
        tasks = ' class="tasks"' if tokens[idx].meta.get("tasks") else ""
        return f"<ol{tasks}>\n" if start is None else f'<ol{tasks} start="{start}">\n'

    def list_item_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """An item; in a list of tasks it has a box, which says its state in words too."""
        meta, wording = tokens[idx].meta, words_of(env)
        if not meta["list"].meta.get("tasks"):
            return "<li>"
        if meta["task"] is None:
            return "<li><span></span><div>"
        label = wording.done if meta["task"] == "done" else wording.to_do
        css = ' class="done"' if meta["task"] == "done" else ""
        box = f'<span class="box" role="img" aria-label="{escapeHtml(label)}"></span>'
        return f"<li{css}>{box}<div>"

    def list_item_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of an item."""
        return "</div></li>\n" if tokens[idx].meta["list"].meta.get("tasks") else "</li>\n"


def alignment(token: Token) -> str:
    """The class attribute for a cell's alignment."""
    name = ALIGNMENT.get(str(token.attrs.get("style", "")))
    return f' class="{name}"' if name else ""


def column_names(tokens: Tokens, table: int) -> list[str]:
    """The words in the head of the table that opens at an index."""
    names: list[str] = []
    for token in tokens[table:]:
        if token.type == "thead_close":
            break
        if token.type == "inline":
            names.append(inline_text(token.children).strip())
    return [name for name in names if name]
