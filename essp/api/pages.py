"""Pages for programs: by the verbs of the screens, so that no edit is ever lost here either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from essp.api import listing, shapes
from essp.api.operations import KEYED, operation, save_key
from essp.api.telling import page_refs, page_saved, page_told
from essp.core.db import lock, transaction
from essp.core.decision import require
from essp.core.i18n import _
from essp.core.rest import Problem, Reply, revision_asked_for, revision_named, revision_tag
from essp.core.text.merge import Agreed, Merge
from essp.people.current import me
from essp.spaces.policy import read as may_read
from essp.spaces.queries import find_space, standing
from essp.wiki import lifecycle
from essp.wiki.editing import Conflict, Saved, create_page, edit_page
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.texts import text_of

SOURCE = "api"
UNCHANGED = ["If-Match"]


@operation(
    "GET", "/spaces/<slug>/pages", shapes.Pages, query=shapes.Paging, problems=[400, 403, 404]
)
def list_pages(slug: str, query: shapes.Paging) -> shapes.Pages:
    """List the pages of a space, archived ones too."""
    space = find_space(me(), slug)
    require(may_read(me(), space, standing(me(), space)))
    found, following = listing.pages(me(), space, query)
    return shapes.Pages(items=page_refs(found), next=following)


@operation(
    "POST", "/spaces/<slug>/pages", shapes.PageSaved, body=shapes.PageGiven, status=201,
    problems=[403, 404], headers=KEYED,
)  # fmt: skip
def start_page(slug: str, body: shapes.PageGiven) -> Reply:
    """Start a page in a space. The same Idempotency-Key again makes no second page."""
    space = find_space(me(), slug)
    with transaction():
        saved = create_page(
            me(), space, title=body.title, text=body.text, parent=body.parent,
            summary=body.summary, save_key=save_key(), source=SOURCE, told=body.told,
        )  # fmt: skip
        uid = saved.page.uid
    return _saved(saved, uid, 201, {"Location": f"/api/v1/pages/{uid}"})


@operation("GET", "/pages/<uid>", shapes.PageTold, problems=[404])
def read_page(uid: str) -> Reply:
    """Read a page. Its ETag is what a change of it names in If-Match."""
    page = find_page(me(), uid)
    return Reply(page_told(page), 200, revision_tag(page.revision_number))


@operation(
    "PUT", "/pages/<uid>", shapes.PageSaved, body=shapes.TextGiven, problems=[403, 404, 409, 428],
    headers=["If-Match", *KEYED], may_wait=True,
)  # fmt: skip
def edit_text(uid: str, body: shapes.TextGiven) -> Reply:
    """Save a text that started from the revision in If-Match; edits of others are merged in.

    Where the same words were changed, the answer is 409 with both texts and nothing is saved. What touches
    guarded text waits as a proposal: the answer is then 202, and `saved` tells whether the rest went live.
    """
    page, based_on = find_page(me(), uid), revision_asked_for()
    try:
        with transaction():
            saved = edit_page(
                me(), page, text=body.text, based_on=based_on, summary=body.summary,
                minor=body.minor, save_key=save_key(), source=SOURCE, told=body.told,
            )  # fmt: skip
    except Conflict as conflict:
        raise _both_texts(conflict, find_page(me(), uid), body.text) from None
    return _saved(saved, uid, 200 if saved.proposal is None else 202)


@operation(
    "POST", "/pages/<uid>/rename", shapes.PageSaved, body=shapes.TitleGiven,
    problems=[403, 404, 409], headers=UNCHANGED,
)  # fmt: skip
def rename(uid: str, body: shapes.TitleGiven) -> Reply:
    """Give a page another title; old addresses and links keep working.

    With If-Match only as long as the page is at that revision; otherwise the answer is 409.
    """
    return _done(
        uid,
        lambda page: lifecycle.rename_page(me(), page, title=body.title, summary=body.summary),
    )


@operation(
    "POST", "/pages/<uid>/move", shapes.PageSaved, body=shapes.PlaceGiven,
    problems=[403, 404, 409], headers=UNCHANGED,
)  # fmt: skip
def move(uid: str, body: shapes.PlaceGiven) -> Reply:
    """Move a page with all below it under another page, or to another space.

    With If-Match only as long as the page is at that revision; otherwise the answer is 409.
    """

    def place(page: Page) -> Saved:
        space = page.space if body.space is None else find_space(me(), body.space)
        return lifecycle.move_page(me(), page, space, parent=body.parent, summary=body.summary)

    return _done(uid, place)


@operation(
    "POST", "/pages/<uid>/archive", shapes.PageSaved, body=shapes.ReasonGiven,
    problems=[403, 404, 409], headers=UNCHANGED,
)  # fmt: skip
def archive(uid: str, body: shapes.ReasonGiven) -> Reply:
    """Put a page away with all below it; If-Match counts as for a move."""
    return _done(uid, lambda page: lifecycle.archive_page(me(), page, summary=body.summary))


@operation(
    "POST", "/pages/<uid>/return", shapes.PageSaved, body=shapes.ReasonGiven,
    problems=[403, 404, 409], headers=UNCHANGED,
)  # fmt: skip
def return_page(uid: str, body: shapes.ReasonGiven) -> Reply:
    """Bring an archived page back; If-Match counts as for a move."""
    return _done(uid, lambda page: lifecycle.bring_back(me(), page, summary=body.summary))


def _done(uid: str, verb: Callable[[Page], Saved]) -> Reply:
    based_on = revision_named()
    with transaction():
        saved = verb(find_page(me(), uid) if based_on is None else _unchanged(uid, based_on))
    return _saved(saved, uid)


def _unchanged(uid: str, based_on: int) -> Page:
    """The page, held so that nobody saves between the question and the deed."""
    lock(Page, find_page(me(), uid).id)
    page = find_page(me(), uid)
    if page.revision_number != based_on:
        said = _("The page was changed meanwhile. Read it again before you decide.")
        raise Problem(409, said, current={"revision": page.revision_number})
    return page


def _saved(
    saved: Saved, uid: str, status: int = 200, headers: dict[str, str] | None = None
) -> Reply:
    page = find_page(me(), uid)
    tag = revision_tag(page.revision_number)
    return Reply(page_saved(saved, page), status, {**tag, **(headers or {})})


def _both_texts(conflict: Conflict, page: Page, mine: str) -> Problem:
    return Problem(
        409,
        _("Somebody changed the same words. Nothing was saved; both texts are here."),
        based_on=conflict.based_on,
        mine=mine,
        current={"revision": page.revision_number, "text": text_of(page)},
        chunks=_chunks(conflict.merge),
    )


def _chunks(merged: Merge) -> list[dict[str, Any]]:
    """The merge piece by piece: agreed text, and places where somebody has to choose."""
    return [
        {"agreed": chunk.text}
        if isinstance(chunk, Agreed)
        else {"base": chunk.base, "mine": chunk.mine, "theirs": chunk.theirs}
        for chunk in merged.chunks
    ]
