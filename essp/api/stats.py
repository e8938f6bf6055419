"""Figures for programs: the catalogue, one figure, who meets whom, what is asked and known, one's own.

By the rules of the screens, through the same door; every call is noted in the log of looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, cast

from essp.api import stats_shapes as shapes
from essp.api.operations import operation
from essp.core.decision import NotFound
from essp.core.i18n import Message, translations
from essp.core.web import zone
from essp.people.current import me
from essp.spaces.queries import find_space
from essp.stats import mine, reading
from essp.stats.asking import DAY, SITE, Axis, Scope, midnight
from essp.stats.known_topics import topic_rows
from essp.stats.matrix import matrix_in
from essp.stats.measures import Measure, catalogue
from essp.stats.reading import Shown, Withheld
from essp.stats.recording import mode
from essp.stats.scopes import scope_called

HOW = "api"
Mode = Literal["off", "minimal", "full"]
Why = Literal["few", "not measured", "not filled"]


@operation("GET", "/stats", shapes.Measures)
def list_measures() -> shapes.Measures:
    """List every measure: its name in both languages, its formula, window and unit."""
    return shapes.Measures(
        items=[shapes.MeasureTold(**_words(each)) for each in catalogue().values()],
        day=reading.last_day(), mode=cast(Mode, mode()),
    )  # fmt: skip


@operation("GET", "/stats/silos", shapes.SilosTold, query=shapes.OnDay, problems=[403, 404])
def read_silos(query: shapes.OnDay) -> shapes.SilosTold:
    """Read who meets whom: departments two by two, as a community manager."""
    day = _day(query.day)
    shown = _shown(SITE, day, ["D8"], "silos")["D8"]
    matrix = matrix_in(shown.parts) if shown.parts else None
    pairs = [
        shapes.TiesTold(
            one=each.pair.one, other=each.pair.other, ties=each.pair.ties,
            expected=each.pair.expected, ratio=each.pair.ratio,
        )
        for each in (matrix.cells if matrix else ())
    ]  # fmt: skip
    hidden = list(matrix.hidden) if matrix else []
    return shapes.SilosTold(figure=_figure(shown, SITE, ""), pairs=pairs, hidden=hidden)


@operation("GET", "/stats/knowledge", shapes.KnowledgeTold, query=shapes.OnDay, problems=[403, 404])
def read_knowledge(query: shapes.OnDay) -> shapes.KnowledgeTold:
    """Read what is asked against what is known, topic by topic, as a community manager."""
    day = _day(query.day)
    found = _shown(SITE, day, ["D9", "D10"], "knowledge")
    topics = [
        shapes.BalanceTold(
            topic=each.slug, name=each.name, demand=each.demand, supply=each.supply, gap=each.gap,
            quadrant=each.quadrant,
        )
        for each in topic_rows(found["D9"].parts or {})
    ]  # fmt: skip
    return shapes.KnowledgeTold(
        gaps=_figure(found["D9"], SITE, ""), fragile=_figure(found["D10"], SITE, ""), topics=topics
    )


@operation("GET", "/stats/mine", shapes.Own, problems=[404])
def read_own_stats() -> shapes.Own:
    """Read your own figures, which nobody else gets."""
    found = mine.own(me(), _day(None), zone())
    items: list[tuple[str, float | None, int]] = [
        ("contributions", sum(each.contributed for each in found.months), 365),
        ("accepted answers", found.accepted, 365),
        ("responses of others", found.responses, 90),
        ("people who responded", found.people, 90),
        ("pages you began", found.pages, 0),
        ("readings of these pages", found.reads, 28),
        ("questions brought to you", found.routed, 90),
        ("of these answered", found.routed_answered, 90),
    ]
    return shapes.Own(
        items=[shapes.OwnTold(name=name, value=value, days=days) for name, value, days in items]
    )


@operation("GET", "/stats/<measure>", shapes.FigureTold, query=shapes.OfWhich, problems=[403, 404])
def read_figure(measure: str, query: shapes.OfWhich) -> shapes.FigureTold:
    """Read one figure of the site, a space, a department or a topic on a day, with its trend."""
    if measure not in catalogue():
        raise NotFound
    scope = scope_called(me(), Axis(query.scope), query.key)
    shown = _shown(scope, _day(query.day), [measure], "measure", query.back)[measure]
    return _figure(shown, scope, query.key)


@operation("GET", "/spaces/<slug>/stats", shapes.Figures, query=shapes.OnDay, problems=[403, 404])
def read_space_stats(slug: str, query: shapes.OnDay) -> shapes.Figures:
    """Read all figures of a space, as its owner or as a community manager who can read it."""
    scope = Scope(Axis.SPACE, str(find_space(me(), slug).id))
    ids = [each.id for each in catalogue().values() if Axis.SPACE in each.axes]
    found = _shown(scope, _day(query.day), ids, "space")
    return shapes.Figures(items=[_figure(each, scope, slug) for each in found.values()])


def _shown(
    scope: Scope, day: date, ids: list[str], what: str, back: int = 1
) -> Mapping[str, Shown]:
    found = reading.figures(me(), scope, day, ids, what=what, how=HOW, back=back)
    if not set(ids) <= set(found):
        raise NotFound
    return found


def _day(asked: date | None) -> date:
    last = reading.last_day()
    if last is None:
        raise NotFound
    return max(min(asked, last), reading.EARLIEST) if asked else last


def _figure(shown: Shown, scope: Scope, key: str) -> shapes.FigureTold:
    band, why = shown.band, shown.withheld
    told = why in {Withheld.FEW, Withheld.NOT_MEASURED, Withheld.NOT_FILLED}
    return shapes.FigureTold(
        **_words(shown.measure), scope=scope.axis.value, key=key, day=shown.day, n=shown.n,
        value=shown.value, prev=shown.before,
        noise_band=shapes.NoiseBand(low=band.low, high=band.high) if band else None,
        suppressed=cast(Why, why.value) if told else None,
        as_of=midnight(shown.day + DAY, zone()), sql_hash=shown.version,
        trend=[shapes.PointTold(day=day, value=value) for day, value in shown.trend],
    )  # fmt: skip


def _words(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id, "name_nl": _in("nl", measure.name), "name_en": _in("en", measure.name),
        "formula_text": str(measure.formula), "unit": measure.unit.value,
        "window": measure.window, "desirable": measure.better.value,
        "chapter": measure.chapter.value, "scopes": [each.value for each in measure.axes],
        "example": str(measure.example), "personal": measure.personal, "least": measure.least,
    }  # fmt: skip


def _in(language: str, name: Message) -> str:
    """A name in a language, whichever the caller reads: the sentence itself is the key."""
    key = name if isinstance(name, str) else str(name._args[0])
    return str(translations(language).ugettext(key))
