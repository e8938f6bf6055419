"""What our pages know inside a line beyond CommonMark.

- `[[Page]]`, `[[Page|label]]`, `[[Page#Section|label]]`, `[[space:Page]]`, `[[#Section]]`. A space
  is named by its slug with no blank after the colon. In a table the bar is written `\\|`.
- `@handle`: a handle at a word boundary; not in `a@b.nl`, `@scope/package` or `@example.com`.
- `@space:address`, `@team:handle`, `@department:name`: everyone there, at a word boundary too.
- `#topic`: letters, digits and single hyphens with at least one letter, at a word boundary. `#12`
  is a number. Three, four, six or eight hexadecimal digits are a colour (`#fff`, but also `#face`).
- `http://` and `https://` addresses become links; bare words such as `example.com` do not.
- `<%= tags %>` of a template stay as they were written.

Each rule looks at a bounded stretch of text, so a hostile line costs no more than a long one.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote.index import footnote_ref

WIKILINK = re.compile(r"\[\[([^\[\]\n]{1,500})\]\]")
SPACE = re.compile(r"([a-z0-9](?:-?[a-z0-9]){0,99}):(?=\S)")
HANDLE = re.compile(r"@([a-z0-9](?:-?[a-z0-9]){0,62})(?![\w@]|-\w|[./]\w)", re.IGNORECASE)
GROUP = re.compile(
    r"@((?:space|team|department):[a-z0-9](?:-?[a-z0-9]){0,99})(?![\w@]|-\w|[./]\w)", re.IGNORECASE
)
TOPIC = re.compile(r"#((?:[^\W_]{1,64}-){0,8}[^\W_]{1,64})(?![\w#]|-\w)")
COLOUR = re.compile(r"(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
ADDRESS = re.compile(r"://[^\s<>\"`{}|\\^\[\]]{1,2000}")
SCHEME = re.compile(r"(?<![\w.+-])https?$", re.IGNORECASE)
TEMPLATE_TAG = re.compile(r"<%[^\n]{0,300}?%>")
FOOTNOTE = re.compile(r"\[\^[^\s\[\]]{1,100}\]")
# No word begins behind these, nor behind the `="` of an attribute in HTML, which is shown as text.
INSIDE_A_WORD = re.compile(r"""(?:[\w@#&./=+\-]|=["'])\Z""")


def at_word_start(state: StateInline) -> bool:
    """Whether a new word may begin here."""
    return INSIDE_A_WORD.search(state.src[max(0, state.pos - 2) : state.pos]) is None


def wikilink(state: StateInline, silent: bool) -> bool:
    """`[[Page]]` in its five forms, outside the text of another link."""
    match = None
    if state.src.startswith("[[", state.pos) and not state.linkLevel:
        match = WIKILINK.match(state.src, state.pos, state.posMax)
    parts = link_parts(match[1]) if match else None
    if match is None or parts is None:
        return False
    if not silent:
        token = state.push("wikilink", "", 0)
        token.content = parts["label"] or ""
        token.meta = dict(parts)
    state.pos = match.end()
    return True


def link_parts(inside: str) -> dict[str, Any] | None:
    """Space, title, section and label of what stands between the brackets; None when empty.

    `bare` tells that no label was written: it is made of title and section.
    """
    address, _, label = (" ".join(part.split()) for part in inside.partition("|"))
    address = address.removesuffix("\\").strip()
    named = SPACE.match(address)
    title, _, section = address[named.end() if named else 0 :].partition("#")
    title, section = title.strip(), section.strip()
    if not title and (named or not section):
        return None
    written = label or ": ".join(part for part in (title, section) if part)
    return {
        "space": named[1] if named else None,
        "title": title,
        "section": section or None,
        "label": written,
        "bare": not label,
    }


def mention(state: StateInline, silent: bool) -> bool:
    """`@handle` or `@space:address`, outside links; a group has a colon in its handle."""
    if state.src[state.pos] != "@" or state.linkLevel or not at_word_start(state):
        return False
    match = GROUP.match(state.src, state.pos, state.posMax)
    match = match or HANDLE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = match[0]
        token.meta = {"handle": match[1].lower()}
    state.pos = match.end()
    return True


def topic(state: StateInline, silent: bool) -> bool:
    """`#topic`, outside links."""
    if state.src[state.pos] != "#" or state.linkLevel or not at_word_start(state):
        return False
    match = TOPIC.match(state.src, state.pos, state.posMax)
    if match is None or COLOUR.fullmatch(match[1]) or not any(map(str.isalpha, match[1])):
        return False
    if not silent:
        token = state.push("topic", "", 0)
        token.content = match[0]
        token.meta = {"topic": match[1].lower()}
    state.pos = match.end()
    return True


def web_address(state: StateInline, silent: bool) -> bool:
    """A written-out `https://` address; closing punctuation stays outside, as people mean it."""
    if state.src[state.pos] != ":" or state.linkLevel:
        return False
    scheme = SCHEME.search(state.src[max(0, state.pos - 6) : state.pos])
    match = ADDRESS.match(state.src, state.pos, state.posMax) if scheme else None
    if scheme is None or match is None:
        return False
    tail = without_closing_punctuation(match[0])
    href = state.md.normalizeLink(scheme[0] + tail)
    if tail == "://" or not state.md.validateLink(href):
        return False
    if not silent:
        if not state.pending.endswith(scheme[0]):
            return False
        state.pending = state.pending[: -len(scheme[0])]
        state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = scheme[0] + tail
        state.push("link_close", "a", -1)
    state.pos += len(tail)
    return True


def without_closing_punctuation(address: str) -> str:
    """The address less the full stop, bracket or quote that belongs to the sentence around it."""
    surplus = address.count(")") - address.count("(")
    while address[-1] in "?!.,:;*_~'" or (address[-1] == ")" and surplus > 0):
        surplus -= address[-1] == ")"
        address = address[:-1]
        if address == "://":
            break
    return address


def template_tag(state: StateInline, silent: bool) -> bool:
    """`<%= partial "x" %>`: text, whatever stars and underscores it holds."""
    if not state.src.startswith("<%", state.pos):
        return False
    match = TEMPLATE_TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.append_pending(match[0])
    state.pos = match.end()
    return True


def short_footnote_ref(state: StateInline, silent: bool) -> bool:
    """`[^label]`, with labels of a sensible length: the search for the bracket is bounded."""
    if not FOOTNOTE.match(state.src, state.pos, state.posMax):
        return False
    return footnote_ref(state, silent)


def add_inline_rules(md: MarkdownIt) -> None:
    """Teach a parser all of the above."""
    ruler = md.inline.ruler
    ruler.before("link", "wikilink", wikilink)
    ruler.after("image", "footnote_ref", short_footnote_ref)
    ruler.before("autolink", "template_tag", template_tag)
    ruler.push("mention", mention)
    ruler.push("topic", topic)
    ruler.push("web_address", web_address)
