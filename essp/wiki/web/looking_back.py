"""Looking back: the history of a page, two revisions compared, one revision, who wrote what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.i18n import language
from essp.core.markdown.lines import PLAIN
from essp.core.text.diff import Hunk, Row, Segment
from essp.core.web import zone
from essp.people.current import me
from essp.wiki import approving, hiding, reads, rendering
from essp.wiki.comparing import COMPARABLE, Compared, compare_revisions
from essp.wiki.history import PER_PAGE, Filter, authors_in_history, page_history
from essp.wiki.models import Page, Revision
from essp.wiki.other_texts import lead
from essp.wiki.queries import find_page, find_revision
from essp.wiki.reading import authors_of
from essp.wiki.rendering import ink_of
from essp.wiki.retagging import topics_by_revision, topics_changed
from essp.wiki.web import blueprint
from essp.wiki.web.dressing import ROWS, Dressed, dressed
from essp.wiki.web.included import with_former_includes
from essp.wiki.web.showing import OPS, deed_of, path_of, placed_html

RANKED = 200


@blueprint.get("/p/<uid>/history")
@members
def history(uid: str) -> ResponseReturnValue:
    """The versions of a page, and what the last edit changed."""
    page = find_page(me(), uid)
    last = page.revision_number
    return _history_page(page, max(last - 1, 1), last)


@blueprint.get("/p/<uid>/compare")
@members
def compare(uid: str) -> ResponseReturnValue:
    """Any two versions of a page, inline or side by side."""
    page = find_page(me(), uid)
    last = page.revision_number
    new = number_asked("to", last, last)
    if new == last:
        reads.opened(me().id, page.id)
    return _history_page(page, number_asked("from", max(new - 1, 1), last), new)


@blueprint.get("/p/<uid>/revisions/<int:number>")
@members
def revision(uid: str, number: int) -> ResponseReturnValue:
    """One version of a page, at its permanent address."""
    page = find_page(me(), uid)
    found = find_revision(page, number)
    may_look = hiding.may_look(me(), page)
    closed = found.hidden is not None and not may_look
    return render_template(
        "wiki/revision.html", page=page, space=page.space, revision=found, closed=closed,
        html=Markup() if closed else _as_it_read(page, found), may_look=may_look,
        deed=deed_of(found.kind), topics=topics_by_revision(page, [found], language()).get(number),
    )  # fmt: skip


@blueprint.get("/p/<uid>/revisions/<int:number>/text")
@members
def source(uid: str, number: int) -> ResponseReturnValue:
    """The text of one version as it was written."""
    page = find_page(me(), uid)
    text = hiding.text_for(me(), page, find_revision(page, number).number)
    return Response(text, mimetype="text/plain")


def _as_it_read(page: Page, found: Revision) -> Markup:
    """An earlier text as HTML: its titles lead where they lead now, what it showed is a link."""
    rendered = rendering.preview(hiding.text_for(me(), page, found.number), page.language)
    led = lead(me(), rendered, page.space, page)
    html = placed_html(rendered.html, led.links, led.linked, page.space)
    return with_former_includes(html, led, found.at)


def _history_page(page: Page, old: int, new: int) -> str:
    author_id = request.args.get("author", "")
    wanted = Filter(
        author_id=int(author_id) if author_id.isdecimal() and len(author_id) < 10 else None,
        without_minor="without_minor" in request.args,
        words=request.args.get("words", ""),
    )
    before = number_asked("before", 0, page.revision_number + 1, least=0)
    listed = page_history(page, wanted, before=before or None, limit=PER_PAGE + 1)
    people = authors_in_history(page)
    compared = compare_revisions(
        page, old, new, whole="all" in request.args, read=partial(hiding.text_for, me())
    )
    ranks = {author.person.id: author.rank for author in authors_of(page, limit=RANKED).named}
    view = "side" if request.args.get("view") == "side" else "inline"
    return render_template(
        "wiki/history.html",
        page=page,
        space=page.space,
        path=path_of(page),
        days=_by_day(listed[:PER_PAGE]),
        older=_older(page, listed),
        people=people,
        wanted=wanted,
        compared=compared,
        may_approve=new == page.revision_number and bool(approving.may_approve(me(), page)),
        retagged=topics_changed(page, compared.old.number, compared.new.number, language()),
        topics=topics_by_revision(page, listed, language()),
        limit=COMPARABLE // 1000,
        view=view,
        hunks=_side_hunks(compared) if view == "side" else _inline_hunks(compared, ranks),
        ranks={person: ink_of(rank) for person, rank in ranks.items()},
    )


def number_asked(name: str, default: int, most: int, *, least: int = 1) -> int:
    """A number of the address between `least` and `most`; the default where there is none."""
    text = request.args.get(name, "")
    number = int(text) if text.isdecimal() and len(text) < 9 else default
    return min(max(number, least), max(most, least))


def _by_day(revisions: Sequence[Revision]) -> list[tuple[Revision, list[Revision]]]:
    groups = groupby(revisions, key=lambda each: each.at.astimezone(zone()).date())
    lists = [list(group) for _day, group in groups]
    return [(each[0], each) for each in lists]


def _older(page: Page, listed: Sequence[Revision]) -> str | None:
    if len(listed) <= PER_PAGE:
        return None
    values: dict[str, Any] = {**request.args, "before": listed[PER_PAGE - 1].number}
    return url_for(str(request.endpoint), uid=page.uid, **values)


def _inline_hunks(compared: Compared, ranks: dict[int, int]) -> list[dict[str, object]]:
    return [
        {
            "skipped": hunk.skipped,
            "rows": [
                {
                    "author": passage.author,
                    "at": passage.revision.at if passage.revision else None,
                    "ink": ink_of(ranks.get(passage.author.id, 0)) if passage.author else 0,
                    "lines": lines,
                }
                for passage in compared.passages(hunk.rows)
                if (lines := _in_one(compared, passage.rows, blanks=_only_blanks(hunk)))
            ],
        }
        for hunk in compared.difference.hunks
    ]


def _only_blanks(hunk: Hunk) -> bool:
    """Whether nothing but empty lines came or went."""
    return not any(row.text.strip() for row in hunk.rows if row.kind != "same")


def _in_one(compared: Compared, rows: Sequence[Row], *, blanks: bool) -> list[Dressed]:
    """Lines as one passage, without the empty lines at its ends; nothing when no line is left.

    `blanks`: empty lines are what changed, and stay.
    """
    filled = [
        at for at, row in enumerate(rows) if row.text.strip() or (blanks and row.kind != "same")
    ]
    if not filled:
        return []
    shown = rows[filled[0] : filled[-1] + 1]
    return dressed(
        (compared.line_of(row), _parts(row.segments if row.text or blanks else ())) for row in shown
    )


_KINDS = {"same": "same", "changed": "changed", "inserted": "added", "deleted": "removed"}


def _side_hunks(compared: Compared) -> list[dict[str, object]]:
    return [
        {
            "skipped": hunk.skipped,
            "rows": [
                {
                    "kind": _KINDS[row.kind],
                    "left": _on_side(compared, row, row.old_number, row.old_segments),
                    "right": _on_side(compared, row, row.new_number, row.new_segments),
                }
                for row in hunk.rows
            ],
        }
        for hunk in compared.difference.hunks
    ]


def _on_side(
    compared: Compared, row: Row, number: int | None, segments: Sequence[Segment]
) -> list[Dressed]:
    """A line on its side; rows of tables stay as written, as those above and below stand apart."""
    line = compared.line_of(row)
    shown = PLAIN if line.kind in ROWS else line
    return [] if number is None else dressed([(shown, _parts(segments))])


def _parts(segments: Sequence[Segment]) -> list[dict[str, str]]:
    return [{"op": OPS[segment.kind], "text": segment.text} for segment in segments]
