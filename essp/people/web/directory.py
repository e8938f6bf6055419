"""Finding people: the directory, and the profile of each."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.people import policy, queries
from essp.people.current import me
from essp.people.web.edge import blueprint

LONGEST = 200


@blueprint.get("/people")
@members
def index() -> ResponseReturnValue:
    """The directory: by name, department and place."""
    wanted = queries.Wanted(
        name=request.args.get("name", "")[:LONGEST],
        department=request.args.get("department", "")[:LONGEST],
        location=request.args.get("location", "")[:LONGEST],
        page=_page_number(request.args.get("page", "")),
    )
    found = queries.directory(wanted)
    return render_template(
        "people/index.html",
        wanted=wanted,
        found=found,
        departments=_options(queries.departments()),
        locations=_options(queries.locations()),
        may_invite=policy.invite(me()),
        earlier=_address(wanted, found.page - 1) if found.page > 1 else None,
        later=_address(wanted, found.page + 1) if found.has_next else None,
    )


@blueprint.get("/people/<handle>")
@members
def profile(handle: str) -> ResponseReturnValue:
    """Who somebody is, and what they did."""
    person = queries.find_person(handle)
    return render_template(
        "people/profile.html",
        person=person,
        may_edit=policy.edit_profile(me(), person),
        may_invite=policy.invite(me()),
        may_administer=policy.administer(me()),
    )


def _options(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _address(wanted: queries.Wanted, page: int) -> str:
    return url_for(
        "people.index",
        name=wanted.name or None,
        department=wanted.department or None,
        location=wanted.location or None,
        page=page,
    )
