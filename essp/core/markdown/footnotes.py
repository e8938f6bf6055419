"""Footnotes: `[^1]` in the text, `[^1]: ...` anywhere, gathered at the end of the page.

Ids are `fn-1` for the note and `fnref-1`, `fnref-1-2` for the places that refer to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote.index import footnote_def, footnote_tail

from essp.core.markdown.html import words_of

Tokens = Sequence[Token]


def add_footnotes(md: MarkdownIt) -> None:
    """Teach a parser definitions and the section at the end; references are an inline rule."""
    before: Any = {"alt": ["paragraph", "reference"]}
    md.block.ruler.before("reference", "footnote_def", definition, before)
    md.core.ruler.after("inline", "footnote_tail", footnote_tail)
    md.add_render_rule("footnote_ref", reference)
    md.add_render_rule("footnote_block_open", section_open)
    md.add_render_rule("footnote_block_close", section_close)
    md.add_render_rule("footnote_open", note_open)
    md.add_render_rule("footnote_close", note_close)
    md.add_render_rule("footnote_anchor", way_back)


def definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A note, on the page itself only: one inside another would leave its blocks unbalanced."""
    return state.level == 0 and footnote_def(state, start, end, silent)


def place(token: Token) -> tuple[int, str]:
    """Number of the note, and the id of the place that refers to it."""
    number, nth = token.meta["id"] + 1, token.meta.get("subId", 0)
    return number, f"fnref-{number}" + (f"-{nth + 1}" if nth else "")


def reference(_: Any, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
    """The raised number in the text."""
    number, identity = place(tokens[idx])
    name = escapeHtml(f"{words_of(env).footnote} {number}")
    return (
        f'<sup class="footnote-ref"><a href="#fn-{number}" id="{identity}" '
        f'aria-label="{name}">{number}</a></sup>'
    )


def section_open(_: Any, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
    """The list of notes."""
    name = escapeHtml(words_of(env).footnotes)
    return f'<section class="footnotes" aria-label="{name}">\n<ol>\n'


def section_close(_: Any, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
    """The end of the notes."""
    return "</ol>\n</section>\n"


def note_open(_: Any, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
    """One note."""
    return f'<li id="fn-{tokens[idx].meta["id"] + 1}">'


def note_close(_: Any, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
    """The end of one note."""
    return "</li>\n"


def way_back(_: Any, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
    """The arrow that leads back to the place in the text."""
    name = escapeHtml(words_of(env).back)
    return f' <a class="footnote-back" href="#{place(tokens[idx])[1]}" aria-label="{name}">↩</a>'
