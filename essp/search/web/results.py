"""Search in the browser: the page of results, and the quick switcher's answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from essp.core import access
from essp.core.i18n import _
from essp.people.current import me
from essp.search import live, wording
from essp.search.documents import KINDS, Kind
from essp.search.searching import LAST_PART, Answer, jumps, search
from essp.spaces.queries import own_spaces

blueprint = Blueprint("search", __name__)


@blueprint.record
def _tell_where_the_index_lives(_state: BlueprintSetupState) -> None:
    live.use_folder_of(lambda: current_app.config["SETTINGS"].data / "index")


@blueprint.get("/search")
@access.members
def results() -> str:
    """What was found for `q`, one part of ten at a time; without it the question alone."""
    asked = request.args.get("kind", "")
    chosen: Kind | None = asked if asked in KINDS else None
    answer = search(
        me(),
        request.args.get("q", ""),
        kind=chosen,
        part=request.args.get("part", 1, type=int),
        as_typed="as_typed" in request.args,
    )
    return render_template(
        "search/results.html",
        answer=answer,
        results=[wording.shown(result) for result in answer.results],
        notes=wording.notes_of(answer.query.notes),
        tabs=_tabs(answer, chosen),
        again=_again(answer, chosen),
        last_part=LAST_PART,
    )


@blueprint.get("/switch")
@access.members
def switch() -> ResponseReturnValue:
    """Pages, files, people and spaces for what has been typed into the quick switcher so far, as JSON."""
    typed = request.args.get("q", "")[:200]
    if not typed.strip():
        return jsonify(wording.own_spaces(list(own_spaces(me()))[:8]))
    return jsonify(wording.group_of(jumps(me(), typed)))


def _tabs(answer: Answer, chosen: Kind | None) -> list[dict[str, Any]]:
    labels = (
        (None, _("All")),
        ("page", _("Pages")),
        ("file", _("Files")),
        ("person", _("People")),
        ("space", _("Spaces")),
    )
    return [
        {
            "label": label,
            "url": url_for(".results", q=answer.query.text, kind=kind),
            "current": kind == chosen,
        }
        for kind, label in labels
    ]


def _again(answer: Answer, chosen: Kind | None) -> dict[str, str]:
    """Addresses of the same question asked otherwise."""
    text = answer.query.text
    asked = answer.meant.text if answer.corrected and answer.meant else text
    found = {
        "as_typed": url_for(".results", q=text, kind=chosen, as_typed=1),
        "newer": url_for(".results", q=asked, kind=chosen, part=answer.part - 1),
        "older": url_for(".results", q=asked, kind=chosen, part=answer.part + 1),
    }
    if answer.meant:
        found["meant"] = url_for(".results", q=answer.meant.text, kind=chosen)
    return found
