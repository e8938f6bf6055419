"""What the wiki shows on the screens of other parts: a space's pages and authors, a person's work."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import render_template
from markupsafe import Markup

from essp.core.i18n import ngettext
from essp.people.current import me
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.history import Filter, recent_changes, standing_words
from essp.wiki.queries import page_count, tree_of_pages
from essp.wiki.reading import authors_in_space
from essp.wiki.reuse import most_reused
from essp.wiki.web.changes import by_day
from essp.wiki.web.showing import shares_of, tree_of


def tree_of_space(space: Space) -> Markup:
    """The tree of a space's pages, open at the top, for the space's own screen."""
    nodes = tree_of(tree_of_pages(me(), space))
    for node in nodes:
        node.open = True
    return Markup(render_template("wiki/_space_pages.html", space=space, nodes=nodes))


def changes_of_space(space: Space) -> Markup:
    """The latest changes of a space, for the space's own screen."""
    found = recent_changes(me(), Filter(without_minor=True), spaces=[space.id], limit=10)
    return Markup(
        render_template(
            "wiki/_space_changes.html", space=space, days=by_day(found, with_space=False)
        )
    )


def work_of_person(person: Person) -> Markup:
    """What a person wrote and lately changed, for the person's own screen."""
    found = recent_changes(me(), Filter(author_id=person.id), limit=10)
    return Markup(
        render_template(
            "wiki/_person_work.html",
            person=person,
            days=by_day(found),
            standing=standing_words(me(), person),
        )
    )


def authors_of_space(space: Space) -> Markup:
    """Whose words stand in a space, as the bar under a page's title shows it; nothing for none."""
    authors = authors_in_space(space)
    if not authors.named:
        return Markup()
    shares = shares_of(authors)
    return Markup(render_template("wiki/_space_authors.html", shares=shares, authors=authors))


def figures_of_space(space: Space) -> Markup:
    """How many pages a space has, beside its other figures."""
    return Markup("<span>{}</span>").format(
        ngettext("%(num)s page", "%(num)s pages", page_count(space))
    )


def reused_of_person(person: Person) -> Markup:
    """What others use of a person's work, for the person's own screen; nothing for none."""
    reused = most_reused(me(), person)
    if not reused:
        return Markup()
    return Markup(render_template("wiki/_person_reused.html", person=person, reused=reused))


FILLINGS: Mapping[str, Callable[..., str]] = {
    "person.reused": reused_of_person,
    "person.work": work_of_person,
    "space.authors": authors_of_space,
    "space.changes": changes_of_space,
    "space.figures": figures_of_space,
    "space.pages": tree_of_space,
}
