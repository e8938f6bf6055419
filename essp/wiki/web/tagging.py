"""The topics of a page on the screen: under its title, in its form, and on a screen of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import _, language
from essp.people.current import me
from essp.spaces.models import Space
from essp.topics import queries
from essp.topics.models import Topic
from essp.topics.suggesting import Suggestion, topics_in
from essp.topics.words import key_of_name
from essp.wiki import policy, tagging
from essp.wiki.editing import save_topics
from essp.wiki.guarding import guard_of
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.retagging import TopicWish
from essp.wiki.texts import text_of
from essp.wiki.topic_choice import TopicChoice
from essp.wiki.web import blueprint
from essp.wiki.web.showing import path_of
from essp.wiki.web.typed import LONGEST_TOPICS, Form, numbers_in

PER_PART = 50
LAST_PART = 10_000
WRITTEN = re.compile(r'<a class="topiclink" href="/search\?q=topic:[^"]*">#([^<]*)</a>')


@blueprint.get("/p/<uid>/topics")
@members
def page_topics(uid: str) -> ResponseReturnValue:
    """The topics of a page: where each comes from, those its text speaks of, and a field for more."""
    return _topics_page(find_page(me(), uid))


@blueprint.post("/p/<uid>/topics")
@members
def change_page_topics(uid: str) -> ResponseReturnValue:
    """Put topics on a page, or take some off, and leave its text as it is."""
    page = find_page(me(), uid)
    add = [*_names(request.form.get("topics", "")), *_names_of(numbers_in("topic"))]
    try:
        with transaction():
            saved = save_topics(me(), page, TopicWish(add, numbers_in("remove")))
    except Invalid as invalid:
        return _topics_page(
            find_page(me(), uid), request.form.get("topics", ""), invalid.errors
        ), 422
    done = saved.revision is not None
    flash(*((_("The topics are changed."), "ok") if done else (_("Nothing changed."), "info")))
    stay = request.form.get("stay")
    return redirect(f"/p/{uid}/topics" if stay else path_of(find_page(me(), uid)), 303)


def wished(choice: TopicChoice | None) -> TopicWish | None:
    """What the form of a page asks: what was ticked or typed is put on, what was unticked taken off."""
    if choice is None:
        return None
    new = choice.chosen - choice.shown
    return TopicWish([*_names(choice.typed), *_names_of(new)], choice.shown - choice.chosen)


@blueprint.app_template_global("page_topics")
def chips(page: Page) -> Markup:
    """The topics of a page under its title, each leading to what else is there."""
    return Markup(
        render_template("wiki/_page_topics.html", page=page, tagged=tagging.topics_of(page))
    )


@blueprint.app_template_global("topics_field")
def field(page: Page | None, space: Space, form: Form) -> Markup:
    """What the form of a page asks about its topics, and which ones the text speaks of."""
    tagged = tagging.topics_of(page) if page is not None else []
    present = {each.topic.id for each in tagged if each.set_by}
    chosen = form.topics.ticked(present) if form.topics else present
    suggested = _suggested(space, form.text, {each.topic.id for each in tagged})
    offered = {each.topic.id for each in suggested}
    more = _known(chosen - offered - present)
    return Markup(
        render_template(
            "wiki/_topics_field.html",
            space=space,
            set_ones=[each for each in tagged if each.set_by],
            in_text=[each for each in tagged if each.in_text],
            chosen=chosen,
            suggested=suggested,
            more=more,
            typed=form.topics.typed if form.topics else "",
            error=form.errors.get("topics", ""),
        )
    )


@blueprint.app_template_global("topics_carried")
def carried() -> Markup:
    """What the form said about topics, hidden in a form that goes on from it."""
    names = ("topics_shown", "topic", "topics")
    fields = ((name, text) for name in names for text in request.form.getlist(name))
    row = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup("").join(row.format(*each) for each in fields)


@blueprint.app_template_filter("topics_led")
def led(html: Markup) -> Markup:
    """A page's HTML in which each #topic leads to its topic and is explained by its present name."""
    keys = {key_of_name(match[1]) for match in WRITTEN.finditer(html)}
    if not keys:
        return html
    held = queries.holders(keys)
    told = queries.named({topic.id for topic in held.values()})

    def lead(match: re.Match[str]) -> str:
        topic = held.get(key_of_name(match[1]))
        if topic is None or topic.id not in told:
            return match[0]
        name = told[topic.id]
        return (
            f'<a class="topiclink" href="/topics/{escape(name.slug)}" '
            f'title="{escape(name.label(language()))}">#{match[1]}</a>'
        )

    return Markup(WRITTEN.sub(lead, html))  # noqa: S704 - sanitised when it was made


def pages_of_topic(topic: Topic) -> Markup:
    """What is here: the pages with a topic or one below it, for the topic's own screen."""
    part = min(max(request.args.get("part", 1, type=int), 1), LAST_PART)
    pages, total = tagging.pages_about(me(), topic, limit=PER_PART, offset=(part - 1) * PER_PART)
    return Markup(
        render_template(
            "wiki/_topic_pages.html",
            topic=topic,
            pages=pages,
            total=total,
            part=part,
            more=part * PER_PART < total,
        )
    )


def _topics_page(page: Page, typed: str = "", errors: dict[str, Any] | None = None) -> str:
    tagged = tagging.topics_of(page)
    return render_template(
        "wiki/topics.html",
        page=page,
        space=page.space,
        tagged=tagged,
        suggested=_suggested(page.space, text_of(page), {each.topic.id for each in tagged}),
        may=policy.edit(me(), page) and policy.arrange(me(), page, guard_of(me(), page)),
        typed=typed,
        error=(errors or {}).get("topics", ""),
    )


def _suggested(space: Space, text: str, without: set[int]) -> list[Suggestion]:
    return topics_in(me(), text, without=without, openly=space.is_open)


def _names(typed: str) -> list[str]:
    """The names typed into the field, parted by commas."""
    names = re.split(r"[,;\n]", typed[:LONGEST_TOPICS])
    return [each for each in names if each.strip(" #")]


def _names_of(ids: Set[int]) -> Iterable[str]:
    return (topic.label(language()) for topic in _known(ids))


def _known(ids: Set[int]) -> list[queries.Named]:
    """Those of the topics that the reader may know of."""
    return [each for each in queries.known_topics(me()) if each.id in ids] if ids else []
