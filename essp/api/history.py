"""The history of a page for programs: revisions, comparisons, and who wrote what."""

from __future__ import annotations

from functools import partial

from essp.api import shapes
from essp.api.care_shapes import NoteGiven
from essp.api.operations import operation
from essp.api.telling import named, revision_fields
from essp.core.db import transaction
from essp.core.decision import Refused
from essp.core.i18n import _
from essp.core.rest import Reply, cursor_of, place_of, revision_tag
from essp.people.current import me
from essp.wiki.attribution import pieces_of
from essp.wiki.comparing import compare_revisions
from essp.wiki.hiding import hide_version, show_version, text_for
from essp.wiki.history import page_history
from essp.wiki.queries import find_page, find_revision
from essp.wiki.reading import authors_of

EVERYBODY = 1_000_000


@operation(
    "GET", "/pages/<uid>/revisions", shapes.Revisions, query=shapes.Paging, problems=[400, 404]
)
def list_revisions(uid: str, query: shapes.Paging) -> shapes.Revisions:
    """List the revisions of a page, the newest first."""
    page = find_page(me(), uid)
    before = place_of(query.cursor) if query.cursor else None
    found = page_history(page, before=before, limit=query.limit + 1)
    shown = found[: query.limit]
    items = [
        shapes.RevisionRef(
            **revision_fields(
                page, each, [credit.person for credit in each.credits if not credit.proposed]
            )
        )
        for each in shown
    ]
    following = cursor_of(shown[-1].number) if len(found) > query.limit else None
    return shapes.Revisions(items=items, next=following)


@operation("GET", "/pages/<uid>/revisions/<int:number>", shapes.RevisionTold, problems=[403, 404])
def read_revision(uid: str, number: int) -> Reply:
    """Read one revision with its text."""
    page = find_page(me(), uid)
    text = text_for(me(), page, find_revision(page, number).number)
    found = page_history(page, before=number + 1, limit=1)[0]
    co_authors = [credit.person for credit in found.credits if not credit.proposed]
    fields = revision_fields(page, found, co_authors)
    return Reply(shapes.RevisionTold(**fields, text=text), 200, revision_tag(number))


@operation(
    "POST", "/pages/<uid>/revisions/<int:number>/hide", shapes.RevisionRef, body=NoteGiven,
    problems=[403, 404],
)  # fmt: skip
def hide_revision(uid: str, number: int, body: NoteGiven) -> shapes.RevisionRef:
    """Hide an earlier revision: what it says is then read by those who look after its space alone."""
    with transaction():
        hide_version(me(), find_page(me(), uid), number, note=body.note)
    return _revision_ref(uid, number)


@operation(
    "POST",
    "/pages/<uid>/revisions/<int:number>/show",
    shapes.RevisionRef,
    problems=[403, 404, 429],
)
def show_revision(uid: str, number: int) -> shapes.RevisionRef:
    """Show a hidden revision to all readers of its page again."""
    with transaction():
        show_version(me(), find_page(me(), uid), number)
    return _revision_ref(uid, number)


def _revision_ref(uid: str, number: int) -> shapes.RevisionRef:
    page = find_page(me(), uid)
    found = page_history(page, before=number + 1, limit=1)[0]
    return shapes.RevisionRef(**revision_fields(page, found, ()))


@operation(
    "GET", "/pages/<uid>/compare", shapes.Difference, query=shapes.Steps, problems=[403, 404]
)
def compare(uid: str, query: shapes.Steps) -> shapes.Difference:
    """Compare two revisions of a page."""
    page = find_page(me(), uid)
    found = compare_revisions(page, query.from_, query.to, read=partial(text_for, me()))
    if found.withheld:
        raise Refused(_("One of these revisions is hidden, so what changed is not shown."))
    return shapes.Difference(
        old=shapes.RevisionRef(**revision_fields(page, found.old, ())),
        new=shapes.RevisionRef(**revision_fields(page, found.new, ())),
        words_added=found.added,
        words_removed=found.removed,
        hunks=[
            [
                shapes.Line(
                    kind=row.kind,
                    old_number=row.old_number,
                    new_number=row.new_number,
                    segments=[
                        shapes.Segment(kind=part.kind, text=part.text) for part in row.segments
                    ],
                )
                for row in hunk.rows
            ]
            for hunk in found.difference.hunks
        ],
    )


@operation("GET", "/pages/<uid>/attribution", shapes.Attribution, problems=[404])
def attribution(uid: str) -> shapes.Attribution:
    """Tell who wrote what of the present text; the figures are those of the screen."""
    page = find_page(me(), uid)
    authors = authors_of(page, limit=EVERYBODY)
    return shapes.Attribution(
        uid=page.uid,
        revision=page.revision_number,
        words=authors.words,
        shares=[
            shapes.ShareTold(
                person=named(each.person), words=each.words, rank=each.rank, share=each.share
            )
            for each in authors.named
        ],
        pieces=[
            shapes.PieceTold(
                text=piece.text,
                author=piece.author.handle if piece.author is not None else None,
                revision=piece.revision,
            )
            for piece in pieces_of(page)
        ],
    )
