"""The page of results, with its facets and what can be done where nothing was found; the switcher."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from essp.core import access
from essp.core.i18n import _, language
from essp.people.current import me
from essp.search import facets, nothing, noting, queries, saving, wording
from essp.search.facets import Sample
from essp.search.filters import Filters, Name, filters_of
from essp.search.models import SavedSearch
from essp.search.query import parse
from essp.search.searching import LAST_PART, Answer, jumps, sample_of, search
from essp.search.web import blueprint
from essp.search.web.places import groups_for
from essp.spaces.queries import own_spaces

FEW = 6  # saved searches beside the results, spaces to start a page in


@blueprint.get("/search")
@access.members
def results() -> str:
    """What was found for `q` and the filters, one part of ten at a time; without them the question."""
    filters = filters_of(request.args)
    text = request.args.get("q", "")
    return results_page(text, filters)


def results_page(
    text: str, filters: Filters, errors: dict[str, Any] | None = None, typed: str = ""
) -> str:
    """The whole page; `errors` and `typed` are of the form that saves the search."""
    answer = search(
        me(),
        text,
        filters=filters,
        part=request.args.get("part", 1, type=int),
        as_typed="as_typed" in request.args,
        sample=facets.MOST,
    )
    if answer.part == 1 and answer.query.text:
        noting.searched(me().id, answer.query.text, len(answer.results))
    found = _facets(answer, filters)
    chips = _chips(answer, filters, found)
    return render_template(
        "search/results.html",
        answer=answer,
        asked=answer.query.text,
        filters=filters.chosen(),
        chips=chips,
        facets=_listed(answer, filters, found),
        found=found,
        tabs=_tabs(answer, filters, found),
        results=[wording.shown(result) for result in answer.results],
        notes=wording.notes_of(answer.query.notes),
        again=_again(answer, filters),
        last_part=LAST_PART,
        saved=saving.own_searches(me(), FEW + 1),
        few=FEW,
        kept=_kept(answer, filters),
        errors=errors or {},
        typed=typed,
        **_nothing(answer, filters),
    )


@blueprint.get("/switch")
@access.members
def switch() -> ResponseReturnValue:
    """Pages, files, people and spaces for what has been typed into the quick switcher so far, as JSON."""
    typed = request.args.get("q", "")[:200]
    if not typed.strip():
        found = wording.own_spaces(list(own_spaces(me()))[:8])
    else:
        found = wording.group_of(jumps(me(), typed))
    return jsonify({"groups": [*found["groups"], *groups_for(typed)]})


def _kept(answer: Answer, filters: Filters) -> SavedSearch | None:
    """The search that led here, or the reader's own that asks the same."""
    led = saving.shown_search(request.args.get("saved", ""))
    return led or saving.own_equal(me(), answer.query.text, filters)


def _facets(answer: Answer, filters: Filters) -> facets.Facets:
    return facets.facets_of(
        me(), Sample(answer.sample, answer.beyond), filters=filters,
        meant=queries.ids_named(me(), filters), language=language(),
        without=_without_each(answer, filters),
    )  # fmt: skip


def _without_each(answer: Answer, filters: Filters) -> dict[Name, Sample]:
    """For each filter in use what is found without it, where there is anything to change over to."""
    if not answer.results or answer.degraded:
        return {}
    asked = answer.meant if answer.corrected and answer.meant else answer.query
    hits = {
        name: sample_of(me(), asked, filters.having(name, ""), facets.MOST)
        for name in filters.chosen()
    }
    return {name: Sample(found.sample, found.beyond) for name, found in hits.items()}


def _address(answer: Answer, filters: Filters, **more: Any) -> str:
    return wording.search_url(answer.query.text, filters, **more)


def _tabs(answer: Answer, filters: Filters, found: facets.Facets) -> list[dict[str, Any]]:
    labels = {"": _("All"), **wording.kinds()}
    counts = {value.value: value for value in found.values.get("kind", ())}
    if not filters.kind:
        counts[""] = facets.Value("", "", found.total, found.beyond)
    return [
        {
            "label": label,
            "url": _address(answer, filters.having("kind", kind)),
            "current": kind == filters.kind,
            "count": wording.counted(counts[kind]) if kind in counts else None,
        }
        for kind, label in labels.items()
    ]


def _listed(answer: Answer, filters: Filters, found: facets.Facets) -> list[dict[str, Any]]:
    """Facets for the screen: each value a link that adds it, or takes it away again."""
    names: tuple[Name, ...] = ("space", "author", "topic", "changed")
    return [
        {
            "name": name,
            "label": wording.filter_name(name),
            "values": [
                {
                    "label": wording.value_label(name, value),
                    "count": wording.counted(value),
                    "chosen": value.chosen,
                    "url": _address(
                        answer, filters.having(name, "" if value.chosen else value.value)
                    ),
                }
                for value in found.values[name]
            ],
        }
        for name in names
        if found.values.get(name)
    ]


def _chips(answer: Answer, filters: Filters, found: facets.Facets) -> list[dict[str, str]]:
    """The filters in use, each with the address without it."""
    return [
        {
            "name": wording.filter_name(name),
            "label": _label_of(name, value, found),
            "without": _address(answer, filters.having(name, "")),
        }
        for name, value in filters.chosen().items()
    ]


def _label_of(name: Name, value: str, found: facets.Facets) -> str:
    for each in found.values.get(name, ()):
        if each.chosen:
            return wording.value_label(name, each)
    return wording.value_label(name, facets.Value(value, value, 0))


def _again(answer: Answer, filters: Filters) -> dict[str, str]:
    """Addresses of the same question asked otherwise."""
    asked = answer.meant.text if answer.corrected and answer.meant else answer.query.text
    found = {
        "as_typed": _address(answer, filters, as_typed=1),
        "newer": wording.search_url(asked, filters, part=answer.part - 1),
        "older": wording.search_url(asked, filters, part=answer.part + 1),
    }
    if answer.meant:
        found["meant"] = wording.search_url(answer.meant.text, filters)
    return found


def _nothing(answer: Answer, filters: Filters) -> dict[str, Any]:
    """What can be done where nothing was found."""
    asked = bool(answer.query.text or filters.chosen())
    if not asked or answer.results or answer.part > 1 or answer.degraded:
        return {}
    words = nothing.only_words(answer.query)
    plain, title = parse(words), nothing.title_for(answer.query)
    count, beyond = nothing.count_of(me(), plain, Filters()) if words else (0, False)
    spelling = nothing.other_spelling(me(), answer.query) if filters.chosen() else None
    return {
        "spelling": spelling.text if spelling else "",
        "fewer": [
            {
                "name": wording.filter_name(each.name) if each.name else "",
                "url": _address(answer, each.filters),
                "finds": wording.results_counted(each.count, each.beyond),
            }
            for each in nothing.fewer_filters(me(), answer.query, filters)
        ],
        "plain": words if count else "",
        "plain_finds": wording.results_counted(count, beyond),
        "title": title[:1].upper() + title[1:],
        "spaces": list(own_spaces(me()))[:FEW] if title else [],
        "askable": nothing.whom_to_ask(me(), answer.query),
    }
