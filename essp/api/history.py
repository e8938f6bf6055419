"""The history of a page for programs: revisions, comparisons, and who wrote what."""

from __future__ import annotations

from essp.api import shapes
from essp.api.operations import operation
from essp.api.telling import named, revision_fields
from essp.core.rest import Reply, cursor_of, place_of, revision_tag
from essp.people.current import me
from essp.wiki.attribution import pieces_of
from essp.wiki.comparing import compare_revisions
from essp.wiki.history import page_history
from essp.wiki.queries import find_page, find_revision
from essp.wiki.reading import authors_of
from essp.wiki.texts import text_of

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


@operation("GET", "/pages/<uid>/revisions/<int:number>", shapes.RevisionTold, problems=[404])
def read_revision(uid: str, number: int) -> Reply:
    """Read one revision with its text."""
    page = find_page(me(), uid)
    text = text_of(page, find_revision(page, number).number)
    found = page_history(page, before=number + 1, limit=1)[0]
    co_authors = [credit.person for credit in found.credits if not credit.proposed]
    fields = revision_fields(page, found, co_authors)
    return Reply(shapes.RevisionTold(**fields, text=text), 200, revision_tag(number))


@operation("GET", "/pages/<uid>/compare", shapes.Difference, query=shapes.Steps, problems=[404])
def compare(uid: str, query: shapes.Steps) -> shapes.Difference:
    """Compare two revisions of a page."""
    page = find_page(me(), uid)
    found = compare_revisions(page, query.from_, query.to)
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
