"""Who wrote what: every passage of a page with the people whose words stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.markdown.lines import Line, lines_of
from essp.core.text.tokens import words
from essp.people.current import me
from essp.people.models import Person
from essp.wiki.attribution import Passage, Piece, passages_of
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.reading import authors_of
from essp.wiki.rendering import ink_of
from essp.wiki.web import blueprint
from essp.wiki.web.dressing import Part, dressed
from essp.wiki.web.looking_back import RANKED, number_asked
from essp.wiki.web.showing import shares_of

PASSAGES = 300


@blueprint.get("/p/<uid>/authors")
@members
def authors(uid: str) -> ResponseReturnValue:
    """Every passage of a page with the people whose words stand in it."""
    page = find_page(me(), uid)
    written = authors_of(page, limit=RANKED)
    ranks = {author.person.id: author.rank for author in written.named}
    passages = passages_of(page)
    start = number_asked("start", 0, len(passages), least=0)
    kinds = lines_of("".join(map(_text, passages)))
    shown = _with_lines(kinds, passages[:start], _together(passages[start : start + PASSAGES]))
    following = start + PASSAGES
    return render_template(
        "wiki/authors.html",
        page=page,
        space=page.space,
        shares=shares_of(authors_of(page)),
        people=len(written.named) + written.others,
        words=written.words,
        named=written.named[:12],
        rows=[_blame_row(page, each, ranks, lines) for each, lines in shown if each.author],
        older=url_for(".authors", uid=uid, start=following) if following < len(passages) else None,
        newer=url_for(".authors", uid=uid, start=max(start - PASSAGES, 0)) if start else None,
    )


def _blame_row(
    page: Page, passage: Passage, ranks: dict[int, int], lines: Sequence[Line]
) -> dict[str, object]:
    main: Person | None = passage.author
    found = passage.revision
    return {
        "author": main,
        "ink": ink_of(ranks.get(main.id, 0)) if main else 0,
        "number": found.number if found else 0,
        "url": url_for(".revision", uid=page.uid, number=found.number) if found else "",
        "at": found.at if found else page.created_at,
        "summary": found.summary if found else "",
        "lines": dressed(zip(lines, _by_line(passage, ranks), strict=False)),
    }


def _by_line(passage: Passage, ranks: dict[int, int]) -> list[list[Part]]:
    """The words of a passage line by line, without the empty lines at its end."""
    lines: list[list[Part]] = [[]]
    for piece in passage.pieces:
        ink = ink_of(ranks.get(piece.author.id, 0)) if piece.author else 0
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if text:
                author = piece.author if _of_another(piece, passage.author) else None
                lines[-1].append({"text": text, "author": author, "ink": ink})
    while lines and not "".join(part["text"] for part in lines[-1]).strip():
        lines.pop()
    return lines


def _with_lines(
    kinds: Sequence[Line], before: Sequence[Passage], shown: Sequence[Passage]
) -> Iterator[tuple[Passage, Sequence[Line]]]:
    """Each passage with what its lines are."""
    start = sum(_text(each).count("\n") for each in before)
    for passage in shown:
        end = start + _text(passage).count("\n")
        yield passage, kinds[start : end + 1]
        start = end


def _text(passage: Passage) -> str:
    return "".join(piece.text for piece in passage.pieces)


def _together(passages: Sequence[Passage]) -> list[Passage]:
    """Passages in a row that came with the same edit, as one."""
    found = []
    for (author, revision), group in groupby(
        passages, key=lambda each: (each.author, each.revision)
    ):
        found.append(Passage(author, revision, [piece for each in group for piece in each.pieces]))
    return found


def _of_another(piece: Piece, main: Person | None) -> bool:
    return piece.author is not None and piece.author is not main and words(piece.text) > 0
