"""What somebody said in conversations, on a screen of its own."""

from __future__ import annotations

from flask import render_template, request

from essp.core.access import members
from essp.core.i18n import _
from essp.discussions.said import PER_PART, Sort, said_by
from essp.discussions.web.edge import blueprint, part_asked
from essp.people import queries
from essp.people.current import me


@blueprint.get("/people/<handle>/posts")
@members
def said(handle: str) -> str:
    """What a person said, as far as the reader may look."""
    person, sort, part = queries.find_person(handle), _sort(), part_asked() or 1
    found = said_by(me(), person, sort, part=part)
    return render_template(
        "discussions/said.html",
        person=person,
        found=found,
        sort=sort.value,
        part=part,
        more=part * PER_PART < found.counts[sort],
        sorts=[(each.value, _label(each), found.counts[each]) for each in Sort],
    )


def _sort() -> Sort:
    asked = request.args.get("kind", "")
    return next((sort for sort in Sort if sort.value == asked), Sort.POSTS)


def _label(sort: Sort) -> str:
    return {
        Sort.ANSWERS: _("Accepted answers"),
        Sort.QUESTIONS: _("Questions"),
        Sort.POSTS: _("Posts"),
        Sort.COMMENTS: _("Comments"),
    }[sort]
