"""Search for programs: what a search of the same person in the browser finds."""

from __future__ import annotations

from essp.api import shapes
from essp.api.operations import operation
from essp.api.telling import url
from essp.core.rest import cursor_of, place_of
from essp.people.current import me
from essp.search.queries import FoundFile, FoundPage, Row
from essp.search.searching import LAST_PART, Result, search
from essp.search.threads import FoundThread
from essp.spaces.models import Space


@operation("GET", "/search", shapes.Results, query=shapes.Question, problems=[400])
def find(query: shapes.Question) -> shapes.Results:
    """Search pages, files, people and spaces, in the language of the search field."""
    part = place_of(query.cursor) if query.cursor else 1
    found = search(me(), query.q, kind=query.kind, part=part)
    more = found.more and found.part < LAST_PART
    return shapes.Results(
        items=[_told(result) for result in found.results],
        next=cursor_of(found.part + 1) if more else None,
        meant=found.meant.text if found.meant else None,
        corrected=found.corrected,
        degraded=found.degraded,
    )


def _told(result: Result) -> shapes.ResultTold:
    row = result.row
    return shapes.ResultTold(
        kind=result.kind,
        title=row.title if isinstance(row, FoundPage) else row.name,
        url=url(_path(row)),
        uid=row.uid if isinstance(row, FoundPage | FoundFile | FoundThread) else None,
        excerpts=["".join(piece.text for piece in passage) for passage in result.passages],
    )


def _path(row: Row) -> str:
    if isinstance(row, FoundPage | FoundFile | FoundThread):
        return row.path
    return f"/s/{row.slug}" if isinstance(row, Space) else f"/people/{row.handle}"
