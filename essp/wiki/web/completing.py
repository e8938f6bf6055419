"""What the editor offers while somebody types: pages to link, their sections, people to mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from flask import Response, jsonify, request, url_for

from essp.core.access import members
from essp.core.decision import NotFound
from essp.core.i18n import _, ngettext
from essp.core.ids import clean_line
from essp.core.markdown import render
from essp.people.current import me
from essp.spaces import calling
from essp.spaces.models import Space
from essp.spaces.policy import read as may_read_space
from essp.spaces.queries import find_space, standing
from essp.wiki import completing, page_templates
from essp.wiki.completing import Colleague, Linkable, Section
from essp.wiki.models import Page
from essp.wiki.page_templates import Template
from essp.wiki.queries import find_page
from essp.wiki.texts import LONGEST_TITLE
from essp.wiki.web import blueprint
from essp.wiki.web.templating import filled_in

LONGEST_QUESTION = 200
MOST = 80
Item = dict[str, Any]


@blueprint.get("/complete/pages")
@members
def complete_pages() -> Response:
    """Pages whose titles fit `q`, for whoever writes on `page` or in `space`; JSON."""
    page, space = _written_in()
    found = completing.pages(me(), _typed(), space, without=page)
    items = [_page_item(one) for one in found]
    return _answer([*items, *_new_page(space)])


@blueprint.get("/complete/sections")
@members
def complete_sections() -> Response:
    """Sections that fit `q` of the page that `page` means, an id or the inside of a link; JSON."""
    written_on, space = _written_in("here")
    try:
        meant = completing.page_meant(me(), request.args.get("page", ""), space)
    except NotFound:
        return _answer([])
    same = written_on is not None and meant.id == written_on.id
    found = completing.sections(meant, _typed())
    return _answer(_section_item(one, meant, space, same) for one in found)


@blueprint.get("/complete/people")
@members
def complete_people() -> Response:
    """People and groups whose names fit `q`, for whoever writes on `page` or in `space`; JSON."""
    page, space = _written_in()
    people = [_person_item(one) for one in completing.people(_typed(), page, space)]
    groups = calling.offers(me(), space, _typed()) if space is not None else ()
    return _answer([*people, *(_group_item(group, count) for group, count in groups)])


@blueprint.get("/complete/parts")
@members
def complete_parts() -> Response:
    """What the templates for `page` or `space` hold, whole and section by section; JSON."""
    _page, space = _written_in()
    if space is None:
        return _answer([])
    own, site = page_templates.templates_of(me(), space)
    return _answer(islice(chain.from_iterable(_parts(each, space) for each in own + site), MOST))


def _parts(template: Template, space: Space) -> Iterator[Item]:
    text = filled_in(template, space, "{{title}}").strip()
    yield {"insert": text, "title": template.title, "context": template.about}
    lines = text.split("\n")
    headings = render(text, language=space.language).headings
    for place, heading in enumerate(headings):
        later = (one.line for one in headings[place + 1 :] if one.level <= heading.level)
        end = next(later, len(lines) + 1)
        part = "\n".join(lines[heading.line - 1 : end - 1]).strip()
        yield {"insert": part, "title": heading.text, "context": template.title}


def _written_in(name: str = "page") -> tuple[Page | None, Space | None]:
    """The page that is written and its space, as far as the reader may know of them."""
    try:
        page = find_page(me(), request.args.get(name, "")[:10])
    except NotFound:
        return None, _space_named()
    return page, page.space


def _space_named() -> Space | None:
    try:
        space = find_space(me(), request.args.get("space", "")[:80])
    except NotFound:
        return None
    return space if may_read_space(me(), space, standing(me(), space)) else None


def _typed() -> str:
    return clean_line(request.args.get("q", "")[:LONGEST_QUESTION])


def _answer(items: Iterable[Item]) -> Response:
    return jsonify(items=list(items))


def _page_item(found: Linkable) -> Item:
    return {
        "insert": found.link,
        "title": found.title,
        "context": found.space_name,
        "url": found.url,
        "uid": found.uid,
    }


def _new_page(space: Space | None) -> list[Item]:
    """The offer to link a page that is still to be made, where the title is free and can be said."""
    title = _typed()[:LONGEST_TITLE]
    if space is None or not title or completing.UNSAYABLE & set(title):
        return []
    if completing.has_page(space, title):
        return []
    return [
        {
            "insert": completing.link_to(title, space.slug, here=True),
            "title": _("Start a page “%(title)s”", title=title),
            "context": _("The link stays dashed until the page is there"),
            "url": url_for("wiki.create_in", slug=space.slug, title=title),
            "new": True,
        }
    ]


def _section_item(found: Section, page: Page, space: Space | None, same: bool) -> Item:
    here = space is not None and page.space_id == space.id
    return {
        "insert": completing.link_to_section(page, found, here=here, same=same),
        "title": found.words,
        "context": page.title,
        "url": f"/p/{page.uid}#{found.fragment}",
        "level": found.level,
    }


def _group_item(group: calling.Group, count: int) -> Item:
    told = ngettext("%(num)s person will be told", "%(num)s people will be told", count)
    names = {
        calling.Kind.SPACE: _("Everyone in %(name)s", name=group.name),
        calling.Kind.TEAM: _("The team of %(name)s", name=group.name),
        calling.Kind.DEPARTMENT: _("The department %(name)s", name=group.name),
    }
    return {
        "insert": f"@{group.written}",
        "title": names[group.kind],
        "context": told,
        "url": group.url,
        "handle": group.written,
        "monogram": names[group.kind][:1].upper(),
        "tint": 1,
    }


def _person_item(found: Colleague) -> Item:
    person = found.person
    what = [person.job_title or person.department]
    if found.wrote_here:
        what.append(_("Wrote on this page"))
    return {
        "insert": f"@{person.handle}",
        "title": person.name,
        "context": ". ".join(part for part in what if part) or f"@{person.handle}",
        "url": f"/people/{person.handle}",
        "handle": person.handle,
        "monogram": person.monogram,
        "tint": person.tint,
        "picture": person.picture_url,
    }
