"""What people wrote on StackExchange as the Markdown of posts, with its links led to the posts here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from essp.core.ids import slugify
from essp.core.markdown import render
from essp.importers.escaping import unindented
from essp.importers.html_text import markdown_of, words_of

SPECIAL = re.compile(r"(?<![\w@#&./=+\-\\])([@#])(?=\w)|(?<!\\)\[(?=\[|\^)|<(?=%)")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|^ {4}.*$|^```.*?^```", re.DOTALL | re.MULTILINE)
COMMENT_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
ADDRESS = re.compile(r"https?://[^\s<>\"`{}|\\^\[\]()]+")
LINE_START = re.compile(
    r"^([ \t]{0,3})(?:([#>=|-]|[+*](?=\s))|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE
)
BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)
KEYS = re.compile(r"<(?:kbd|code)>([^<`]+)</(?:kbd|code)>", re.IGNORECASE)
OTHER_TAGS = re.compile(
    r"</?(?:sup|sub|p|div|span|b|i|em|strong|s|del|strike|hr|a|u|small)\b[^>]{0,300}>",
    re.IGNORECASE,
)
NOTES = re.compile(r"<!--.*?-->", re.DOTALL)
WORD = re.compile(r"\w+")
QUESTION_PATH = re.compile(r"/questions/(\d+)(?:/([^/]*))?(?:/(\d+))?/?")
SHORT_PATH = re.compile(r"/(?:q|a)/(\d+)(?:/\d+)?/?")
COMMENT_PATH = re.compile(r"/posts/comments/(\d+)/?")
COMMENT_MARK = re.compile(r"comment(\d+)_\d+")
HREF = re.compile(r'href="(https?://[^"]+)"')
Turn = Callable[[str], str]


def body_text(html: str, turn: Turn) -> str:
    """A post, which the dump holds as HTML."""
    return markdown_of(html, turn)


def source_text(markdown: str, turn: Turn) -> str:
    """An earlier text, which the dump holds in the Markdown of its site: nearly the same as here."""
    plain = NOTES.sub("", markdown.replace("\r\n", "\n"))
    return _around_code(CODE, plain, lambda words: _neutral(_untagged(words), turn)).strip("\n")


def comment_text(text: str, turn: Turn) -> str:
    """A comment: emphasis, code and links are marked as here, and nothing else is markup."""
    line_started = LINE_START.sub(_line_start, unindented(text.strip()))
    return _around_code(COMMENT_CODE, line_started, lambda words: _neutral(words, turn))


def says_the_same(markdown: str, html: str) -> bool:
    """Whether a text in Markdown, once formatted, has the words of the HTML."""
    ours = Counter(WORD.findall(render(markdown).text))
    theirs = Counter(WORD.findall(words_of(html)))
    return not (theirs - ours)


def own_hosts(bodies: Iterable[str], title_of: Callable[[int], str | None]) -> set[str]:
    """The hosts that a dump speaks of as its own: links to them name its questions by their titles."""
    met: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for host, number, slug in _question_links(bodies):
        met[host] += 1
        title = title_of(number)
        right[host] += title is not None and _alike(slug, slugify(title))
    return {host for host in met if right[host] * 2 > met[host]}


def _question_links(bodies: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    for body in bodies:
        for url in HREF.findall(body):
            split = urlsplit(url)
            found = QUESTION_PATH.fullmatch(split.path)
            if found and found[2] and split.hostname:
                yield split.hostname, int(found[1]), found[2]


def target_of(url: str) -> tuple[str, int] | None:
    """What an address of the source's site means: `post` or `comment`, and its number."""
    try:
        split = urlsplit(url)
    except ValueError:
        return None
    if comment := COMMENT_MARK.fullmatch(split.fragment) or COMMENT_PATH.fullmatch(split.path):
        return "comment", int(comment[1])
    if found := QUESTION_PATH.fullmatch(split.path):
        answer = found[3] or (split.fragment if split.fragment.isdigit() else "")
        return "post", int(answer or found[1])
    short = SHORT_PATH.fullmatch(split.path)
    return ("post", int(short[1])) if short else None


def _alike(slug: str, title: str) -> bool:
    """A slug is the title, cut where it was long; titles are changed a little now and then."""
    return slug[:20] == title[:20] or slug in title or title in slug


def _around_code(code: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    parts: list[str] = []
    end = 0
    for found in code.finditer(text):
        parts += [change(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, change(text[end:])])


def _neutral(words: str, turn: Turn) -> str:
    """Names and links that are meant otherwise here, as plain words; addresses led where they go."""
    parts: list[str] = []
    end = 0
    for found in ADDRESS.finditer(words):
        parts += [SPECIAL.sub(r"\\\g<0>", words[end : found.start()]), turn(found[0])]
        end = found.end()
    return "".join([*parts, SPECIAL.sub(r"\\\g<0>", words[end:])])


def _untagged(words: str) -> str:
    return OTHER_TAGS.sub("", KEYS.sub(r"`\1`", BREAKS.sub("  \n", words)))


def _line_start(found: re.Match[str]) -> str:
    indent, mark, number, dot = found.groups()
    return f"{indent}\\{mark}" if mark else f"{indent}{number}\\{dot}"
