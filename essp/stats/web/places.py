"""The figures of one space, for its owners, and of one topic, for community managers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import render_template
from markupsafe import Markup

from essp.core.access import members
from essp.core.decision import require
from essp.core.i18n import Message, language, lazy
from essp.core.web import zone
from essp.expertise import finding
from essp.expertise.shapes import Found
from essp.people.current import me
from essp.people.models import Role
from essp.spaces.models import Space
from essp.spaces.policy import Standing
from essp.spaces.queries import find_space
from essp.stats import around, reading
from essp.stats.asking import Asked, Axis, Scope
from essp.stats.measures import Chapter, catalogue
from essp.stats.shown import Shown, Withheld
from essp.stats.telling import Change, change_of, short_day, value_words, withheld_words
from essp.stats.web.charts import Chart, Series, Spark, line_chart, spark
from essp.stats.web.edge import blueprint
from essp.stats.web.frame import day_asked
from essp.topics.models import Topic
from essp.topics.queries import find_topic, named

FIRST = {
    Axis.SPACE: ("M20", "M22", "M02", "M10", "M24", "M48"),
    Axis.TOPIC: ("M44", "M45", "M46", "M47", "M20", "M22"),
}
DRAWN = {Axis.SPACE: ("M02", "M10", "M20"), Axis.TOPIC: ("M44", "M45", "M20")}
KNOW, EACH = 3, 2  # questions for which people are looked for, and how many people each
CHAPTERS: Mapping[Chapter, Message] = {
    Chapter.ADOPTION: lazy("Use"), Chapter.CONTRIBUTION: lazy("Contributing"),
    Chapter.CONVERSATION: lazy("Conversation"), Chapter.RELATIONS: lazy("Who meets whom"),
    Chapter.KNOWLEDGE: lazy("Asked and known"), Chapter.CURATION: lazy("Curation"),
    Chapter.ONBOARDING: lazy("New people"), Chapter.ORDER: lazy("Peace"),
    Chapter.SIGNALS: lazy("Signals"), Chapter.MIGRATION: lazy("What moved"), Chapter.VALUE: lazy("Value"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A figure as a line or a head: how it changed, why it is not there, how it went."""

    shown: Shown
    change: Change
    why: Message
    spark: Spark


@blueprint.get("/s/<slug>/-/insight")
@members
def space(slug: str) -> str:
    """The figures of a space, for its owners and for community managers who read it."""
    found = find_space(me(), slug)
    scope = Scope(Axis.SPACE, str(found.id))
    return _page("insight/space.html", scope, space=found, label=found.name)


@blueprint.get("/topics/<topic>/insight")
@members
def topic(topic: str) -> str:
    """The figures of a topic, for community managers."""
    found = find_topic(me(), topic)
    scope = Scope(Axis.TOPIC, str(found.id))
    label = named([found.id])[found.id].label(language())
    reading.look(me(), scope, day_asked(), what="topic")
    people = finding.find_about(me(), topic=found, limit=5)
    return _page("insight/topic.html", scope, topic=found, label=label, people=people)


def link_to_space(space: Space, here: Standing) -> str:
    """The way to the figures of a space, for who may see them; asks the database nothing."""
    manages = me().has_role(Role.COMMUNITY_MANAGER.value)
    if not (here.owner or manages):
        return ""
    return Markup(render_template("insight/_link.html", endpoint="insight.space", slug=space.slug))


def link_to_topic(topic: Topic) -> str:
    """The way to the figures of a topic, for community managers."""
    if not me().has_role(Role.COMMUNITY_MANAGER.value):
        return ""
    return Markup(render_template("insight/_link.html", endpoint="insight.topic", topic=topic.slug))


def _page(template: str, scope: Scope, **told: Any) -> str:
    day = day_asked()
    if day is None:
        require(reading.may_see(me(), scope))
        return render_template(template, day=None, **told)
    ids = [name for name, each in catalogue().items() if scope.axis in each.axes]
    sight = reading.look(me(), scope, day, what=scope.axis.value)
    figures = reading.figures(me(), scope, day, ids, what=scope.axis.value)
    asked = Asked(day, around.READS, zone(), scope.axis)
    waiting = around.waiting(me(), asked, scope)
    return render_template(
        template,
        day=day,
        first=[_line(figures[name]) for name in FIRST[scope.axis] if name in figures],
        chapters=_chapters(figures),
        chart=_chart(figures, DRAWN[scope.axis]),
        waiting=[
            (each, _who(each.title) if at < KNOW else None) for at, each in enumerate(waiting)
        ],
        pages=around.pages(me(), asked, scope, told=not sight.too_small(scope)),
        **told,
    )


def _line(shown: Shown) -> Line:
    values = [value for _day, value in shown.trend]
    why = withheld_words(shown) if shown.withheld is not Withheld.NO else ""
    return Line(shown, change_of(shown, shown.before), why, spark(values))


def _chapters(figures: Mapping[str, Shown]) -> Sequence[tuple[Message, Sequence[Line]]]:
    rows: dict[Chapter, list[Line]] = {}
    for each in figures.values():
        if each.withheld is not Withheld.NOT_FILLED:
            rows.setdefault(each.measure.chapter, []).append(_line(each))
    return [(CHAPTERS[chapter], rows[chapter]) for chapter in CHAPTERS if chapter in rows]


def _chart(figures: Mapping[str, Shown], names: Sequence[str]) -> tuple[Chart, str, str] | None:
    """The trend of the first of these figures of which there is one, with its name and id."""
    for name in names:
        shown = figures.get(name)
        if shown is not None and sum(value is not None for _day, value in shown.trend) > 1:
            unit = shown.measure.unit
            chart = line_chart(
                [short_day(at) for at, _value in shown.trend],
                [Series(str(shown.measure.name), [value for _at, value in shown.trend])],
                write=partial(value_words, unit),
            )
            # The heading names the line.
            bare = replace(chart, lines=[replace(each, label="") for each in chart.lines])
            return bare, str(shown.measure.name), name
    return None


def _who(title: str) -> Sequence[Found]:
    return finding.find_about(me(), text=title, limit=EACH)
