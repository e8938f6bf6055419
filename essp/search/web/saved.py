"""Searches that are kept: saved beside the results, listed, renamed, removed, and opened by anybody."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.people.current import me
from essp.search import saving, wording
from essp.search.filters import filters_of
from essp.search.models import SavedSearch
from essp.search.web import blueprint
from essp.search.web.results import results_page

LONGEST = 200


@blueprint.get("/search/saved")
@members
def own_saved() -> str:
    """The searches that the reader keeps."""
    return _own()


@blueprint.post("/search/saved")
@members
def save() -> ResponseReturnValue:
    """Keep a search under a name; answers with it, or with the page and what was typed."""
    text, filters = request.form.get("q", ""), filters_of(request.form)
    name = request.form.get("name", "")[:LONGEST]
    try:
        with transaction():
            kept = saving.save_search(me(), name=name, query=text, filters=filters)
    except Invalid as invalid:
        return results_page(text, filters, invalid.errors, name), 422
    said = _("The search is saved. Its address can be shared: everyone finds what they may read.")
    flash(said, "ok")
    return redirect(_address(kept), 303)


@blueprint.get("/search/saved/<search>")
@members
def open_saved(search: str) -> ResponseReturnValue:
    """Leads to the results, as whoever opens it may see them."""
    return redirect(_address(saving.saved_search(search), saved=search), 302)


@blueprint.post("/search/saved/<search>")
@members
def rename(search: str) -> ResponseReturnValue:
    """Give one's own search another name."""
    name = request.form.get("name", "")[:LONGEST]
    try:
        with transaction():
            saving.rename_search(me(), search, name)
    except Invalid as invalid:
        return _own(search, name, invalid.errors), 422
    flash(_("The search has its new name."), "ok")
    return redirect(url_for("search.own_saved"), 303)


@blueprint.post("/search/saved/<search>/remove")
@members
def remove(search: str) -> ResponseReturnValue:
    """Throw one's own search away."""
    with transaction():
        name = saving.remove_search(me(), search)
    flash(_("The search “%(name)s” is removed.", name=name), "ok")
    return redirect(url_for("search.own_saved"), 303)


def _own(wrong: str = "", typed: str = "", errors: dict[str, Any] | None = None) -> str:
    return render_template(
        "search/saved.html",
        searches=[
            {
                "uid": each.uid,
                "name": each.name,
                "query": each.query,
                "filters": wording.filters_told(each.filters),
            }
            for each in saving.own_searches(me())
        ],
        wrong=wrong,
        typed=typed,
        errors=errors or {},
    )


def _address(kept: SavedSearch, **more: Any) -> str:
    return wording.search_url(kept.query, filters_of(kept.filters), **more)
