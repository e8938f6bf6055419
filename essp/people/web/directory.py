"""Finding people: the directory."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase
from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.i18n import language
from essp.people import directory, policy, queries
from essp.people.current import me
from essp.people.directory import OTHER, Wanted
from essp.people.web.edge import blueprint
from essp.people.web.showing import away_words

LONGEST = 200
MOST_NAMED = 100
TEXTS = ("name", "department", "location", "language", "topic", "letter", "team")


@blueprint.get("/complete/names")
@members
def names_of_handles() -> ResponseReturnValue:
    """What people are called, by the handles in `handles` with commas between them, at most 100; JSON."""
    asked = [each.strip() for each in request.args.get("handles", "").split(",")][:MOST_NAMED]
    return jsonify(names={each.handle: each.name for each in queries.by_handles(asked)})


@blueprint.get("/people")
@members
def index() -> ResponseReturnValue:
    """The directory: by name, department, place, language, topic and letter."""
    wanted = _wanted()
    found, choices = directory.directory(me(), wanted), directory.choices(language())
    return render_template(
        "people/index.html",
        wanted=wanted,
        found=found,
        choices=choices,
        departments=[(each, each) for each in choices.departments],
        locations=[(each, each) for each in choices.locations],
        letters=[*ascii_lowercase, OTHER],
        narrowed=replace(wanted, page=1, left=False, new=False) != Wanted(),
        fresh=directory.newcomers() if wanted == Wanted() else [],
        may_invite=policy.invite(me()),
        away_words=away_words,
        address=lambda **other: _address(wanted, **other),
    )


def _wanted() -> Wanted:
    asked = request.args
    texts = {name: asked.get(name, "")[:LONGEST].replace("\0", "") for name in TEXTS}
    return Wanted(
        **texts,
        new=bool(asked.get("new")),
        left=bool(asked.get("left")),
        page=_page_number(asked.get("page", "")),
    )


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _address(wanted: Wanted, **other: Any) -> str:
    values = {name: getattr(wanted, name) for name in TEXTS}
    flags = {"new": "1" if wanted.new else "", "left": "1" if wanted.left else ""}
    return url_for("people.index", **{k: v or None for k, v in (values | flags | other).items()})
