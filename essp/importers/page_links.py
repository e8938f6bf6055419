"""Links between files made links between pages, and images made files of this site.

A link is turned when its path leads to a file that became a page, by the title which that page has in
the end: so the text of a revision depends on the source alone, and a later run makes the same. What
leads nowhere stays as it is written and is named. Code is left alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from essp.importers.selection import SUFFIXES, is_folder_page, stem

DESTINATION = r"(?:<(?P<bracketed>[^<>\n]{1,1000})>|(?P<plain>[^\s()<>]{1,1000}))"
TITLE = r"""(?:[ \t]+(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'))?"""
LABEL = r"\[(?P<{0}>(?:[^\[\]\\]|\\.|\[[^\[\]\n]{{0,200}}\]){{0,400}})\]"
TOKEN = re.compile(
    r"\\[\[\]`!]"
    + r"|(?P<code>(?<!`)(`+)(?!`).{1,1000}?(?<!`)\2(?!`))"
    + r"|(?P<wiki>\[\[[^\[\]\n]{1,500}\]\])"
    + rf"|(?P<bang>!?){LABEL.format('label')}\([ \t]*{DESTINATION}{TITLE}[ \t]*\)"
    + rf"|(?<!!){LABEL.format('named')}\[(?P<reference>[^\[\]\n]{{0,200}})\]"
    + r"|(?<![!\]])\[(?P<shortcut>[^\[\]\n^]{1,200})\](?![\[(:])"
    + r"""|(?P<tag><img\b[^<>]{0,500}?\ssrc=)(?P<quote>["'])(?P<source>[^"'<>\n]{1,1000})(?P=quote)""",
    re.DOTALL,
)
DEFINITION = re.compile(
    rf"^ {{0,3}}\[(?P<name>[^\[\]\n^]{{1,200}})\]:[ \t]*{DESTINATION}{TITLE}[ \t]*$",
    re.MULTILINE,
)
FENCE = re.compile(r"[ \t]{0,12}(?:>[ \t]?)*(`{3,}|~{3,})")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\", re.IGNORECASE)
UNLINKABLE = re.compile(r"[\[\]|#\\]|^[a-z0-9-]+:\S")
ADDRESSES_AT_ONCE = 1_000
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".ico")

ImageAddress = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A link of a page that leads to nothing that was imported."""

    target: str
    is_image: bool


@dataclass(slots=True)
class LinkMap:
    """Where paths of the source lead: to titles of pages.

    `add` takes every path a page ever had; of two pages that had the same one, the later wins.
    """

    folder: str = ""
    _titles: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, title: str) -> None:
        """A file at `path` is the page `title`."""
        place = stem(path)
        self._titles[place.lower()] = title
        if is_folder_page(path):
            self._titles.setdefault(f"{posixpath.dirname(place)}/".lower(), title)

    def title(self, candidates: Iterable[str]) -> str | None:
        """The title of the page at the first of these paths where there is one."""
        for path in candidates:
            plain = SUFFIXES.sub("", path).lower()
            for candidate in (plain, f"{plain.rstrip('/')}/"):
                if candidate in self._titles:
                    return self._titles[candidate]
        return None


def places(address: str, page_path: str, folder: str) -> list[str]:
    """Paths in the source that an address may mean, likeliest first; none when it leads elsewhere.

    An absolute one counts from the imported folder, then from the root of the source.
    """
    path = unquote(address.partition("#")[0].partition("?")[0])
    if not path or ELSEWHERE.match(address):
        return []
    if path.startswith("/"):
        candidates = [posixpath.join(folder, path.lstrip("/")), path.lstrip("/")]
    else:
        here = posixpath.dirname(page_path)
        candidates = [posixpath.join(here, path), posixpath.join(stem(page_path), path)]
    normal = (posixpath.normpath(candidate) for candidate in candidates)
    return [("" if path == "." else path) for path in normal if not path.startswith("../")]


@dataclass
class _Page:
    """One text on its way: where it lies, where links lead, what was not found."""

    path: str
    links: LinkMap
    image: ImageAddress
    references: dict[str, str] = field(default_factory=dict)
    unresolved: list[Unresolved] = field(default_factory=list)
    known_places: dict[str, list[str]] = field(default_factory=dict)

    def places(self, address: str) -> list[str]:
        """`places` of an address on this page, worked out once."""
        if address not in self.known_places:
            self.known_places[address] = places(address, self.path, self.links.folder)
        return self.known_places[address]


class LinkTurner:
    """Turns the links of one page's texts, one after the other.

    `image` gives the address of an image of the source by its path, None when there is none. What
    did not change since the last text is not looked at again.
    """

    def __init__(self, links: LinkMap, image: ImageAddress) -> None:
        self._page = _Page("", links, image)
        self._turned: dict[str, tuple[str, list[Unresolved]]] = {}

    def turn(self, text: str, path: str) -> tuple[str, list[Unresolved]]:
        """The text with its links turned, and each link that leads to nothing imported."""
        parts = list(_parts(text))
        references: dict[str, str] = {}
        for is_code, part in parts:
            if not is_code:
                references.update(_references(part))
        page = self._page
        if (path, references) != (page.path, page.references):
            self._turned, page.known_places = {}, {}
            page.path, page.references = path, references
        elif len(page.known_places) > ADDRESSES_AT_ONCE:
            page.known_places = {}
        before, self._turned = self._turned, {}
        for is_code, part in parts:
            if part not in self._turned:
                whole = (part, []) if is_code else before.get(part) or self._new(part)
                self._turned[part] = whole
        lost = (link for _is_code, part in parts for link in self._turned[part][1])
        return "".join(self._turned[part][0] for _is_code, part in parts), list(dict.fromkeys(lost))

    def _new(self, part: str) -> tuple[str, list[Unresolved]]:
        self._page.unresolved = []
        return _turned(part, self._page), self._page.unresolved


def turn_links(
    text: str, path: str, links: LinkMap, image: ImageAddress
) -> tuple[str, list[Unresolved]]:
    """One text with its links turned, and those that lead to nothing imported."""
    return LinkTurner(links, image).turn(text, path)


def _parts(text: str) -> Iterable[tuple[bool, str]]:
    """The text in pieces: paragraphs, and fenced code, which is True."""
    fence = ""
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        mark = FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            lines.append(line)
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip(" \t`~\n"):
                yield True, "".join(lines)
                fence, lines = "", []
        elif mark:
            yield False, "".join(lines)
            fence, lines = mark[1], [line]
        else:
            lines.append(line)
            if not line.strip():
                yield False, "".join(lines)
                lines = []
    yield bool(fence), "".join(lines)


def _references(part: str) -> dict[str, str]:
    """Names of links that are defined apart -> their addresses."""
    if "]:" not in part:
        return {}
    found = DEFINITION.finditer(part)
    return {_folded(one["name"]): one["bracketed"] or one["plain"] for one in found}


def _turned(part: str, page: _Page) -> str:
    if "[" not in part and "<img" not in part:
        return part
    turned = TOKEN.sub(lambda found: _token(found, page), part)
    if "]:" in turned:
        turned = DEFINITION.sub(lambda found: _definition(found, page), turned)
    return turned


def _token(found: re.Match[str], page: _Page) -> str:
    if found["tag"]:
        return _image_tag(found, page)
    if found["named"] is not None:
        address = page.references.get(_folded(found["reference"] or found["named"]))
        return _wiki_link(found[0], found["named"], address, page)
    if found["shortcut"] is not None:
        address = page.references.get(_folded(found["shortcut"]))
        return _wiki_link(found[0], found["shortcut"], address, page)
    if found["label"] is not None:
        return _inline_link(found, page)
    return found[0]


def _inline_link(found: re.Match[str], page: _Page) -> str:
    """`[label](address)` or `![alt](address)`; an image may stand inside a label."""
    address, label = found["bracketed"] or found["plain"], found["label"]
    if found["bang"]:
        place = _image_address(address, page)
        return found[0] if place is None else _with(found, "label", label, place)
    linked_image = _linked_image(address, page)
    if linked_image is not None or "](" in label:
        return _with(found, "label", _turned(label, page), linked_image or address)
    return _wiki_link(found[0], label, address, page)


def _with(found: re.Match[str], group: str, label: str, address: str) -> str:
    """The link as it was written, with another label and address."""
    where = "bracketed" if found["bracketed"] else "plain"
    text, start = found[0], found.start()
    label_from, label_to = found.start(group) - start, found.end(group) - start
    from_, to = found.start(where) - start, found.end(where) - start
    return text[:label_from] + label + text[label_to:from_] + address + text[to:]


def _wiki_link(written: str, label: str, address: str | None, page: _Page) -> str:
    """`[[Title#section|label]]` when the address leads to a page and both can be written so."""
    if address is None or not page.places(address):
        return written
    title = page.links.title(page.places(address))
    if title is None:
        page.unresolved.append(Unresolved(address, is_image=False))
        return written
    words = " ".join(label.split())
    if UNLINKABLE.search(title) or re.search(r"[\[\]|\\<>]", words) or not words:
        return written
    section = unquote(address.partition("#")[2])
    if re.search(r"[\[\]|\n]", section):
        section = ""
    target = f"{title}#{section}" if section else title
    plain = words.strip("*_`")
    return f"[[{target}]]" if plain == target else f"[[{target}|{plain}]]"


def _linked_image(address: str, page: _Page) -> str | None:
    """The address of an image of the source, where a link leads to one."""
    found = (page.image(path) for path in _image_paths(address, page))
    return next((place for place in found if place is not None), None)


def _image_paths(address: str, page: _Page) -> list[str]:
    paths = page.places(address)
    return [path for path in paths if path.lower().endswith(IMAGES)]


def _image_address(address: str, page: _Page) -> str | None:
    place = _linked_image(address, page)
    if place is None and page.places(address):
        page.unresolved.append(Unresolved(address, is_image=True))
    return place


def _image_tag(found: re.Match[str], page: _Page) -> str:
    place = _image_address(found["source"], page)
    return found[0] if place is None else f"{found['tag']}{found['quote']}{place}{found['quote']}"


def _definition(found: re.Match[str], page: _Page) -> str:
    """A definition apart of the text, of an image that came along."""
    place = _linked_image(found["bracketed"] or found["plain"], page)
    return found[0] if place is None else _with(found, "name", found["name"], place)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
