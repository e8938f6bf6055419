"""The visual editor reads a page as the server does, rule for rule."""

from __future__ import annotations

from typing import Any

from markdown_it.token import Token

from essp.core.markdown.parsing import parser
from tests.editor.node import asked, needs_node
from tests.editor.pages import ADVERSARIAL, Author

pytestmark = needs_node
TRICKY = [
    '@a @a.b @a-b, (@c) x@y @d/e @space:a-b, @Team:f. @department:g.h @space: [[@x]] #a #12 #fff #a-b c#d ##e #f_g x=\'#h\' "#i" ="@j"\n',
    "https://a.nl/(b) https://a.nl/b). http:// xhttps://b <https://c> www.d.nl\n",
    "[[ a  b | c ]] [[a:b]] [[a: b]] [[#s]] [[a#]] [[|x]] [[a|b|c]] [x [[y]]](z)\n",
    "<%= a_b_c %> <% *x* %> <%- unclosed *em*\n",
    "[^a] [^b c]\n\n[^a]: x\n\n> [^q]: not one\n",
]


def test_the_editor_and_the_server_see_the_same_structure() -> None:
    texts = [*TRICKY, *ADVERSARIAL, *(Author(seed).page() for seed in range(100, 125))]
    texts = [text for text in texts if "\x00" not in text]
    answers = asked([{"text": text, "structure": True} for text in texts])
    for text, found in zip(texts, answers, strict=True):
        assert found["tokens"] == structure(text), text


def structure(text: str) -> list[Any]:
    """Kinds, words and attributes of the server's tokens; notes stay where they are written."""
    md = parser()
    rules = md.core.ruler.get_active_rules()
    with md.reset_rules():
        md.core.ruler.enableOnly([rule for rule in rules if rule != "footnote_tail"])
        tokens = md.parse(text, {})
    told: list[Any] = []
    for token in tokens:
        if token.type == "inline":
            told += [_inline(child) for child in token.children or ()]
        elif not token.type.startswith("footnote_"):
            code = token.content if token.type in ("fence", "code_block") else ""
            told.append([token.type, token.tag, token.hidden, code])
    return told


def _inline(token: Token) -> list[Any]:
    attrs = [[name, value] for name, value in token.attrs.items()]
    if token.type == "image":
        return [token.type, attrs, [_inline(child) for child in token.children or ()]]
    if token.type == "wikilink":
        return [token.type, token.meta["space"], token.meta["title"], token.meta["section"]]
    words = token.content
    return [token.type, words[1:] if words[:1] in ("@", "#") else words, attrs]
