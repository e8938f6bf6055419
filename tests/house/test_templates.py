"""Templates: no inline script or style, forms that cannot be forged, no word outside the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

from tests.house.code import named, templates, told

ENVIRONMENT = Environment(autoescape=True, extensions=["jinja2.ext.do"])
VALUE = "\ue000"  # stands for whatever a template puts in
CLASS_BLOCKS = {"desk", "sheet_class", "body_class"}  # blocks that fill a class attribute
READ_ALOUD = {"aria-label", "aria-description", "aria-roledescription", "alt", "label"}
READ = READ_ALOUD | {"title", "placeholder", "content", "value", "data-confirm"}
NOT_READ = {"script", "style", "kbd", "svg"}
# Sample content: the page of components, and what a page looks like for who is not in yet.
SPECIMENS = {"templates/patterns.html", "templates/people/example.html"}
LETTER = re.compile(r"[^\W\d_]")
SENTENCE = re.compile(r"[A-Z][a-z]+|[a-z]+ [a-z]+ [a-z]+")
KEYS = re.compile(r"(Ctrl|Control|Shift|Alt|Esc|Enter|Tab)([ +]\w+)*")
OWN_NAMES = {"English", "Nederlands"}  # a language is called by its own name in every language
VERSION = re.compile(r"\bv(?=\ue000)")  # v12, in either language
# The token itself, and the macros that write it.
TOKEN_GIVERS = {"csrf_token", "csrf", "hidden_fields"}
CATALOGUE = {"_", "ngettext", "lazy"}
ASKING = {"url_for", "asset", "icon", "slot", "do", "attribute"}
# Only HTML that was sanitised when it was made, or that is made of nothing but our own words.
MAY_BE_SAFE: dict[str, str] = {}


@cache
def literal(path: Path) -> str:
    """A template without its expressions: a mark stands for each value, statements leave nothing."""
    parts: list[str] = []
    inside, words, classes = False, [], False
    for _line, kind, text in ENVIRONMENT.lex(path.read_text(encoding="utf-8"), str(path)):
        if kind == "block_begin":
            words = []
        elif kind == "block_end" and words and words[0] in {"block", "endblock"}:
            classes = words[0] == "block" and words[1] in CLASS_BLOCKS
        elif kind == "name":
            words.append(text)
        if kind == "data":
            parts.append("" if classes else text)
        elif kind == "variable_begin":
            inside = True
            parts.append(VALUE)
        elif kind == "variable_end":
            inside = False
        elif inside and text in TOKEN_GIVERS:
            parts.append("csrf")
    return "".join(parts)


@cache
def syntax(path: Path) -> nodes.Template:
    """A template as the engine understands it."""
    return ENVIRONMENT.parse(path.read_text(encoding="utf-8"))


class Reader(HTMLParser):
    """What a person reads or hears of a page, and what a browser would run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[tuple[int, str]] = []
        self.inline: list[tuple[int, str]] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        line = self.getpos()[0]
        if tag in NOT_READ:
            self.silent.append(tag)
        for name, value in found.items():
            if name == "style" or re.fullmatch(r"on[a-z]+", name) or "javascript:" in value:
                self.inline.append((line, f"{name} on <{tag}>"))
            if self._is_read(tag, name, found) and LETTER.search(_without_values(value)):
                self.words.append((line, f'{name}="{value}"'))
        if tag == "style" or (tag == "script" and "src" not in found):
            self.inline.append((line, f"<{tag}>"))

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent and LETTER.search(_without_values(data)):
            self.words.append((self.getpos()[0], data.strip()))

    @staticmethod
    def _is_read(tag: str, name: str, found: dict[str, str]) -> bool:
        if name == "value":
            return tag == "input" and found.get("type") in {"submit", "button", "reset"}
        if name == "content":
            return found.get("name") == "description"
        return name in READ


def _without_values(text: str) -> str:
    return VERSION.sub("", text).replace(VALUE + "csrf", "").replace(VALUE, "")


def read(path: Path) -> Reader:
    """A template read as a page."""
    reader = Reader()
    reader.feed(literal(path))
    reader.close()
    return reader


def test_nothing_is_run_or_styled_inline() -> None:
    faults = [
        f"{named(path)}:{line}: {what}"
        for path in templates(".html")
        for line, what in read(path).inline
    ]
    told(faults, "a class and a rule in static/css; a data- attribute and a module in static/js.")


def test_every_form_that_changes_something_carries_the_token() -> None:
    faults = [
        named(path)
        for path in templates(".html")
        for form in re.findall(r"(?is)<form\b.*?</form>", literal(path))
        if re.search(r'(?i)method="post"', form) and VALUE + "csrf" not in form
    ]
    told(faults, '<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"> in the form.')


def test_html_is_trusted_only_where_it_was_made_harmless() -> None:
    faults = [
        f"{named(path)}:{each.lineno}"
        for path in templates()
        for each in syntax(path).find_all(nodes.Filter)
        if each.name == "safe" and named(path) not in MAY_BE_SAFE
    ]
    told(faults, "hand over Markup from where it was sanitised, with the reason there.")


def test_every_word_on_the_screen_comes_from_the_catalogue() -> None:
    faults = [
        f"{named(path)}:{line}: {words[:70]}"
        for path in templates(".html")
        if named(path) not in SPECIMENS
        for line, words in read(path).words
    ]
    faults += [
        f"{named(path)}: {words[:70]}"
        for path in templates(".txt")
        if LETTER.search(words := re.sub(r"\S*/\S*", "", _without_values(literal(path))).strip())
    ]
    told(faults, '{{ _("...") }} around it, and its Dutch in the catalogue.')


def test_no_word_is_handed_to_a_component_as_it_stands() -> None:
    faults = [
        f"{named(path)}:{each.lineno}: {each.value}"
        for path in templates()
        if named(path) not in SPECIMENS
        for each in _spoken(syntax(path))
    ]
    told(faults, '_("...") around the words.')


def _spoken(node: nodes.Node) -> Iterator[nodes.Const]:
    """Words written in expressions, the keys of the catalogue and of other calls aside."""
    asked = node.node if isinstance(node, nodes.Call) else None
    if isinstance(asked, nodes.Name) and asked.name in CATALOGUE | ASKING:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and _is_said(node.value):
        yield node
    for child in node.iter_child_nodes():
        yield from _spoken(child)


def _is_said(text: str) -> bool:
    return bool(SENTENCE.match(text)) and not KEYS.fullmatch(text) and text not in OWN_NAMES


def test_the_rules_see_what_they_are_for(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<p title="Left">{{ _("Said") }} by hand</p><b style="x" onclick="y">{{ name }}</b>'
        '{{ button("Save now") }}<form method="post"><input placeholder="{{ _("Name") }}"></form>'
    )
    found = read(page)
    assert [words for _line, words in found.words] == ['title="Left"', f"{VALUE} by hand"]
    assert {what for _line, what in found.inline} == {"style on <b>", "onclick on <b>"}
    assert [each.value for each in _spoken(syntax(page))] == ["Save now"]
    assert VALUE + "csrf" not in literal(page)
