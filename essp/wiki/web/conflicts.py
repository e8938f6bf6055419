"""The screen on which two edits of the same words are brought together."""

from __future__ import annotations

from flask import render_template

from essp.people.models import Person
from essp.wiki.editing import Conflict
from essp.wiki.fitting import Fitted, fitted
from essp.wiki.models import Page
from essp.wiki.queries import authors_between
from essp.wiki.texts import text_of
from essp.wiki.web.showing import OPS, marked
from essp.wiki.web.typed import Form

LISTED = 60


def conflict_page(page: Page, conflict: Conflict, form: Form) -> str:
    """The places to choose, and below a fold what came together by itself."""
    theirs = text_of(page, conflict.current)
    settled = fitted(text_of(page, conflict.based_on), form.text, theirs, conflict.merge)
    return render_template(
        "wiki/conflict.html",
        page=page,
        space=page.space,
        form=form,
        current=conflict.current,
        other=_only_other(page, conflict),
        settled=[_shown(each) for each in settled[:LISTED]],
        more=len(settled[LISTED:]),
        passages=[
            {
                "base": each.base,
                "mine": each.mine,
                "mine_parts": marked(each.base, each.mine),
                "theirs_parts": marked(each.base, each.theirs),
            }
            for each in conflict.merge.conflicts
        ],
    )


def _shown(each: Fitted) -> dict[str, object]:
    parts = [{"op": OPS[segment.kind], "text": segment.text} for segment in each.segments]
    return {"heading": each.heading, "whose": each.whose, "parts": parts}


def _only_other(page: Page, conflict: Conflict) -> Person | None:
    """Who saved meanwhile, where that was one person."""
    people = authors_between(page, conflict.based_on, conflict.current)
    return people[0] if len(people) == 1 else None
