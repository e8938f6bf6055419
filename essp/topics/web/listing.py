"""All topics that the reader may know of: as a tree, from A to Z, or those that a word finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import LANGUAGES, NAMES, Message, language
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, skeleton
from essp.people.current import me
from essp.topics import naming, queries, uses
from essp.topics.models import Topic
from essp.topics.queries import Named
from essp.topics.suggesting import matching
from essp.topics.web import blueprint

LONGEST = 200


@dataclass
class Entry:
    """A topic in the list: its name for this reader, its other names, its pages, what is below it."""

    slug: str
    label: str
    others: str
    pages: int
    below: list[Entry] = field(default_factory=list)


@blueprint.get("/topics")
@members
def index() -> ResponseReturnValue:
    """All topics, or those with a name that has these words in it."""
    known = queries.known_topics(me())
    typed = clean_line(request.args.get("q", "")[:LONGEST])
    shown = matching(known, typed) if typed else known
    counted = uses.counts(me(), "pages")
    view = "az" if typed or request.args.get("view") == "az" else "tree"
    return render_template(
        "topics/index.html",
        typed=typed,
        view=view,
        total=len(known),
        found=len(shown),
        tree=tree_of(shown, counted) if view == "tree" else [],
        letters=letters_of(shown, counted) if view == "az" else [],
    )


@blueprint.get("/topics/new")
@members
def create() -> ResponseReturnValue:
    """The form for a new topic."""
    return _creator({"name": request.args.get("name", "")[:LONGEST], "language": language()}, {})


@blueprint.post("/topics")
@members
def start() -> ResponseReturnValue:
    """Start a topic; answers with it, or with the form and what was typed in it."""
    typed = {
        name: request.form.get(name, "")[:LONGEST]
        for name in ("name", "language", "other_name", "parent")
    }
    try:
        with transaction():
            topic = naming.start_topic(
                me(), name=typed["name"], language=typed["language"],
                other_name=typed["other_name"], parent=topic_meant(typed["parent"], "parent"),
            )  # fmt: skip
    except Invalid as invalid:
        return _creator(typed, invalid.errors), 422
    return redirect(url_for(".show", topic=topic.slug), 303)


def topic_meant(words: str, field: str) -> Topic | None:
    """The topic of a name that was typed; None for nothing. Raises Invalid where there is none."""
    if not words.strip():
        return None
    try:
        return queries.find_topic(me(), clean_line(words).lstrip("#"))
    except NotFound:
        raise Invalid(
            **{field: _("There is no topic with this name. Choose one of the list.")}
        ) from None


def tree_of(topics: Sequence[Named], counted: Mapping[int, int]) -> list[Entry]:
    """Topics below each other, by name; one whose parent is not among them stands at the top."""
    entries = {topic.id: entry_of(topic, counted) for topic in topics}
    top: list[Entry] = []
    for topic in sorted(topics, key=_sorting):
        above = entries.get(topic.parent_id) if topic.parent_id is not None else None
        (above.below if above is not None else top).append(entries[topic.id])
    return top


def letters_of(
    topics: Sequence[Named], counted: Mapping[int, int]
) -> list[tuple[str, list[Entry]]]:
    """Topics under the letter that their name begins with; all that is no letter under #."""
    ordered = sorted(topics, key=_sorting)
    groups = groupby(ordered, key=lambda topic: _letter(topic.label(language())))
    return [(letter, [entry_of(each, counted) for each in group]) for letter, group in groups]


def entry_of(topic: Named, counted: Mapping[int, int]) -> Entry:
    """A topic as a line of a list."""
    label = topic.label(language())
    others = [*topic.preferred.values(), *(word for word, _code in topic.synonyms)]
    return Entry(
        slug=topic.slug,
        label=label,
        others=", ".join(dict.fromkeys(each for each in others if each != label)),
        pages=counted.get(topic.id, 0),
    )


def labels(topics: Iterable[Named]) -> list[str]:
    """Names to choose from while somebody types one."""
    return sorted((topic.label(language()) for topic in topics), key=str.casefold)


def _sorting(topic: Named) -> tuple[bool, str]:
    key = skeleton(topic.label(language()))
    return (not key[:1].isalpha(), key)


def _letter(label: str) -> str:
    first = skeleton(label)[:1]
    return first.upper() if first.isalpha() else "#"


def _creator(typed: Mapping[str, str], errors: Mapping[str, Message]) -> str:
    return render_template(
        "topics/new.html",
        typed=typed,
        errors=errors,
        languages=[(code, NAMES[code]) for code in LANGUAGES],
        choices=labels(queries.known_topics(me())),
    )
